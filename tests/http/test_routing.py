"""Each router answers for the paths that are like its own, and is passed over for all others."""

import re

from fastapi import FastAPI
from starlette.testclient import TestClient

from app.http.routing import Router, path_of, shape_of
from app.routes import routers


def test_every_path_of_the_api_begins_with_a_fixed_part_and_each_parameter_is_one_part() -> None:
    paths = [path_of(route) for router in routers() for route in router.routes]
    assert len(paths) > 150
    assert [path for path in paths if not re.fullmatch(r"/[\w.-]+(/[\w.{}-]+)*", path)] == []


def test_only_routers_with_such_a_path_are_asked() -> None:
    asked: list[str] = []

    class Noted(Router):
        def matches(self, scope):  # type: ignore[no-untyped-def]
            found = super().matches(scope)
            asked.extend([self.prefix] * (found[0].value > 0))
            return found

    app = FastAPI()
    for prefix in ("/rooms", "/quizzes"):
        router = Noted(prefix=prefix)
        router.add_api_route("/{name}", lambda name: name)
        app.include_router(router)
    client = TestClient(app)
    assert client.get("/quizzes/a").json() == "a"
    assert client.get("/quizzes/a/").json() == "a"  # by a redirect
    assert client.post("/quizzes/a").status_code == 405
    assert client.get("/quizzes/a/b").status_code == 404
    assert client.get("/").status_code == 404
    assert set(asked) == {"/quizzes"}


def test_the_shape_of_a_path_is_its_first_part_and_its_length() -> None:
    assert shape_of("/quizzes/{quiz_id}/start") == shape_of("/quizzes/7/start") == ("quizzes", 3)
    assert shape_of("/") == ("", 1)
