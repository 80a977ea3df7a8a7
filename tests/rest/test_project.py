"""SUPABASE_TEST_URL names a project that these tests did not start; here, two that they did."""

import pytest
from anyio.from_thread import start_blocking_portal
from jose import jwt

from app.http.direct_reads import PREFIX, DirectReads
from tests.accounts.fake_supabase import ANON_KEY, SERVICE_ROLE_KEY, FakeSupabase
from tests.rest.project import LocalProject, Project, RemoteProject, signed


@pytest.fixture
def local(project: Project) -> LocalProject:
    """The project that the tests started."""
    if not isinstance(project, LocalProject):
        pytest.skip("the tests run against a project that they did not start")
    return project


def require_people(running: RemoteProject) -> None:
    """Somebody new can make a quiz and list it."""
    zoe = running.member("zoe")
    made = running.call(zoe, "create_quiz", draft={"title": "Zoe's"})
    assert [quiz["id"] for quiz in running.call(zoe, "list_quizzes")["items"]] == [made["id"]]


def test_people_of_a_running_quizzler_sign_up_there(local: LocalProject) -> None:
    require_people(RemoteProject(local.url, local.anon_key))


def test_people_of_a_supabase_project_are_made_with_its_service_key(local: LocalProject) -> None:
    supabase = FakeSupabase(local.sql.connection, signed, jwt.get_unverified_claims, [])
    supabase.app.mount(PREFIX, DirectReads(f"{local.url}{PREFIX}"))
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(supabase.serving()) as url:
        require_people(RemoteProject(url, ANON_KEY, SERVICE_ROLE_KEY))
