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
        "you": True,
        "score": 2,
        "max_score": 4,
        "percent": 50,
        "attempts": 1,
    }
    assert (board["items"], board["me"], board["people"]) == ([place], place, 1)
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


def test_the_global_leaderboard_can_be_limited_to_the_last_days(sql: Sql) -> None:
    quiz = make_quiz(sql, sql.person("host"), *FOUR)
    old, new = sql.person("old"), sql.person("new")
    quiz.take(old, right=4)
    sql.connection.execute("update core.attempts set finished_at = now() - interval '8 days'")
    quiz.take(new, right=1)
    assert [place["display_name"] for place in pages(sql, None, "global_leaderboard")] == ["old", "new"]
    assert [place["display_name"] for place in pages(sql, None, "global_leaderboard", days=7)] == ["new"]
    for days in (0, -1, 100_000):
        assert refusal(sql.call, None, "global_leaderboard", days=days) == (422, "bad_days")


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
    assert results == [(3, 1, 2, 2, 62.5, 50)]
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
    before = sql.call(None, "global_leaderboard")
    assert [person["display_name"] for person in before["items"]] == ["ada"]
    sql.connection.execute("set role authenticator")  # as the app
    sql.connection.execute("select core.settle_overdue(null, null, null)")
    sql.connection.execute("reset role")
    assert sql.value("select state from core.attempts") == "finished"
    assert sql.call(None, "global_leaderboard") == before
