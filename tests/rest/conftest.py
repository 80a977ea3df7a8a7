"""The real PostgREST over a database with known content, or the project that SUPABASE_TEST_URL names."""

import os
from collections.abc import Iterator

import pytest

from app.database.postgrest import postgrest
from tests import node
from tests.conftest import Copies
from tests.fixtures import JWT_SECRET, Sql, database_url
from tests.rest.content import Content, fill
from tests.rest.project import LocalProject, Project, RemoteProject
from tests.rest.serving import forwarding

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
        postgrest(database_url(connection), JWT_SECRET) as url,
        forwarding(url) as outside,
    ):
        yield LocalProject(outside, Sql(connection))


@pytest.fixture(scope="session")
def content(project: Project) -> Content:
    """The quizzes, attempts and rooms that the cases expect."""
    return fill(project)
