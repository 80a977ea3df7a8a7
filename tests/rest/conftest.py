"""The app with the real PostgREST over a database with known content, or the project of SUPABASE_TEST_URL."""

import os
from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal

from app.database.postgrest import postgrest
from tests import node
from tests.conftest import Copies
from tests.fixtures import JWT_SECRET, Sql, database_url, serving
from tests.rest.content import Content, fill
from tests.rest.project import LocalProject, Project, RemoteProject

STATEMENT_LIMIT = """
create function public.statement_limit() returns text language sql stable
return current_setting('statement_timeout');
grant execute on function public.statement_limit to anon, authenticated;
"""

node_packages, postgrest_installed = node.node_packages, node.postgrest_installed


@pytest.fixture(scope="session")
def project(request: pytest.FixtureRequest) -> Iterator[Project]:
    """Where the clients of these tests read."""
    if os.environ.get("SUPABASE_TEST_URL"):
        yield RemoteProject.of_environment()
        return
    request.getfixturevalue("postgrest_installed")
    copies: Copies = request.getfixturevalue("copies18")
    with (
        copies.lasting() as connection,
        connection.execute(STATEMENT_LIMIT),
        postgrest(database_url(connection), JWT_SECRET) as url,
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(serving(connection, postgrest_url=url)) as server,
    ):
        yield LocalProject(server.url, Sql(connection))


@pytest.fixture(scope="session")
def content(project: Project) -> Content:
    """The quizzes, attempts and rooms that the cases expect."""
    return fill(project)
