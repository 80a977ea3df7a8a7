"""Every range, count, form of answer, error and call, tried on the quiz Capitals."""

from tests.rest.cases import Case, call, read
from tests.rest.cases_of_filters import BY_POSITION, OF_CAPITALS, UNKNOWN, has, nothing, ordered, some_row

NO_SUCH_VIEW = ("42P01", "PGRST205")  # of PostgREST 12, and since
PAGES = (
    ordered("limit", BY_POSITION, ("limit", 2), found=[1, 2]),
    ordered("limit of none", BY_POSITION, ("limit", 0), found=[]),
    ordered("range", BY_POSITION, ("range", 2, 4), found=[3, 4, 5]),
    ordered("a range beyond the end is short", BY_POSITION, ("range", 5, 50), found=[6, 7]),
    ordered("a range after the end is empty", BY_POSITION, ("range", 50, 60), found=[]),
    Case(
        "a range with a count is partial content",
        "ada",
        read("questions", "position", OF_CAPITALS, BY_POSITION, ("range", 0, 2), count="exact"),
        has(3),
        count=7,
        status=206,
    ),
    Case(
        "all rows with a count are no partial content",
        "ada",
        read("questions", "position", OF_CAPITALS, BY_POSITION, count="exact"),
        has(7),
        count=7,
        status=200,
    ),
    Case(
        "a range after the end with a count",
        "ada",
        read("questions", "position", OF_CAPITALS, ("range", 50, 60), count="exact"),
        error="PGRST103",
    ),
    Case(
        "a count without rows",
        "ada",
        read("questions", "*", OF_CAPITALS, count="exact", head=True),
        nothing,
        count=7,
    ),
    Case(
        "a count of filtered rows",
        "ada",
        read("questions", "*", OF_CAPITALS, ("gt", "position", 4), count="exact", head=True),
        nothing,
        count=3,
    ),
    Case(
        "a count of nothing",
        "ada",
        read("questions", "*", ("eq", "quiz_id", UNKNOWN), count="exact", head=True),
        nothing,
        count=0,
    ),
    Case("a planned count", "ada", read("questions", "position", OF_CAPITALS, count="planned"), has(7)),
    Case(
        "an estimated count",
        "ada",
        read("questions", "position", OF_CAPITALS, count="estimated"),
        has(7),
        count=7,
    ),
    Case("HEAD without a count", "ada", read("questions", "*", OF_CAPITALS, head=True), nothing),
)
FORMS = (
    Case(
        "all columns",
        "ada",
        read("choices", "*", ("eq", "question_id", "$capitals_question"), ("limit", 1)),
        lambda data: (
            set(data[0]) == {"question_id", "quiz_id", "position", "id", "text", "media_url", "media_alt"}
        ),
    ),
    Case(
        "a column under another name",
        "ada",
        read("quizzes", "name:title", ("eq", "id", "$capitals")),
        [{"name": "Capitals"}],
    ),
    Case(
        "a cast column",
        "ada",
        read("quizzes", "pass_mark::text", ("eq", "id", "$capitals")),
        [{"pass_mark": "20.00"}],
    ),
    Case(
        "a part of jsonb",
        "ada",
        read("questions", "first:choices->0->>text", OF_CAPITALS, ("eq", "position", 1)),
        [{"first": "Rome"}],
    ),
    Case(
        "a computed column",
        "ada",
        read("quizzes", "title,question_count", ("eq", "id", "$capitals")),
        [{"title": "Capitals", "question_count": 7}],
    ),
    Case(
        "single",
        "ada",
        read("quizzes", "title", ("eq", "id", "$capitals"), ("single",)),
        {"title": "Capitals"},
        status=200,
    ),
    Case(
        "single of none",
        "ada",
        read("quizzes", "title", ("eq", "id", UNKNOWN), ("single",)),
        error="PGRST116",
        status=406,
    ),
    Case(
        "single of many",
        "ada",
        read("questions", "id", OF_CAPITALS, ("single",)),
        error="PGRST116",
        status=406,
    ),
    Case(
        "maybeSingle",
        "ada",
        read("quizzes", "title", ("eq", "id", "$capitals"), ("maybeSingle",)),
        {"title": "Capitals"},
    ),
    Case(
        "maybeSingle of none",
        "ada",
        read("quizzes", "title", ("eq", "id", UNKNOWN), ("maybeSingle",)),
        nothing,
    ),
    Case(
        "csv",
        "ada",
        read("questions", "position,kind", OF_CAPITALS, ("lt", "position", 3), BY_POSITION, ("csv",)),
        "position,kind\n1,single_choice\n2,multiple_choice",
    ),
)
ERRORS = (
    Case("no such view", "ada", read("nowhere", "*"), error=NO_SUCH_VIEW, status=404),
    Case("no such column", "ada", read("quizzes", "nothing"), error="42703", status=400),
    Case("no such column in a filter", "ada", read("quizzes", "id", ("eq", "nothing", 1)), error="42703"),
    Case("no such relation", "ada", read("quizzes", "id,payments(id)"), error="PGRST200", status=400),
    Case("no such function", "ada", call("nothing", {}), error="PGRST202", status=404),
    Case("no such argument", "ada", call("quiz", {"quiz": "$capitals"}), error="PGRST202", status=404),
    Case(
        "a value of the wrong type",
        "ada",
        read("quizzes", "id", ("eq", "id", "x")),
        error="22P02",
        status=400,
    ),
    Case(
        "an enum without this value", "ada", read("questions", "id", ("eq", "kind", "riddle")), error="22P02"
    ),
    Case(
        "a filter that can't be read",
        "ada",
        read("quizzes", "id", ("or", "id.what.1")),
        error="PGRST100",
        status=400,
    ),
    Case("a select that can't be read", "ada", read("quizzes", "id,("), error="PGRST100", status=400),
    Case("tables of core are not there", "ada", read("question_drafts", "*"), error=NO_SUCH_VIEW),
    Case("a view that nobody may read", "anon", read("attempts", "id"), error="42501", status=401),
    Case("a column that holds keys is not there", "ada", read("questions", "key"), error="42703"),
    Case("an answer key of a version is not there", "bob", read("question_versions", "key"), error="42703"),
    Case(
        "inserting is refused",
        "ada",
        (("from", "quizzes"), ("insert", {"title": "x"})),
        error="42501",
        status=403,
    ),
    Case(
        "changing is refused",
        "ada",
        (("from", "quizzes"), ("update", {"title": "x"}), ("eq", "id", "$capitals")),
        error="42501",
        status=403,
    ),
    Case(
        "deleting is refused",
        "ada",
        (("from", "quizzes"), ("delete",), ("eq", "id", "$capitals")),
        error="42501",
        status=403,
    ),
    Case(
        "changing a view of several tables is refused",
        "ada",
        (("from", "attempts"), ("update", {"max_score": 1}), ("eq", "quiz_id", "$capitals")),
        error="42501",
        status=403,
    ),
    Case(
        "changing a computed column is refused",
        "ada",
        (("from", "rooms"), ("update", {"role": "owner"}), ("eq", "quiz_id", "$capitals")),
        error="42501",
        status=403,
    ),
    Case(
        "what a function refuses has the function's code and status",
        "ada",
        call("get_quiz", {"quiz_id": UNKNOWN}),
        error="PT404",
        status=404,
    ),
    Case(
        "what needs somebody is refused to nobody",
        "anon",
        call("credit_balance", {}),
        error="42501",
        status=401,
    ),
)
CALLS = (
    Case(
        "rpc by POST",
        "ada",
        call("get_quiz", {"quiz_id": "$capitals"}),
        lambda data: data["title"] == "Capitals" and data["question_count"] == 7,
    ),
    Case(
        "rpc by GET",
        "ada",
        call("get_quiz", {"quiz_id": "$capitals"}, get=True),
        lambda data: data["title"] == "Capitals",
    ),
    Case("rpc of rows", "ada", call("quiz", {"quiz_id": "$capitals"}), has(1)),
    Case("rpc of rows by GET", "ada", call("quiz", {"quiz_id": "$capitals"}, get=True), has(1)),
    Case(
        "rpc of rows, single",
        "ada",
        call("quiz", {"quiz_id": "$capitals"}, ("select", "title"), ("single",)),
        {"title": "Capitals"},
    ),
    Case("rpc of rows, filtered", "bob", call("credit_lines", {}, ("eq", "kind", "capture")), []),
    Case(
        "rpc of rows, selected and ordered",
        "bob",
        call("quiz_board", {"quiz_id": "$capitals"}, ("select", "rank,display_name"), ("order", "rank")),
        [{"rank": 1, "display_name": "bob"}],
    ),
    Case(
        "rpc of rows, counted",
        "bob",
        call("quiz_board", {"quiz_id": "$capitals"}, count="exact"),
        has(1),
        count=1,
    ),
    Case("rpc of rows, limited", "bob", call("global_board", {}, ("limit", 0)), []),
    Case(
        "rpc by HEAD",
        "bob",
        call("quiz_board", {"quiz_id": "$capitals"}, head=True, count="exact"),
        nothing,
        count=1,
    ),
    Case(
        "rpc with an argument left out",
        "bob",
        call("global_board", {"period": "week"}, ("limit", 1)),
        some_row,
    ),
)

POSTGREST = (*PAGES, *FORMS, *ERRORS, *CALLS)
