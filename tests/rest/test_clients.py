"""Each case, by supabase-js and by supabase-py, through PostgREST."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.rest.cases import Case, named
from tests.rest.cases_of_editing import EDITING
from tests.rest.cases_of_features import FEATURES
from tests.rest.cases_of_filters import FILTERS, ORDERS
from tests.rest.cases_of_libraries import LIBRARIES
from tests.rest.cases_of_marking import MARKING
from tests.rest.cases_of_postgrest import POSTGREST
from tests.rest.cases_of_quizzes import ATTEMPTS, PROFILES, QUIZZES
from tests.rest.content import Content
from tests.rest.supabase_py import run_case

CASES = [
    *FILTERS,
    *ORDERS,
    *POSTGREST,
    *QUIZZES,
    *PROFILES,
    *ATTEMPTS,
    *FEATURES,
    *EDITING,
    *LIBRARIES,
    *MARKING,
]
NODE = Path(sys.executable).with_name("node")

each_case = pytest.mark.parametrize("index", range(len(CASES)), ids=[case.name for case in CASES])


@pytest.fixture(scope="session")
def outcomes(content: Content, node_packages: None) -> list[dict[str, Any]]:
    """What supabase-js got, of all cases in one process."""
    cases = [
        {"who": case.who, "steps": [named(step, content.names) for step in case.steps]}
        for case in CASES
        if possible(case, content)
    ]
    given = {
        "url": content.project.url,
        "anonKey": content.project.anon_key,
        "tokens": content.tokens,
        "cases": cases,
    }
    done = subprocess.run(
        [NODE, Path(__file__).with_name("run_cases.mjs")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    got = iter(json.loads(done.stdout))
    return [next(got) if possible(case, content) else {} for case in CASES]


def possible(case: Case, content: Content) -> bool:
    return content.project.sql is not None or not case.local


def require_possible(case: Case, content: Content) -> None:
    if not possible(case, content):
        pytest.skip("needs rows that no call of a client makes")


@each_case
def test_supabase_js(index: int, content: Content, outcomes: list[dict[str, Any]]) -> None:
    require_possible(CASES[index], content)
    CASES[index].check(outcomes[index], content.names)


@each_case
def test_supabase_py(index: int, content: Content) -> None:
    case = CASES[index]
    require_possible(case, content)
    steps = [named(step, content.names) for step in case.steps]
    case.check(run_case(content.project, content.tokens[case.who], steps), content.names)


def test_no_two_cases_share_a_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
