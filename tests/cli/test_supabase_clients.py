"""`quizzler dev --supabase`: a Supabase client reads from the app, by the URL and key that it printed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from supabase.lib.client_options import SyncClientOptions

from app import demo
from supabase import create_client
from tests.cli.conftest import LISTENS, Instance

Start = Callable[..., Instance]


def anon_key(instance: Instance) -> str:
    """The key that the welcome prints on one line, so that people can copy it."""
    found = re.search(r"^Anon key: (eyJ[\w-]+\.[\w-]+\.[\w-]{43})$", instance.said, re.MULTILINE)
    assert found, instance.said
    return found[1]


@pytest.mark.usefixtures("postgrest_installed")
def test_supabase_py_reads_what_nobody_and_what_the_demo_host_may_see(data_dir: Path, start: Start) -> None:
    instance = start(data_dir, "app.cli", "dev", "--supabase")
    instance.wait_until_it_says(LISTENS)
    nobody = create_client(instance.url, anon_key(instance))
    public = nobody.table("quizzes").select("title,profiles(display_name)").execute().data
    assert {row["title"] for row in public} <= {quiz["quiz"]["title"] for quiz in demo.quizzes()}
    with instance.demo_host() as host:
        options = SyncClientOptions(headers={"Authorization": host.headers["Authorization"]})
        own = create_client(instance.url, anon_key(instance), options)
        assert len(own.table("quizzes").select("id").execute().data) == len(list(demo.quizzes()))
    instance.end()
    assert "Traceback" not in instance.said
