"""compose.yml without Docker: its database, two relays and nginx run as processes of this machine."""

import itertools
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
import yaml

from app.database.embedded import EmbeddedPostgres
from app.database.programs import program_folder
from app.database.sql_files import ROOT
from benchmarks import nginx
from tests.cli.conftest import quizzler_environment
from tests.conftest import UNSAFE_BUT_QUICK
from tests.examples.test_examples import EXAMPLES
from tests.folders import new_folder
from tests.ports import free_port

VARIABLES = {
    "POSTGRES_PASSWORD": "p" * 32,
    "AUTHENTICATOR_PASSWORD": "a" * 32,
    "JWT_SECRET_KEY": "0123456789" * 4,
}
PATIENCE_S = 60
# In the same order as in production (20 s and 5 minutes), but quick
HEARTBEAT_S = 0.5
IDLE_TIMEOUT_S = 2


def services() -> dict[str, Any]:
    """The services of compose.yml, with its variables replaced by VARIABLES or their defaults."""

    def value(found: re.Match[str]) -> str:
        return VARIABLES.get(found[1]) or found[2].removeprefix(":-")

    text = re.sub(r"\$\{(\w+)(:[^}]*)?\}", value, (ROOT / "compose.yml").read_text(encoding="utf-8"))
    return yaml.safe_load(text)["services"]


def instruction(name: str) -> list[str]:
    """The command of an instruction of the Dockerfile, such as CMD."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    line = next(line for line in text.splitlines() if line.startswith(f"{name} "))
    return json.loads(line[line.index("[") :])


@dataclass
class Site:
    """The address of nginx, the URL of the database as its owner, the logs, and the programs."""

    url: str
    database_url: str
    folder: Path
    processes: "Processes"
    relays: dict[str, int]  # the ports by the names


class Processes:
    """Programs that run together, each with its log, and are ended together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # of the logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.started: dict[str, tuple[list[str], dict[str, str] | None]] = {}

    def start(self, name: str, command: list[str], env: dict[str, str] | None = None) -> None:
        self.started[name] = command, env
        with open(self.log(name), "wb") as output:
            self.running[name] = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=env)

    def start_again(self, name: str) -> None:
        self.start(name, *self.started[name])

    def kill(self, name: str) -> None:
        running = self.running.pop(name)
        running.kill()
        running.wait(PATIENCE_S)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def require_alive(self) -> None:
        for name, running in self.running.items():
            assert running.poll() is None, self.log(name).read_text()

    def end(self) -> None:
        for running in self.running.values():
            running.terminate()
        for running in self.running.values():
            running.wait(PATIENCE_S)


def make_database(server: EmbeddedPostgres, password: str) -> None:
    """Do what the image of Postgres does: make the database, then run docker-entrypoint-initdb.d."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create database quizzler")
    environment = {
        "PATH": f"{program_folder(18, None)}:{os.environ['PATH']}",
        "PGHOST": str(server.socket_dir),
        "POSTGRES_USER": "postgres",
        "POSTGRES_DB": "quizzler",
        "AUTHENTICATOR_PASSWORD": password,
    }
    subprocess.run(["sh", ROOT / "deployment/authenticator.sh"], env=environment, check=True)


def wait_until_healthy(port: int, processes: Processes) -> None:
    check = [part.replace("8000", str(port)) for part in instruction("HEALTHCHECK")]
    until = time.monotonic() + PATIENCE_S
    while subprocess.run([sys.executable, *check[1:]], capture_output=True).returncode:
        processes.require_alive()
        assert time.monotonic() < until
        time.sleep(0.1)


def nginx_configuration(variables: dict[str, str], folder: Path) -> str:
    """That of the template, but WebSockets that stay idle are closed soon."""
    text = nginx.configuration(variables, folder)
    assert "proxy_read_timeout 5m;" in text
    return text.replace("proxy_read_timeout 5m;", f"proxy_read_timeout {IDLE_TIMEOUT_S}s;")


@pytest.fixture(params=["", "/quizzler"], ids=["at the root", "under a sub-path"])
def site(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The running services of compose.yml, whose host names are replaced by addresses of this machine."""
    root_path: str = request.param
    monkeypatch.setitem(VARIABLES, "ROOT_PATH", root_path)
    monkeypatch.setitem(VARIABLES, "PUBLIC_URL", f"http://localhost:8080{root_path}")
    composed = services()
    with new_folder() as folder, ExitStack() as stack:
        server = EmbeddedPostgres(folder / "database", options=UNSAFE_BUT_QUICK)
        server.start()
        stack.callback(server.stop)
        make_database(server, composed["database"]["environment"]["AUTHENTICATOR_PASSWORD"])
        ports = {name: free_port() for name in ("relay-1", "relay-2", "nginx")}
        here = {
            "@database:5432/quizzler": f"@/quizzler?host={server.socket_dir}",
            composed["nginx"]["networks"]["default"]["ipv4_address"]: "127.0.0.1",
            **{f"{name}:8000": f"127.0.0.1:{port}" for name, port in ports.items()},
        }

        def on_this_machine(environment: dict[str, Any]) -> dict[str, str]:
            text = json.dumps({name: str(value) for name, value in environment.items()})
            for there, address in here.items():
                text = text.replace(there, address)
            return json.loads(text)

        processes = Processes(folder)
        stack.callback(processes.end)
        for name in ("relay-1", "relay-2"):
            command = [str(Path(sys.executable).with_name("quizzler")), *instruction("CMD")[1:]]
            environment = on_this_machine(composed[name]["environment"])
            environment |= {"PORT": str(ports[name]), "HEARTBEAT_INTERVAL": str(HEARTBEAT_S)}
            processes.start(name, command, quizzler_environment(folder / "data") | environment)
        environment = on_this_machine(composed["nginx"]["environment"]) | {"PORT": str(ports["nginx"])}
        processes.start("nginx", nginx.command(nginx_configuration(environment, folder), folder))
        for port in ports.values():
            wait_until_healthy(port, processes)
        url = f"http://127.0.0.1:{ports.pop('nginx')}{root_path}"
        yield Site(url, server.url(database="quizzler"), folder, processes, ports)


@contextmanager
def handshake(url: str) -> Iterator[tuple[socket.socket, BinaryIO, int]]:
    """Ask for a WebSocket: the socket, what comes over it, and the status of the answer."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname, address.port), timeout=PATIENCE_S) as client:
        client.sendall(
            f"GET {address.path}/realtime/ws/host/ABCDEF HTTP/1.1\r\n".encode()
            + b"Host: quiz\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Version: 13\r\n\r\n"
        )
        received = client.makefile("rb")
        status = int(received.readline().split()[1])
        while received.readline() != b"\r\n":
            pass
        yield client, received, status


def stay_idle(url: str, pings: int) -> None:
    """Keep a WebSocket open for so many pings, saying nothing but the pongs."""
    with handshake(url) as (idle, received, status):
        assert status == 101
        for _ in range(pings):
            opcode, length = received.read(2)
            assert opcode == 0x89, "nginx or the relay has closed an idle WebSocket"
            payload = received.read(length)
            idle.sendall(bytes((0x8A, 0x80 + length, 0, 0, 0, 0)) + payload)


@pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed")
def test_two_relays_behind_nginx_serve_everything(site: Site) -> None:
    game = [sys.executable, EXAMPLES / "host_and_play.py", site.url]
    played = subprocess.run(game, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S)
    assert played.stdout == (EXAMPLES / "host_and_play.out").read_text(encoding="utf-8"), played.stderr

    with psycopg.connect(site.database_url) as connection:
        query = "select rolpassword is not null from pg_authid where rolname = 'authenticator'"
        assert connection.execute(query).fetchone() == (True,)

    elsewhere = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=site.url, transport=elsewhere, timeout=PATIENCE_S) as client:
        account = {"email": "ada@example.com", "password": "a long enough password"}
        forged = {"X-Forwarded-For": "203.0.113.7"}
        session = client.post("/auth/signup", json=account, headers=forged).json()
        with psycopg.connect(site.database_url) as connection:
            query = "select host(ip) from auth.sessions where user_id = %s"
            address = connection.execute(query, [session["user"]["id"]]).fetchone()
        assert address == ("127.0.0.2",)  # neither that of nginx nor the forged one

        token = {"Authorization": f"Bearer {session['access_token']}"}
        with client.stream("GET", "/events", headers=token) as events:
            assert "event: ready" in itertools.islice(
                events.iter_lines(), 10
            )  # nginx does not wait for the end of the stream

    stay_idle(site.url, pings=round(2 * IDLE_TIMEOUT_S / HEARTBEAT_S))

    assert "resume=" not in (site.folder / "nginx.log").read_text()


@pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed")
@pytest.mark.parametrize("site", [""], ids=["at the root"], indirect=True)
def test_everybody_comes_back_at_once_after_both_relays_were_away(site: Site) -> None:
    """nginx learns that a server is back when a request to it ends, and WebSockets don't end."""
    for name in site.relays:
        site.processes.kill(name)
    with handshake(site.url) as (_, _, status):
        assert status == 502
    for name, port in site.relays.items():
        site.processes.start_again(name)
        wait_until_healthy(port, site.processes)
    with ExitStack() as stack:
        statuses = [stack.enter_context(handshake(site.url))[2] for _ in range(20)]
    assert statuses == [101] * 20
