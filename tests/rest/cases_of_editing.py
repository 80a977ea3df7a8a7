"""Versions and tags as Supabase clients read them, changes that come too late, and searches."""

from tests.rest.cases import Case, call, read

EDITING = (
    Case(
        "quizzes by a tag, in lower case",
        "anon",
        read("quizzes", "title,tags", ("contains", "tags", ["geography"]), ("eq", "owner_id", "$ada")),
        [{"title": "Capitals", "tags": ["geography"]}],
    ),
    Case(
        "a quiz has a version, which its questions raise",
        "ada",
        read("quizzes", "version", ("eq", "id", "$capitals"), ("gt", "version", 2)),
        lambda data: len(data) == 1,
    ),
    Case("what is searched is no column", "ada", read("quizzes", "words"), error="42703"),
    Case("a name has no version for others", "anon", read("profiles", "version"), error="42703"),
    Case("uploads have versions", "bob", read("uploads", "version"), []),
    Case(
        "an older version of a quiz can't be saved",
        "ada",
        call("update_quiz", {"quiz_id": "$capitals", "changes": {"title": "Lost"}, "if_version": 1}),
        error="PT412",
        status=412,
    ),
    Case(
        "nor one of a question",
        "ada",
        call(
            "update_question",
            {
                "quiz_id": "$capitals",
                "question_id": "$capitals_question",
                "changes": {"prompt": "Lost"},
                "if_version": 99,
            },
        ),
        error="PT412",
        status=412,
    ),
    Case(
        "nor deleted",
        "ada",
        call("delete_quiz", {"quiz_id": "$capitals", "if_version": 1}),
        error="PT412",
        status=412,
    ),
    Case(
        "the account has a version too",
        "ada",
        call("update_account", {"display_name": "Lost", "if_version": 99}),
        error="PT412",
        status=412,
    ),
    Case(
        "and nothing was changed",
        "ada",
        read("quizzes", "title,profiles(display_name)", ("eq", "id", "$capitals")),
        [{"title": "Capitals", "profiles": {"display_name": "ada"}}],
    ),
    Case(
        "who does not own a quiz learns nothing of its version",
        "eve",
        call("update_quiz", {"quiz_id": "$secret", "changes": {}, "if_version": 1}),
        error="PT404",
        status=404,
    ),
    Case(
        "quizzes by words and tags",
        "anon",
        call("list_quizzes", {"visibility": "public", "q": "capit", "tags": ["Geography"], "sort": "title"}),
        lambda data: {quiz["title"] for quiz in data["items"]} == {"Capitals"},  # also of earlier runs
    ),
    Case(
        "an unknown order",
        "anon",
        call("list_quizzes", {"visibility": "public", "sort": "owner_id"}),
        error="PT422",
        status=422,
    ),
)
