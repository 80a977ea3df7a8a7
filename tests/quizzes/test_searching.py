"""Quizzes are found by words, in their language, and by tags; lists are sorted by a fixed set of names."""

from typing import Any

import pytest

from tests.fixtures import TOMORROW, Person, Sql
from tests.quizzes.conftest import Author

Json = dict[str, Any]
RIVERS = {
    "title": "Rivers of Europe",
    "description": "Which one is running through Vienna?",
    "tags": ["Water"],
}


def column(author: Author, function: str, name: str, **arguments: Any) -> list[str]:
    """The values of one field in a list."""
    return [item[name] for item in author.call(function, **arguments)["items"]]


def titles(author: Author, **arguments: Any) -> list[str]:
    return column(author, "list_quizzes", "title", **arguments)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("river", True),
        ("RIVERS", True),
        ("european rivers", False),
        ("runs", True),
        ("vienna", True),
        ("vien", False),  # only words of a title or a tag may be incomplete
        ("eur", True),
        ("rivers of eu", True),
        ("wat", True),
        ("lakes or rivers", True),
        ("rivers -vienna", False),
        ("rivers -berlin", True),
        ('"rivers of europe"', True),
        ('"europe rivers"', False),
        ("ivers", False),
        ("!@#$ rivers ':*&|", True),
    ],
)
def test_a_quiz_is_found_by_words(ada: Author, q: str, found: bool) -> None:
    ada.quiz(**RIVERS)
    assert bool(titles(ada, q=q)) == found


@pytest.mark.parametrize(
    ("language", "title", "q"),
    [
        ("de", "Die Hauptstädte der Länder", "hauptstadt land"),
        ("de-CH", "Flüsse", "fluss"),
        ("fr", "Les Élans mangés", "elan"),
        ("fr", "Les élans", "ÉLAN"),
        ("es", "Canciones", "canción"),
        ("ru", "СТОЛИЦЫ мира", "столица"),
        ("ja", "日本の川", "日本"),
        ("pt-BR", "Semi-final", "fin"),
        ("en", "O'Neill & co.", "neill co"),
    ],
)
def test_words_are_those_of_the_language(ada: Author, language: str, title: str, q: str) -> None:
    ada.quiz(title=title, language=language)
    ada.quiz(title="Something else", language="it")
    assert titles(ada, q=q) == [title]


def test_the_stems_of_another_language_find_nothing(ada: Author) -> None:
    ada.quiz(title="Rivers", description="running", language="en")
    ada.quiz(title="Rivers, too", description="running", language="ja")
    assert titles(ada, q="rivers -runs") == ["Rivers, too"]


def test_a_change_of_title_language_or_tags_is_found(ada: Author) -> None:
    quiz = ada.quiz(**RIVERS)
    ada.call("update_quiz", quiz_id=quiz, changes={"title": "Lakes", "tags": ["grade 7"]})
    assert [titles(ada, q=q) for q in ("rivers", "lake", "grade", "water")] == [[], ["Lakes"], ["Lakes"], []]
    ada.call("update_quiz", quiz_id=quiz, changes={"language": "ja"})
    assert titles(ada, q="runs") == []


def test_a_search_shows_no_private_quiz_of_others(ada: Author, bob: Author) -> None:
    ada.quiz(**RIVERS, visibility="link")
    bob.quiz(title="Rivers, public", visibility="public")
    assert titles(bob, q="rivers") == titles(ada, q="rivers", visibility="public") == ["Rivers, public"]
    assert titles(ada, q="rivers") == ["Rivers of Europe"]


def test_a_search_needs_a_word(ada: Author) -> None:
    for q in ("", "  ", "?!", "-rivers", "-rivers -lakes", "rivers or -lakes", "\t"):
        for function in ("list_quizzes", "list_attempts"):
            assert ada.refused(function, q=q) == (422, "nothing_to_search"), q
    for function in ("list_uploads", "list_rooms", "list_played_rooms"):
        assert ada.refused(function, q="?!") == (422, "nothing_to_search")
        assert ada.refused(function, q="x" * 201) == (422, "too_long")


def test_tags_are_kept_in_lower_case_and_once(ada: Author) -> None:
    quiz = ada.quiz(tags=["Grade  7", "ÉTÉ", "", "été", " grade 7 "])
    kept = ada.call("get_quiz", quiz_id=quiz)["tags"]
    assert kept == ["grade 7", "été"]
    assert ada.select("select tags from public.quizzes") == [{"tags": kept}]
    assert ada.call("update_quiz", quiz_id=quiz, changes={"tags": None})["tags"] == []


def test_bounds_of_tags(ada: Author) -> None:
    for tags, code in (
        ("water", "wrong_type"),
        ([1], "wrong_type"),
        ([None], "wrong_type"),
        ([["a"]], "wrong_type"),
        ({"a": 1}, "wrong_type"),
        (["x" * 51], "too_long"),
        ([str(n) for n in range(21)], "too_many_tags"),
    ):
        assert ada.refused("create_quiz", draft={"title": "x", "tags": tags}) == (422, code), tags
    ada.quiz(tags=["x" * 50, *(str(n) for n in range(19))])


def test_a_quiz_is_found_by_all_of_the_tags(ada: Author) -> None:
    ada.quiz(title="A", tags=["water", "grade 7"])
    ada.quiz(title="B", tags=["water"], visibility="public")
    assert titles(ada, tags=["WATER"], sort="title") == ["A", "B"]
    assert titles(ada, tags=["water", "Grade 7"]) == ["A"]
    assert titles(ada, tags=["fire"]) == []
    assert titles(ada, tags=[], sort="title") == ["A", "B"]
    assert titles(ada, visibility="public", tags=["water"], q="b") == ["B"]


def test_an_import_adds_tags(ada: Author) -> None:
    quiz = ada.quiz(tags=["water"])
    drafts = [{"kind": "slide", "prompt": "x"}]
    made = ada.call("import_questions", drafts=drafts, into_quiz=quiz, tags=["Fire", "water"])["quiz"]
    assert made == ada.call("get_quiz", quiz_id=quiz)
    assert made["tags"] == ["water", "fire"]
    refused = ada.refused("import_questions", drafts=drafts, into_quiz=quiz, tags="Fire")
    assert refused == (422, "wrong_type")


@pytest.mark.parametrize("sort", ["title", "-title", "created_at", "-created_at"])
def test_every_order_is_kept_from_page_to_page(ada: Author, sort: str) -> None:
    names = ["Élan", "eland", "Zebra", "ant", "Ant", "ox", "Äsop", "ant", "x" * 200, "\U0001f40e" * 200]
    for name in names:
        ada.quiz(title=name)
    whole = titles(ada, sort=sort)
    assert sorted(whole) == sorted(names)
    read: list[str] = []
    cursor = None
    while True:
        page = ada.call("list_quizzes", sort=sort, page_size=3, cursor=cursor)
        read += [quiz["title"] for quiz in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert read == whole
    if sort == "title":
        assert [name.lower() for name in whole[:7]] == ["ant", "ant", "ant", "äsop", "élan", "eland", "ox"]


def test_a_cursor_belongs_to_its_order(ada: Author) -> None:
    for _ in range(2):
        ada.quiz()
    cursor = ada.call("list_quizzes", sort="title", page_size=1)["next_cursor"]
    for sort in ("-title", "created_at", None):
        assert ada.refused("list_quizzes", sort=sort, cursor=cursor) == (422, "bad_cursor")


def test_an_unknown_order_is_refused(ada: Author) -> None:
    quiz = ada.quiz()
    for function, more in (
        ("list_quizzes", {}),
        ("list_attempts", {}),
        ("list_uploads", {}),
        ("list_rooms", {}),
        ("list_played_rooms", {}),
        ("quiz_results", {"quiz_id": quiz}),
    ):
        for sort in ("", "-", "--title", "owner_id", "title; drop table x", "TITLE", "id", "words"):
            assert ada.refused(function, sort=sort, **more) == (422, "unknown_sort"), (function, sort)


def test_other_lists_are_searched_and_sorted(sql: Sql, ada: Author, bob: Author) -> None:
    for name in ("Beta rivers", "Alpha lakes"):
        ada.call("create_upload", url="https://example.com/a.pdf", name=name)
    assert column(ada, "list_uploads", "name", sort="name") == ["Alpha lakes", "Beta rivers"]
    assert column(ada, "list_uploads", "name", q="riv") == ["Beta rivers"]

    for title in ("Seas", "Rivers"):
        quiz = ada.quiz(1, title=title, visibility="link")
        attempt = bob.call("start_attempt", quiz_id=quiz)
        bob.call("submit_attempt", quiz_id=quiz, answers=[])
        ada.call("create_room", quiz_id=quiz)
        assert attempt["title"] == title
    for more, attempts in (
        ({"sort": "started_at"}, ["Seas", "Rivers"]),
        ({"q": "sea"}, ["Seas"]),
        ({}, ["Rivers", "Seas"]),
    ):
        assert column(bob, "list_attempts", "title", **more) == attempts
    for more, rooms in (
        ({"sort": "title"}, ["Rivers", "Seas"]),
        ({"sort": "created_at"}, ["Seas", "Rivers"]),
        ({"q": "sea"}, ["Seas"]),
    ):
        assert column(ada, "list_rooms", "title", **more) == rooms

    people: list[Person] = [sql.person(name) for name in ("Zoë", "ann")]
    for person in people:
        sql.call(person, "start_attempt", quiz_id=quiz)
    for more, names in (
        ({"sort": "name"}, ["ann", "bob", "Zoë"]),
        ({"sort": "-name"}, ["Zoë", "bob", "ann"]),
        ({"q": "zoe"}, ["Zoë"]),
        ({"q": "bo"}, ["bob"]),
    ):
        assert column(ada, "quiz_results", "display_name", quiz_id=quiz, **more) == names


def test_games_that_one_has_played_are_searched(ada: Author, bob: Author) -> None:
    assigned = {"mode": "assigned", "closes_at": TOMORROW}
    for title in ("Seas", "Rivers"):
        room = ada.call("create_room", quiz_id=ada.quiz(1, title=title), options=assigned)
        bob.call("join_room", room_code=room["room_code"], username="Bob")
    for more, played in (
        ({"sort": "title"}, ["Rivers", "Seas"]),
        ({"sort": "joined_at"}, ["Seas", "Rivers"]),
        ({"q": "sea"}, ["Seas"]),
    ):
        assert column(bob, "list_played_rooms", "title", **more) == played
