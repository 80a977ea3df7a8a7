"""The comment of each public function names the errors that it can raise: `PT409 room_ended, room_locked`.

app/database/sql_errors.py reads both sides from the files of the functions. The OpenAPI document has the
errors of each operation from the same place.
"""

from app.database.sql_errors import OF_COUNTED_CALLS, bodies, comments, named, raised, references

# Errors of called functions that can't reach the caller. The name of a function stands for all its errors.
UNREACHABLE = {
    "public.abandon_attempt": ["attempt_abandoned"],  # it returns before, because that is no error
    "public.submit_attempt": ["attempt_not_found", "attempt_finished", "attempt_overdue"],  # the same
    "public.check_trivia": ["missing_field"],  # the words that it checks are optional
    "public.pull_trivia": ["missing_field"],
    "public.create_folder": ["folder_in_itself"],  # nothing is in it
    "public.rename_folder": ["folder_in_itself", "folders_too_deep"],  # it stays where it is
    "public.replace_tags": ["too_many_tags"],  # it is one
    "public.create_quiz_from_trivia": ["core.change_quiz", "core.normalise_questions", "too_many_questions"],
    "public.import_questions": ["core.normalise_questions"],  # returned as problems
    "public.check_questions": ["too_many_questions"],  # it divides them into parts that are not
    "public.duplicate_quiz": ["core.change_quiz", "too_many_questions"],  # the original was checked
    "public.delete_quiz": ["core.settle_credits"],  # the reservation exists
    "public.clean_up": ["core.settle_credits", "core.normalise_question"],  # those of the bank are right
    "public.delete_upload": ["core.settle_credits"],
    "public.generate_questions": ["core.reserve_credits"],  # the request was checked; its key is new
    "public.generate_quiz": ["core.reserve_credits", "already_generating"],  # the quiz is new
    "public.regenerate_question": ["core.reserve_credits", "too_many_questions"],  # it adds none
    "public.my_performance": ["unknown_period"],  # it asks for all time
    "public.list_attempts_of": ["unknown_sort"],  # it has one order
    "public.quiz_leaderboard": ["not_signed_in", "session_ended"],  # a token is that of a guest
    "public.claim_guest": ["guest_claimed", "guests_not_allowed"],  # it is for an account
    "public.set_allowance": ["missing_field"],  # each of its texts is optional
    "public.start_as_guest": [  # a guest has no address to share
        "email_not_shared",
        "email_not_confirmed",
        "not_on_allow_list",
    ],
    "public.mark_answer": ["missing_field"],  # the comment is optional
    "public.may_upload": ["missing_field", "wrong_type"],  # a name is optional, and is a text already
    "public.may_upload_media": ["wrong_type", "missing_field"],  # an alt text is a text, and may be empty
    "public.describe_media": ["wrong_type", "missing_field"],
    "public.rename_upload": ["wrong_type"],
    "public.play_again": [
        "not_signed_in",
        "session_ended",
        "core.room_options",
        "bad_team_name",
    ],  # of a checked room
}

# An error of the same check as another (core.person_id): a comment that names the other means both
COMES_WITH = {"401 session_ended": "401 not_signed_in"}
OF_TRIGGERS = {
    error for name, code in bodies().items() if " returns trigger" in code for error in raised(name)
}


def test_the_comment_of_every_public_function_names_the_errors_that_it_raises() -> None:
    for function in (name for name in bodies() if name.startswith("public.")):
        known = set(named(comments()[function]))
        elsewhere = references(comments()[function])
        excused = UNREACHABLE.get(function, [])
        missing = {
            error
            for error in raised(function) - known - OF_COUNTED_CALLS
            if COMES_WITH.get(error) not in known
            and error.partition(" ")[2] not in excused
            and not any(error in raised(other) for other in [*elsewhere, *excused])
        }
        assert (function, missing) == (function, set())
        assert (function, known - raised(function) - OF_TRIGGERS) == (function, set())


def test_no_exception_is_left_over() -> None:
    for function, excused in UNREACHABLE.items():
        can_raise = raised(function) - set(named(comments()[function]))
        codes = {error.partition(" ")[2] for error in can_raise}
        assert not [each for each in excused if each not in codes and not raised(each) & can_raise], function
