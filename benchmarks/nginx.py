"""nginx as `deployment/nginx.conf.template` has it, on this machine."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

TEMPLATE = Path(__file__).parent.parent / "deployment" / "nginx.conf.template"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
PATIENCE_S = 20


def program() -> str | None:
    """The path of nginx, or None where it is not installed. Debian keeps it out of most people's PATH."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def configuration(variables: Mapping[str, object], folder: Path) -> str:
    """The template with its variables replaced, and with temporary files in a folder that we may write to."""
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in variables.items():
        text = text.replace(f"${{{name}}}", str(value))
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in TEMPORARY)
    return text.replace("http {", f"http {{\n{places}")


def command(text: str, folder: Path) -> list[str]:
    """Write this configuration into the folder. Returns the command that runs nginx with it.

    Raises RuntimeError where nginx is not installed.
    """
    path = program()
    if path is None:
        raise RuntimeError("nginx is not installed.")
    file = folder / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    options = f"daemon off; pid {folder}/nginx.pid;"
    return [path, "-p", str(folder), "-e", "stderr", "-c", str(file), "-g", options]


@contextmanager
def in_front(relays: tuple[int, int], address: str, port: int, folder: Path) -> Iterator[str]:
    """Serve the relays at these ports of 127.0.0.1 on another address of this machine. Yields the URL.

    The relays must trust 127.0.0.1 as a proxy, so that they count each client by its own address. Raises
    RuntimeError if nginx ends, TimeoutError if it does not listen.
    """
    variables = {
        "RELAY_1": f"127.0.0.1:{relays[0]}",
        "RELAY_2": f"127.0.0.1:{relays[1]}",
        "PORT": f"{address}:{port}",
        "ROOT_PATH": "",
    }
    run = command(configuration(variables, folder), folder)
    with open(folder / "nginx.log", "wb") as log:
        process = subprocess.Popen(run, stdout=log, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + PATIENCE_S
        while not _listens(address, port):
            if process.poll() is not None:
                raise RuntimeError((folder / "nginx.log").read_text(encoding="utf-8"))
            if time.monotonic() > until:
                raise TimeoutError(f"nginx does not listen on {address}:{port}.")
            time.sleep(0.02)
        yield f"http://{address}:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _listens(address: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((address, port)) == 0
