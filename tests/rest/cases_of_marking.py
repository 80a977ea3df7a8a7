"""Marking by hand through Supabase clients: the queue, marks and comments, and who may not."""

from tests.rest.cases import Case, call, read

PLACE = {"quiz_id": "$essays", "attempt_id": "$essays_attempt", "question_id": "$essay_to_mark"}
MARKED = ("eq", "question_id", "$essay_marked")

MARKING = (
    Case(
        "the queue of all quizzes that one may mark, for a collaborator",
        "zed",
        call("list_answers_to_mark", {}),
        lambda data: (
            [(each["title"], each["prompt"], each["points"]) for each in data["items"]]
            == [("Essays", "Why 2?", None)]
        ),
    ),
    Case(
        "by GET, without names, those that are marked",
        "ann",
        call("list_answers_to_mark", {"anonymous": True, "marked": True}, get=True),
        lambda data: (
            [(each["display_name"], each["points"], each["comment"]) for each in data["items"]]
            == [(None, 3, "Good.")]
        ),
    ),
    Case(
        "nobody else has anything to mark",
        "dan",
        call("list_answers_to_mark", {}),
        lambda data: data["total"] == 0,
    ),
    Case(
        "the queue of a quiz of others is refused",
        "dan",
        call("list_answers_to_mark", {"quiz_id": "$essays"}),
        error="PT403",
        status=403,
    ),
    Case(
        "a taker marks nothing",
        "dan",
        call("mark_answer", {**PLACE, "mark": {"points": 4}}),
        error="PT403",
        status=403,
    ),
    Case(
        "more points than the question has",
        "zed",
        call("mark_answer", {**PLACE, "mark": {"points": 5}}),
        error="PT422",
        status=422,
    ),
    Case(
        "a mark of somebody who read an older version",
        "ann",
        call("mark_answer", {**PLACE, "mark": {"points": 1}, "if_version": 99}),
        error="PT412",
        status=412,
    ),
    Case(
        "a taker reads the mark and the comment",
        "dan",
        read("answers", "fraction,points,comment", MARKED),
        [{"fraction": 0.75, "points": 3, "comment": "Good."}],
    ),
    Case(
        "and answers by their comments",
        "ann",
        read("answers", "comment,questions(prompt)", ("eq", "comment", "Good.")),
        [{"comment": "Good.", "questions": {"prompt": "Why 1?"}}],
    ),
    Case(
        "an essay that is not marked has no mark",
        "dan",
        read("answers", "fraction,points,comment", ("eq", "question_id", "$essay_to_mark")),
        [{"fraction": None, "points": None, "comment": None}],
    ),
    Case("a stranger reads no comment", "eve", read("answers", "comment", MARKED), []),
)
