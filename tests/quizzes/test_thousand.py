"""A quiz of as many questions as a quiz may have, from its file to its review."""

from tests.attempts.taking import Quiz, true_false
from tests.fixtures import Sql

MOST = 1000


def test_a_quiz_of_a_thousand_questions_is_imported_taken_whole_and_reviewed(sql: Sql) -> None:
    host, ada = sql.person("host"), sql.person("ada")
    drafts = [true_false(f"Question {n}.", correct=n % 2 == 0) for n in range(MOST)]
    made = sql.call(
        host,
        "import_questions",
        drafts=drafts,
        title="A thousand",
        quiz={"visibility": "public", "key_shown": "after_submit"},
    )
    quiz = Quiz(sql, host, made["quiz"]["id"])
    assert (made["problems"], made["quiz"]["question_count"]) == ([], MOST)
    listed = sql.call(host, "list_questions", quiz_id=quiz.id)["items"]
    assert [question["prompt"] for question in listed] == [draft["prompt"] for draft in drafts]

    attempt = quiz.start(ada)
    assert len(attempt["questions"]) == MOST
    answers = [
        {"question_id": question["id"], "response": ["true" if n % 2 == 0 else "false"]}
        for n, question in enumerate(attempt["questions"])
    ]
    assert quiz.save(ada, attempt, answers[:-1])["saved"] == MOST - 1
    assert quiz.submit(ada, answers)["score"] == MOST
    review = sql.call(ada, "attempt_review", attempt_id=attempt["id"])
    assert [question["earned"] for question in review["questions"]] == [1] * MOST

    copy = sql.call(host, "duplicate_quiz", quiz_id=quiz.id)
    assert copy["question_count"] == MOST
    room = sql.call(host, "create_room", quiz_id=quiz.id)
    assert room["question_total"] == MOST
