"""Results, rooms, credits and trivia as a front-end shows them, and what each person must not see."""

from tests.rest.cases import Case, call, read
from tests.rest.cases_of_filters import has, nothing, some_row

RESULTS = (
    Case(
        "one's standing",
        "bob",
        read("results", "attempts,passed", ("eq", "quiz_id", "$linked")),
        [{"attempts": 1, "passed": None}],
    ),
    Case(
        "with the quiz and the person",
        "ada",
        read(
            "results",
            "percent,quizzes(title),profiles(display_name)",
            ("eq", "quiz_id", "$linked"),
            ("single",),
        ),
        {"percent": 100.0, "quizzes": {"title": "Linked"}, "profiles": {"display_name": "bob"}},
    ),
    Case(
        "no score of a quiz that shows neither review nor key",
        "bob",
        read(
            "results", "attempts,attempt_id,score,max_score,percent,finished_at", ("eq", "quiz_id", "$silent")
        ),
        [
            {
                "attempts": 1,
                "attempt_id": None,
                "score": None,
                "max_score": None,
                "percent": None,
                "finished_at": None,
            }
        ],
    ),
    Case(
        "nor by a filter",
        "bob",
        read("results", "quiz_id", ("eq", "quiz_id", "$silent"), ("gt", "percent", 0)),
        [],
    ),
    Case(
        "no score while the owner plays the quiz live",
        "bob",
        read("results", "attempts,score", ("eq", "quiz_id", "$played")),
        [{"attempts": 1, "score": None}],
        local=True,
    ),
    Case(
        "but its owner knows it",
        "ada",
        read("results", "percent", ("eq", "quiz_id", "$silent")),
        [{"percent": 100.0}],
    ),
    Case(
        "the board of a quiz that shows neither",
        "bob",
        call("quiz_board", {"quiz_id": "$silent"}),
        error="PT403",
        status=403,
    ),
    Case("others' standings are not read", "eve", read("results", "quiz_id"), []),
    Case(
        "the board of a quiz",
        "anon",
        call("quiz_board", {"quiz_id": "$capitals"}, ("select", "place,rank,display_name,you")),
        [{"place": 1, "rank": 1, "display_name": "bob", "you": False}],
    ),
    Case(
        "the board of a private quiz is refused",
        "eve",
        call("quiz_board", {"quiz_id": "$secret"}),
        error="PT404",
    ),
    Case(
        "that of a linked quiz to those who have not taken it",
        "eve",
        call("quiz_board", {"quiz_id": "$linked"}),
        error="PT403",
        status=403,
    ),
    Case(
        "the board of all",
        "bob",
        call("global_board", {}, ("eq", "you", True), ("select", "display_name,you")),
        [{"display_name": "bob", "you": True}],
    ),
    Case(
        "the board of a bad period",
        "bob",
        call("global_board", {"period": "year"}),
        error="PT422",
        status=422,
    ),
    Case(
        "the board of a quiz as a document, with one's place",
        "bob",
        call("quiz_leaderboard", {"quiz_id": "$capitals", "page_size": 1}),
        lambda board: board["people"] == 1 and board["me"]["rank"] == board["items"][0]["rank"] == 1,
    ),
    Case(
        "that of all",
        "anon",
        call("global_leaderboard", {"period": "day"}),
        lambda board: board["me"] is None and "bob" in [place["display_name"] for place in board["items"]],
    ),
    Case(
        "the board of a class, for its members",
        "bob",
        call("group_leaderboard", {"group_id": "$group"}),
        lambda board: board["name"] == "Class 7b" and [place["you"] for place in board["items"]] == [True],
    ),
    Case("and for nobody else", "eve", call("group_leaderboard", {"group_id": "$group"}), error="PT404"),
    Case(
        "one's result",
        "bob",
        call("my_result", {"quiz_id": "$capitals"}),
        lambda result: result["attempt_count"] == 1 and result["passed"] is not None,
    ),
    Case(
        "everybody's, for the owner",
        "ada",
        call("quiz_results", {"quiz_id": "$capitals"}),
        lambda results: [person["display_name"] for person in results["items"]] == ["bob"],
    ),
    Case(
        "everybody's results are not a taker's to read",
        "bob",
        call("quiz_results", {"quiz_id": "$capitals"}),
        error="PT403",
        status=403,
    ),
    Case(
        "statistics, for the owner",
        "ada",
        call("quiz_statistics", {"quiz_id": "$capitals", "attempts": "best", "played": "all"}),
        lambda told: told["people"] == 1 and {question["asked"] for question in told["questions"]} == {1},
    ),
    Case(
        "nor are statistics",
        "bob",
        call("quiz_statistics", {"quiz_id": "$capitals"}),
        error="PT403",
        status=403,
    ),
    Case(
        "one's figures",
        "bob",
        call("user_stats", {}),
        lambda stats: stats["attempts"]["finished"] >= 4 and stats["streak_days"] is not None,
    ),
    Case(
        "how one does",
        "bob",
        call("my_performance", {}),
        lambda told: told["global_place"]["rank"] >= 1 and len(told["months"]) == 1,
    ),
    Case(
        "what needs a look by a host",
        "ada",
        call("host_dashboard", {}),
        lambda told: set(told) == {"few_of_the_best", "to_mark", "rooms", "jobs_failed"},
    ),
    Case(
        "days of one's quizzes, as rows",
        "ada",
        call("quiz_days", {}, ("eq", "quiz_id", "$capitals"), ("select", "quiz_id,started,finished")),
        lambda rows: all(row["started"] == 1 >= row["finished"] for row in rows),
    ),
    Case("not those of others", "bob", call("quiz_days", {}, ("eq", "quiz_id", "$capitals")), []),
    Case(
        "months of one's questions, as rows",
        "ada",
        call("question_drift", {"of_quiz": "$capitals"}, ("select", "asked,facility_percent")),
        lambda rows: all(row["asked"] == 1 for row in rows),
    ),
    Case("not those of others' questions", "bob", call("question_drift", {"of_quiz": "$capitals"}), []),
)
ROOMS = (
    Case(
        "rooms that one hosts, with their quiz",
        "ada",
        read("rooms", "role,quizzes(title)", ("eq", "id", "$room")),
        [{"role": "owner", "quizzes": {"title": "Played"}}],
        local=True,
    ),
    Case("others' rooms are not read", "bob", read("rooms", "id"), [], local=True),
    Case(
        "the players, for the host",
        "ada",
        read("players", "nickname,teams(name)", ("eq", "room_id", "$room"), ("order", "nickname")),
        [{"nickname": "Bobby", "teams": {"name": "Red"}}, {"nickname": "Zoe", "teams": {"name": "Blue"}}],
        local=True,
    ),
    Case(
        "a player reads themselves", "bob", read("players", "nickname"), [{"nickname": "Bobby"}], local=True
    ),
    Case(
        "the teams",
        "ada",
        read("teams", "number,name", ("eq", "room_id", "$room"), ("order", "number")),
        [{"number": 1, "name": "Red"}, {"number": 2, "name": "Blue"}],
        local=True,
    ),
    Case(
        "a player reads the teams",
        "bob",
        read("teams", "name", ("order", "name")),
        [{"name": "Blue"}, {"name": "Red"}],
        local=True,
    ),
    Case("a stranger reads no team", "eve", read("teams", "name"), [], local=True),
    Case(
        "the questions of a room, for the host",
        "ada",
        read("room_questions", "number", ("eq", "room_id", "$room")),
        has(7),
        local=True,
    ),
    Case(
        "for a player those that were opened",
        "bob",
        read("room_questions", "number,question_versions(kind)", ("order", "number")),
        [
            {"number": 1, "question_versions": {"kind": "single_choice"}},
            {"number": 2, "question_versions": {"kind": "multiple_choice"}},
        ],
        local=True,
    ),
    Case("for a stranger none", "eve", read("room_questions", "number"), [], local=True),
    Case(
        "the choices of an open question",
        "bob",
        read("room_questions", "room_choices(text)", ("eq", "number", 2)),
        lambda data: {c["text"] for c in data[0]["room_choices"]} == {"2", "3", "4", "6"},
        local=True,
    ),
    Case(
        "not those of a question to come",
        "bob",
        read("room_choices", "text", ("eq", "number", 3)),
        [],
        local=True,
    ),
    Case(
        "live answers, for the host, with player and question",
        "ada",
        read(
            "live_answers",
            "number,response,players(nickname),room_questions(number)",
            ("eq", "room_id", "$room"),
        ),
        [{"number": 1, "response": ["a"], "players": {"nickname": "Bobby"}, "room_questions": {"number": 1}}],
        local=True,
    ),
    Case(
        "players with their answers",
        "ada",
        read("players", "nickname,live_answers(number)", ("eq", "id", "$bobby")),
        [{"nickname": "Bobby", "live_answers": [{"number": 1}]}],
        local=True,
    ),
    Case("live answers are for hosts", "bob", read("live_answers", "number"), [], local=True),
    Case(
        "the events of a room, for the host",
        "ada",
        read("room_events", "type", ("eq", "room_id", "$room"), ("eq", "type", "question.opened")),
        has(2),
        local=True,
    ),
    Case("events are for hosts", "bob", read("room_events", "type"), [], local=True),
    Case(
        "the board of a room, for the host",
        "ada",
        call("room_board", {"room_code": "$code"}, ("select", "nickname"), ("order", "nickname")),
        [{"nickname": "Bobby"}, {"nickname": "Zoe"}],
        local=True,
    ),
    Case("for a player", "bob", call("room_board", {"room_code": "$code"}), has(2), local=True),
    Case(
        "for a stranger the room is not there",
        "eve",
        call("room_board", {"room_code": "$code"}),
        error="PT404",
        local=True,
    ),
    Case(
        "no more than a code that there is not",
        "eve",
        call("room_board", {"room_code": "XXXXXX"}),
        error="PT404",
    ),
)
CREDITS = (
    Case(
        "the balance",
        "bob",
        read("credit_accounts", "kind", ("order", "kind")),
        [{"kind": "user"}, {"kind": "reserved"}],
    ),
    Case(
        "the balance as a document",
        "bob",
        call("credit_balance", {}),
        lambda data: set(data) == {"spendable", "reserved"},
    ),
    Case(
        "the history",
        "bob",
        call("credit_lines", {}, ("select", "kind,text"), ("eq", "kind", "purchase")),
        [{"kind": "purchase", "text": "Bought"}],
        local=True,
    ),
    Case(
        "a page of the history",
        "bob",
        call("credit_lines", {}, ("order", "id", {"ascending": False}), ("limit", 1)),
        has(1),
        local=True,
    ),
    Case(
        "transfers with their payment",
        "bob",
        read("credit_transfers", "kind,payments(amount_cents)", ("eq", "kind", "purchase")),
        [{"kind": "purchase", "payments": {"amount_cents": 500}}],
        local=True,
    ),
    Case(
        "transfers with their entries",
        "bob",
        read("credit_transfers", "credit_entries(amount)", ("eq", "kind", "purchase")),
        [{"credit_entries": [{"amount": 500}]}],
        local=True,
    ),
    Case(
        "payments with their disputes",
        "bob",
        read("payments", "status,payment_disputes(status)"),
        [{"status": "paid", "payment_disputes": [{"status": "needs_response"}]}],
        local=True,
    ),
    Case("others' payments are not read", "ada", read("payments", "id"), []),
    Case("nor their disputes", "ada", read("payment_disputes", "id"), []),
    Case("nor their transfers", "eve", read("credit_transfers", "id", ("eq", "kind", "purchase")), []),
)
OTHERS = (
    Case(
        "the topics of the bank",
        "anon",
        read("trivia_topics", "topic,questions", ("gt", "questions", 0), ("limit", 3)),
        has(3),
    ),
    Case("topics that are not there", "anon", read("trivia_topics", "topic", ("eq", "topic", "nothing")), []),
    Case(
        "questions of the bank, without a key",
        "eve",
        read("trivia_questions", "*", ("limit", 1)),
        lambda data: set(data[0]) == {"id", "topic", "difficulty", "kind", "prompt", "choices"},
    ),
    Case("a draft of the bank is not there", "eve", read("trivia_questions", "draft"), error="42703"),
    Case(
        "a price",
        "anon",
        read("settings", "value", ("eq", "key", "credits.price_per_question_hundredths")),
        [{"value": 10}],
    ),
    Case(
        "limits of guessing are not told", "anon", read("settings", "key", ("like", "key", "account.%")), []
    ),
    Case("uploads", "eve", read("uploads", "id"), []),
    Case("jobs", "eve", read("jobs", "id"), []),
    Case(
        "nothing of the bank is counted without rows", "anon", read("trivia_topics", "*", head=True), nothing
    ),
    Case("all settings that are public", "eve", read("settings", "key"), some_row),
    Case(
        "every row of a price has a description",
        "anon",
        read("settings", "description", ("like", "key", "credits.%")),
        some_row,
    ),
)

FEATURES = (*RESULTS, *ROOMS, *CREDITS, *OTHERS)
