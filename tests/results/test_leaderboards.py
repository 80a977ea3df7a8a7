import pytest

from tests.attempts.taking import make_quiz, single
from tests.attempts.test_starting import refusal
from tests.fixtures import Person, Sql
from tests.results.test_results import FOUR, pages


def delete_account(sql: Sql, person: Person) -> None:
    sql.connection.execute("update core.profiles set deleted_at = now() where id = %s", [person.id])


def test_equal_results_share_a_rank_and_the_next_are_skipped(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), *FOUR)
    for name, right in (("a", 4), ("b", 3), ("c", 3), ("d", 3), ("e", 1)):
        quiz.take(sql.person(name), right=right)
    board = pages(sql, None, "quiz_leaderboard", quiz_id=quiz.id)
    assert [(place["rank"], place["percent"]) for place in board] == [
        (1, 100),
        (2, 75),
        (2, 75),
        (2, 75),
        (5, 25),
    ]
    assert {place["display_name"] for place in board} == {"a", "b", "c", "d", "e"}


def test_a_leaderboard_shows_names_and_scores_and_nothing_else_about_people(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR), sql.person("ada")
    quiz.take(ada, right=2)
    quiz.take(quiz.owner, right=4)  # a preview
    board = sql.call(ada, "quiz_leaderboard", quiz_id=quiz.id)
    place = {
        "rank": 1,
        "display_name": "ada",
        "guest": False,
        "you": True,
        "score": 2,
        "max_score": 4,
        "percent": 50,
        "attempts": 1,
    }
    assert (board["items"], board["neighbours"], board["people"]) == ([place], [place], 1)
    assert board["me"] == place | {"percentile": 50}
    assert sql.call(None, "quiz_leaderboard", quiz_id=quiz.id)["items"] == [place | {"you": False}]


def test_the_rank_of_the_caller_is_always_included(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR), sql.person("ada")
    quiz.take(ada, right=0)
    for _ in range(3):
        quiz.take(sql.person(), right=4)
    board = sql.call(ada, "quiz_leaderboard", quiz_id=quiz.id, page_size=1)
    assert (len(board["items"]), board["me"]["rank"], board["people"]) == (1, 4, 4)


def test_a_leaderboard_is_seen_by_whoever_may_see_the_results(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR), sql.person()
    quiz.change(visibility="link")
    assert refusal(sql.call, ada, "quiz_leaderboard", quiz_id=quiz.id) == (403, "leaderboard_not_shown")
    assert refusal(sql.call, None, "quiz_leaderboard", quiz_id=quiz.id) == (403, "leaderboard_not_shown")
    quiz.take(ada)
    assert sql.call(ada, "quiz_leaderboard", quiz_id=quiz.id)["people"] == 1
    quiz.change(visibility="private")
    assert refusal(sql.call, ada, "quiz_leaderboard", quiz_id=quiz.id) == (404, "quiz_not_found")
    assert sql.call(quiz.owner, "quiz_leaderboard", quiz_id=quiz.id)["people"] == 1
    quiz.change(visibility="public")
    sql.call(quiz.owner, "delete_quiz", quiz_id=quiz.id)
    assert refusal(sql.call, ada, "quiz_leaderboard", quiz_id=quiz.id) == (404, "quiz_not_found")
    assert refusal(sql.call, ada, "quiz_leaderboard", quiz_id=ada.id) == (404, "quiz_not_found")


def test_a_deleted_account_keeps_its_place_without_its_name(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR), sql.person("ada")
    quiz.take(ada, right=4)
    quiz.take(sql.person("bob"), right=1)
    delete_account(sql, ada)
    board = sql.call(None, "quiz_leaderboard", quiz_id=quiz.id)["items"]
    assert [(place["rank"], place["display_name"]) for place in board] == [(1, "Deleted account"), (2, "bob")]
    assert [place["display_name"] for place in sql.call(None, "global_leaderboard")["items"]] == ["bob"]


def test_globally_each_public_quiz_is_worth_the_same(sql: Sql) -> None:
    host, ada, bob = sql.person("host"), sql.person("ada"), sql.person("bob")
    rich = make_quiz(sql, host, single(points=10_000))
    two = [make_quiz(sql, host, *FOUR, pass_mark=50) for _ in range(2)]
    rich.take(ada, right=1)
    for quiz in two:
        quiz.take(bob, right=3)
    for options in ({"visibility": "link"}, {"visibility": "private"}):
        hidden = make_quiz(sql, host, *FOUR)
        hidden.take(ada, right=4)
        hidden.change(**options)
    deleted = make_quiz(sql, host, *FOUR)
    deleted.take(ada, right=4)
    sql.call(host, "delete_quiz", quiz_id=deleted.id)
    rich.take(host, right=1)  # a preview

    board = sql.call(ada, "global_leaderboard")
    standings = [
        (p["rank"], p["display_name"], p["points"], p["quizzes"], p["passed"]) for p in board["items"]
    ]
    assert standings == [(1, "bob", 150, 2, 2), (2, "ada", 100, 1, 0)]
    assert (board["me"]["display_name"], board["people"]) == ("ada", 2)


def finished_at(sql: Sql, attempt: str, when: str) -> None:
    sql.connection.execute(
        "update core.attempts set started_at = %(at)s, finished_at = %(at)s where id = %(id)s",
        {"at": when, "id": attempt},
    )


def test_a_period_counts_the_attempts_that_were_finished_in_it(sql: Sql) -> None:
    quiz, ada, bob = (
        make_quiz(sql, sql.person("host"), *FOUR, attempts_allowed=None),
        sql.person(),
        sql.person(),
    )
    for person, right, when in (
        (ada, 4, "2026-03-02T00:00Z"),  # a Monday, and Ada's best
        (ada, 1, "2026-03-11T12:00Z"),
        (bob, 3, "2026-03-09T00:00Z"),
        (bob, 2, "2026-03-11T23:59Z"),
    ):
        finished_at(sql, quiz.take(person, right=right)["id"], when)

    def points(**period: str) -> list[float]:
        return [place["points"] for place in pages(sql, None, "global_leaderboard", **period)]

    assert points() == [100, 75]
    assert points(period="month", day="2026-03-31") == [100, 75]
    assert points(period="month", day="2026-04-01") == []
    assert points(period="week", day="2026-03-08") == [100]
    assert points(period="week", day="2026-03-09") == [75, 25]
    assert points(period="day", day="2026-03-11") == [50, 25]
    board = sql.call(ada, "global_leaderboard", period="day", day="2026-03-11")
    assert (board["begins"], board["me"]["rank"], board["people"]) == ("2026-03-11", 2, 2)
    assert refusal(sql.call, None, "global_leaderboard", period="year") == (422, "unknown_period")


@pytest.mark.parametrize("function", ["quiz_leaderboard", "global_leaderboard"])
def test_a_board_shows_who_is_before_and_after_the_caller(sql: Sql, function: str) -> None:
    quiz = make_quiz(sql, sql.person("host"), *FOUR)
    people = [sql.person(f"p{n}") for n in range(10)]
    for n, person in enumerate(people):
        quiz.take(person, right=n // 2)
    arguments = {"quiz_id": quiz.id} if function == "quiz_leaderboard" else {}
    whole = pages(sql, None, function, **arguments)
    board = sql.call(people[4], function, page_size=1, **arguments)
    (place,) = [n for n, entry in enumerate(board["neighbours"]) if entry["you"]]
    at = [entry["display_name"] for entry in whole].index("p4")
    assert place == min(at, 3)
    assert [entry | {"you": False} for entry in board["neighbours"]] == whole[at - place : at + 4]
    assert (board["me"]["rank"], board["me"]["percentile"]) == (5, 50)
    assert sql.call(None, function, **arguments)["neighbours"] == []


def test_pages_of_a_leaderboard_list_everybody_once(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), *FOUR)
    for n in range(7):
        quiz.take(sql.person(f"p{n}"), right=n % 3)
    for function, arguments in (("quiz_leaderboard", {"quiz_id": quiz.id}), ("global_leaderboard", {})):
        board = pages(sql, None, function, **arguments)
        assert sorted(place["display_name"] for place in board) == [f"p{n}" for n in range(7)]
        assert [place["rank"] for place in board] == [1, 1, 3, 3, 5, 5, 5]
        assert refusal(sql.call, None, function, cursor="rubbish", **arguments) == (422, "bad_cursor")


def test_dashboards_have_figures_and_no_person(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), *FOUR, pass_mark=50)
    for right in (4, 1):
        quiz.take(sql.person(), right=right)
    quiz.start(sql.person())
    quiz.take(quiz.owner, right=4)
    sql.value("select core.fold_facts(100)")
    sql.value("select core.sweep_statistics(1000)")
    with sql.connection.transaction():
        sql.connection.execute("set local session authorization dashboard_reader")
        results = sql.connection.execute(
            "select attempts, in_progress, finished, people, average_percent, pass_percent "
            "from dashboards.quiz_results"
        ).fetchall()
        days = sql.connection.execute("select started, finished from dashboards.attempts_per_day").fetchall()
        facility = sql.connection.execute(
            "select facility_percent from dashboards.question_facility"
        ).fetchall()
    assert results == [(3, 1, 2, 3, 62.5, 50)]
    assert days == [(3, 2)]
    assert sorted(row[0] for row in facility) == [50, 50, 50, 100]
    columns = sql.connection.execute(
        "select column_name from information_schema.columns where table_schema = 'dashboards'"
    ).fetchall()
    assert not {"user_id", "email", "display_name", "key", "response"} & {column for (column,) in columns}


def test_overdue_attempts_count_before_and_after_the_sweep_has_settled_them(sql: Sql) -> None:
    quiz, ada = make_quiz(sql, sql.person("host"), *FOUR), sql.person("ada")
    attempt = quiz.start(ada)
    quiz.save(ada, attempt, quiz.right_answers(attempt))
    quiz.pass_deadline(attempt)
    (before,) = sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"]
    assert (before["percent"], before["attempt_id"]) == (100, attempt["id"])
    sql.connection.execute("set role authenticator")  # as the app
    sql.connection.execute("select core.settle_overdue(null, null, null)")
    sql.connection.execute("reset role")
    assert sql.value("select state from core.attempts") == "finished"
    (after,) = sql.call(quiz.owner, "quiz_results", quiz_id=quiz.id)["items"]
    assert {**after, "attempts": ()} == {**before, "attempts": ()}
    assert [place["display_name"] for place in sql.call(None, "global_leaderboard")["items"]] == ["ada"]
