"""Classes beside each other: means, spread and weeks."""

from typing import Any

import pytest

from tests.attempts.taking import make_quiz, single
from tests.fixtures import Refused, Sql


class School:
    """Two classes with a pupil in both, and somebody in none."""

    def __init__(self, sql: Sql) -> None:
        self.sql = sql
        self.teacher = sql.person("teacher")
        self.quiz = make_quiz(sql, self.teacher, single(), pass_mark=50)
        self.pupils = [sql.person(name) for name in ("ann", "ben", "cem", "dan")]
        self.groups = {}
        for name, members in (("7a", self.pupils[:2]), ("7b", self.pupils[1:3])):
            group = sql.call(self.teacher, "create_group", name=name)
            self.groups[name] = group["id"]
            for pupil in members:
                sql.call(pupil, "join_group", join_code=group["join_code"])

    def compared(self, **arguments: Any) -> dict[str | None, dict[str, Any]]:
        found = self.sql.call(self.teacher, "compare_groups", **arguments)["groups"]
        return {one["name"]: one for one in found}


@pytest.fixture
def school(sql: Sql) -> School:
    return School(sql)


def test_groups_are_compared_with_each_other_and_with_everybody(school: School) -> None:
    for pupil, right in zip(school.pupils, (1, 0, 1, 0), strict=True):
        school.quiz.take(pupil, right=right)
    found = school.compared(quiz_id=school.quiz.id)
    assert list(found) == [None, "7a", "7b"]
    figures = {name: (one["people"], one["mean"], one["passed"]) for name, one in found.items()}
    assert figures == {None: (4, 50, 2), "7a": (2, 50, 1), "7b": (2, 50, 1)}
    assert found["7a"]["spread"] == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert [sum(one["spread"]) for one in found.values()] == [4, 2, 2]


def test_weeks_begin_on_monday_where_the_teacher_is(school: School) -> None:
    for pupil, finished in zip(
        school.pupils, ("2026-11-22T23:30Z", "2026-11-29T12:00Z", "2026-11-30T12:00Z"), strict=False
    ):
        school.quiz.take(pupil, right=1)
        school.sql.connection.execute(
            "update core.kept_standings set finished_at = %s where user_id = %s and span = 'all'",
            [finished, pupil.id],
        )
    weeks = [one["week"] for one in school.compared(quiz_id=school.quiz.id)[None]["weeks"]]
    assert weeks == ["2026-11-16", "2026-11-23", "2026-11-30"]
    berlin = school.compared(quiz_id=school.quiz.id, time_zone="Europe/Berlin")[None]["weeks"]
    assert [(one["week"], one["results"]) for one in berlin] == [("2026-11-23", 2), ("2026-11-30", 1)]


def test_all_quizzes_of_the_teacher_are_compared_together(school: School) -> None:
    other = make_quiz(school.sql, school.teacher, single())
    for quiz in (school.quiz, other):
        quiz.take(school.pupils[0], right=int(quiz is other))
    everybody = school.compared()[None]
    assert (everybody["people"], everybody["results"], everybody["mean"]) == (1, 2, 50)


def test_without_results_there_is_nothing_to_compare(school: School) -> None:
    assert school.compared(quiz_id=school.quiz.id) == {}


def test_others_see_nothing_of_it(school: School) -> None:
    school.quiz.take(school.pupils[0], right=1)
    with pytest.raises(Refused) as refused:
        school.sql.call(school.pupils[0], "compare_groups", quiz_id=school.quiz.id)
    assert (refused.value.status, refused.value.code) == (403, "not_the_owner")
    assert school.sql.call(school.pupils[0], "compare_groups")["groups"] == []
