"""Forks a process for each job. The model of spaCy is loaded once, with the first job that writes questions.

`processor.child` starts this program and sends it a socket for each job; on it come the task, and then go the
id of the job's process, its reports, and its status, each as JSON on a line.
"""

import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

from processor.failure import JobFailure


def main() -> None:
    """Serve until the other end of the socket, which is standard input, is closed."""
    control = socket.socket(fileno=os.dup(0))
    devnull = os.open(os.devnull, os.O_RDWR)
    os.dup2(devnull, 0)
    os.dup2(2, 1)  # libraries that print write to standard error instead
    woken, wakes = socket.socketpair()
    wakes.setblocking(False)
    signal.set_wakeup_fd(wakes.fileno())
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is woken:
                    woken.recv(4096)
                    reap(running)
                elif not accept(control, running, [control, woken, wakes]):
                    return


def accept(control: socket.socket, running: dict[int, socket.socket], own: list[socket.socket]) -> bool:
    """Fork a process for the next job; False if there will be no more."""
    _, handles, _, _ = socket.recv_fds(control, 1, 1)
    if not handles:
        return False
    job = socket.socket(fileno=handles[0])
    with job.makefile("r", encoding="utf-8") as lines:
        line = lines.readline()
    if not line.endswith("\n"):  # the server has given it up already
        job.close()
        return True
    task = json.loads(line)
    if task["kind"] == "write":
        from processor.writing.parsing import pipeline

        with suppress(JobFailure):  # the job will report it
            pipeline()
    pid = os.fork()
    if pid == 0:
        in_child(task, job, [*own, *running.values()])
    running[pid] = job
    tell(job, {"pid": pid})
    return True


def in_child(task: dict[str, Any], job: socket.socket, others: list[socket.socket]) -> None:
    """Do a task in the process that was forked for it, and end the process."""
    status = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in others:
            other.close()
        from processor import work

        with job.makefile("w", encoding="utf-8") as reports:
            work.do(task, reports)
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())  # to the server's log
    finally:
        os._exit(status)


def reap(running: dict[int, socket.socket]) -> None:
    """Tell the status of each process that has ended."""
    for pid in list(running):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            with running.pop(pid) as job:
                tell(job, {"status": os.waitstatus_to_exitcode(status)})


def tell(job: socket.socket, report: dict[str, int]) -> None:
    """Send a report; nobody reads it if the server has given the job up."""
    with suppress(OSError):
        job.sendall(json.dumps(report).encode() + b"\n")


if __name__ == "__main__":
    main()
