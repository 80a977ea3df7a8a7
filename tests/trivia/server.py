"""A real HTTP server with the API of the Open Trivia DB. Tests can make it misbehave."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Reply = tuple[int, bytes]
CATEGORIES = {9: "General Knowledge", 17: "Science & Nature", 18: "Science: Computers"}


def multiple(number: int, category: int = 9) -> dict[str, object]:
    """A question as the API sends it, with entities as it sends them."""
    return {
        "type": "multiple",
        "difficulty": "easy",
        "category": CATEGORIES[category].replace("&", "&amp;"),
        "question": f"What&#039;s &quot;caf&eacute;&quot; number {number}?",
        "correct_answer": f"R&amp;B {number}",
        "incorrect_answers": ["Jazz", "Rock &lt;3", "Na&iuml;ve"],
    }


class FakeTrivia:
    """Questions, tokens, and which questions each has seen. `replies` are sent first, one a request."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.questions = [multiple(number) for number in range(5)]
        self.replies: list[Reply | Callable[[], Reply]] = []
        self.requests: list[tuple[float, str, dict[str, str]]] = []
        self.seen: dict[str, set[int]] = {}
        self.expired: set[str] = set()
        self._now = now
        self.url = ""

    def paths(self) -> list[str]:
        """The requests in order: the path, and the command if there was one."""
        return [f"{path} {query.get('command', '')}".strip() for _, path, query in self.requests]

    def answer(self, path: str, query: dict[str, str]) -> Reply:
        self.requests.append((self._now(), path, query))
        if self.replies:
            reply = self.replies.pop(0)
            return reply if isinstance(reply, tuple) else reply()
        body = {
            "api.php": self._pull,
            "api_token.php": self._token,
            "api_category.php": lambda _: {
                "trivia_categories": [{"id": number, "name": name} for number, name in CATEGORIES.items()]
            },
        }[path](query)
        return 200, json.dumps(body).encode()

    def _token(self, query: dict[str, str]) -> dict[str, object]:
        if query["command"] == "reset":
            self.seen[query["token"]] = set()
            return {"response_code": 0, "token": query["token"]}
        token = f"token{len(self.seen)}"
        self.seen[token] = set()
        return {"response_code": 0, "response_message": "Token Generated Successfully!", "token": token}

    def _pull(self, query: dict[str, str]) -> dict[str, object]:
        token, amount = query["token"], int(query["amount"])
        if amount > 50:
            return {"response_code": 2, "results": []}
        if token not in self.seen or token in self.expired:
            return {"response_code": 3, "results": []}
        fitting = [
            number
            for number, question in enumerate(self.questions)
            if query.get("type") in {None, question["type"]}
            and query.get("difficulty") in {None, question["difficulty"]}
            and (
                "category" not in query
                or question["category"] == CATEGORIES[int(query["category"])].replace("&", "&amp;")
            )
        ]
        if len(fitting) < amount:
            return {"response_code": 1, "results": []}
        fresh = [number for number in fitting if number not in self.seen[token]]
        if len(fresh) < amount:
            return {"response_code": 4, "results": []}
        self.seen[token] |= set(fresh[:amount])
        return {"response_code": 0, "results": [self.questions[number] for number in fresh[:amount]]}


@contextmanager
def serving(fake: FakeTrivia) -> Iterator[FakeTrivia]:
    """Serve on a free port of this machine while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, body = fake.answer(parts.path.lstrip("/"), query)
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            pass  # a client that hung up, as some of the tests make it do

    server = Server(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
