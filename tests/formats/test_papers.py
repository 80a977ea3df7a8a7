"""Printed papers: versions with their keys, and nothing that tells the answer."""

import io
import re

import pypdf
import pytest
import pytest_asyncio

from tests.attempts.taking import make_quiz, ordering, single
from tests.fixtures import Client, SignUp, Sql

CITIES = ("Rome", "Milan", "Turin", "Genoa", "Naples", "Bari", "Lecce", "Parma", "Siena", "Trento")


@pytest_asyncio.fixture
async def host(sign_up: SignUp) -> Client:
    return await sign_up("host")


@pytest.fixture
def path(sql18: Sql, host: Client) -> str:
    quiz = make_quiz(sql18, host.person, single("Capital?", *CITIES), ordering())
    return f"/quizzes/{quiz.id}/download?format=pdf"


async def printed(host: Client, path: str) -> tuple[str, str]:
    """The text of the paper, and that of the key."""
    answer = await host.get(path)
    assert answer.status_code == 200, answer.text
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    return pages[0], pages[-1]


async def test_each_version_has_its_order_of_choices_and_its_key(host: Client, path: str) -> None:
    orders = {}
    for version in "ABC":
        paper, key = await printed(host, f"{path}&key=true&version={version}")
        without_key, _ = await printed(host, f"{path}&version={version}")
        orders[version] = re.findall("|".join(CITIES), paper)
        assert re.findall("|".join(CITIES), without_key) == orders[version]
        assert f"{'ABCDEFGHIJ'[orders[version].index('Rome')]}: Rome" in key
    assert len({tuple(order) for order in orders.values()}) == 3


async def test_without_a_version_choices_have_their_order(host: Client, path: str) -> None:
    paper, _ = await printed(host, path)
    assert re.findall("|".join(CITIES), paper) == list(CITIES)


async def test_a_paper_with_its_key_prints_an_ordering_in_no_telling_order(host: Client, path: str) -> None:
    paper, key = await printed(host, f"{path}&key=true")
    assert re.findall("ant|cat|cow|whale", paper) != ["ant", "cat", "cow", "whale"]
    assert "ant; cat; cow; whale" in key


async def test_files_with_and_without_key_have_other_names(host: Client, path: str) -> None:
    names = {
        (await host.get(f"{path}{query}")).headers["Content-Disposition"]
        for query in ("", "&key=true", "&version=A", "&version=A&key=true", "&version=B&key=true")
    }
    assert len(names) == 5


@pytest.mark.parametrize("version", ["AB", "a", "1", "%00", ""])
async def test_an_unknown_version_is_refused(host: Client, path: str, version: str) -> None:
    answer = await host.get(f"{path}&version={version}")
    assert answer.status_code == 422, answer.text
