"""What the cases read: six people, their quizzes, attempts and rooms, made through the API."""

from dataclasses import dataclass
from typing import Any

from tests.attempts.taking import ONE_OF_EACH, poll, single
from tests.rest.project import Member, Project
from tests.rooms.sql.conftest import accept

MANY = 500  # questions of one quiz; three such quizzes make 1,500 rows
PURCHASE = """
with payment as (
    insert into core.payments (id, user_id, status, credits, amount_cents, intent_id, paid_at)
    values (gen_random_uuid(), %(user_id)s, 'paid', 500, 500, 'pi_rest', now())
    returning id
),
disputed as (
    insert into core.payment_disputes
        (id, payment_id, status, amount_cents, withdrawn_cents, known_at, known_step)
    select 'dp_rest', id, 'needs_response', 500, 0, now(), 1 from payment
)
select id::text from payment
"""
JOIN = """
insert into core.players (room_id, nickname, nickname_key, resume_hash, user_id, joined_number, team)
values (%s, %s, lower(%s), sha256(%s::text::bytea), %s, 1, %s) returning id::text
"""

SEVEN = ONE_OF_EACH[:7]  # as many as the cases count


@dataclass(frozen=True)
class Content:
    """The names by which cases refer to it: $capitals is the id of the quiz Capitals."""

    project: Project
    members: dict[str, Member]
    names: dict[str, str]

    @property
    def tokens(self) -> dict[str, str]:
        """The token of each person; nobody's is the anon key."""
        return {"anon": self.project.anon_key} | {name: member.token for name, member in self.members.items()}


def fill(project: Project) -> Content:
    """Make all of it."""
    members = {name: project.member(name) for name in ("ada", "bob", "eve", "ann", "dan", "zed")}
    content = Content(project, members, {name: member.id for name, member in members.items()})
    quizzes(content)
    attempts(content)
    group(content)
    marking(content)
    if project.sql is not None:
        room(content)
        payment(content)
    return content


def make_quiz(content: Content, name: str, drafts: list[dict[str, Any]], **options: Any) -> None:
    ada = content.members["ada"]
    quiz = content.project.call(ada, "create_quiz", draft={"title": name.capitalize(), **options})
    content.names[name] = quiz["id"]
    content.project.call(ada, "create_questions", quiz_id=quiz["id"], drafts=drafts)


def quizzes(content: Content) -> None:
    make_quiz(
        content,
        "capitals",
        [*SEVEN],
        visibility="public",
        language="en",
        pass_mark=20,
        tags=["Geography"],
    )
    make_quiz(content, "silent", [single()], visibility="public", review_shown="never", key_shown="never")
    make_quiz(content, "linked", [single()], visibility="link", description="For those who have the link")
    make_quiz(content, "played", [*SEVEN], visibility="link")
    make_quiz(content, "secret", [single()], visibility="private")
    make_quiz(content, "gone", [single()], visibility="public")
    make_quiz(content, "begun", [single(), poll()], visibility="public", time_limit_s=3600, language="de")
    for number in ("1", "2", "3"):
        many = [{"kind": "slide", "prompt": f"Slide {number}-{n:03}"} for n in range(MANY)]
        make_quiz(content, f"many{number}", many)


def attempts(content: Content) -> None:
    call, ada, bob = content.project.call, content.members["ada"], content.members["bob"]
    for name in ("capitals", "silent", "linked", "played", "gone", "begun"):
        attempt = call(bob, "start_attempt", quiz_id=content.names[name])
        content.names[f"{name}_attempt"] = attempt["id"]
        asked = attempt["questions"][0]
        content.names[f"{name}_question"] = asked["id"]
        right = next(choice["id"] for choice in asked["choices"] if choice["text"] == "Rome")
        answers = [{"question_id": asked["id"], "response": [right]}]
        if name == "begun":
            call(bob, "save_answers", attempt_id=attempt["id"], answers=answers)
        else:
            call(bob, "submit_attempt", quiz_id=content.names[name], answers=answers)
    folder = content.names["folder"] = call(ada, "create_folder", name="Geography")["id"]
    call(ada, "create_folder", name="Europe", parent_id=folder)
    quiz_ids = [content.names["capitals"], content.names["gone"]]
    call(ada, "file_quizzes", quiz_ids=quiz_ids, folder_id=folder)
    call(ada, "delete_quiz", quiz_id=content.names["gone"])


def group(content: Content) -> None:
    """A class of Ada's with Bob in it."""
    made = content.project.call(content.members["ada"], "create_group", name="Class 7b")
    content.names["group"] = made["id"]
    content.project.call(content.members["bob"], "join_group", join_code=made["join_code"])


def marking(content: Content) -> None:
    """Two essays of Dan's in a quiz of Ann's, of which Zed marked the first."""
    call, ann, zed, dan = content.project.call, *(content.members[name] for name in ("ann", "zed", "dan"))
    quiz_id = content.names["essays"] = call(
        ann, "create_quiz", draft={"title": "Essays", "visibility": "link"}
    )["id"]
    drafts = [{"kind": "essay", "prompt": f"Why {n}?", "points": 4} for n in (1, 2)]
    call(ann, "create_questions", quiz_id=quiz_id, drafts=drafts)
    invited = call(ann, "invite_collaborator", quiz_id=quiz_id, person=zed.id, role="edit")
    call(zed, "accept_quiz_invitation", invitation_id=invited["id"])
    attempt = call(dan, "start_attempt", quiz_id=quiz_id)
    first, second = (question["id"] for question in attempt["questions"])
    answers = [{"question_id": each, "response": "Because."} for each in (first, second)]
    call(dan, "submit_attempt", quiz_id=quiz_id, answers=answers)
    place = {"quiz_id": quiz_id, "attempt_id": attempt["id"], "question_id": first}
    call(zed, "mark_answer", **place, mark={"points": 3, "comment": "Good."})
    content.names.update(essays_attempt=attempt["id"], essay_marked=first, essay_to_mark=second)


def room(content: Content) -> None:
    """A live room: question 1 is closed, question 2 is open."""
    project, ada, bob = content.project, content.members["ada"], content.members["bob"]
    assert project.sql is not None
    connection = project.sql.connection
    made = project.call(
        ada,
        "create_room",
        quiz_id=content.names["played"],
        options={"team_mode": "manual", "teams": ["Red", "Blue"]},
    )
    code = content.names["code"] = made["room_code"]
    content.names["room"] = str(project.sql.value("select id from core.rooms where code = %s", code))
    room_id = content.names["room"]
    for nickname, person, team in (("Bobby", bob.id, 1), ("Zoe", None, 2)):
        row = connection.execute(JOIN, [room_id, nickname, nickname, nickname, person, team]).fetchone()
        assert row is not None
        content.names[nickname.lower()] = row[0]
    project.call(ada, "start_room", room_code=code)
    accept(connection, [(room_id, content.names["bobby"], 1, '["a"]', 0)])
    project.call(ada, "close_question", room_code=code)
    project.call(ada, "next_question", room_code=code)


def payment(content: Content) -> None:
    """A payment of Bob's that is disputed, and the transfer of its credits."""
    assert content.project.sql is not None
    connection, bob = content.project.sql.connection, content.members["bob"]
    row = connection.execute(PURCHASE, {"user_id": bob.id}).fetchone()
    assert row is not None
    content.names["payment"] = row[0]
    connection.execute("select core.settle_payment(%s::uuid, 'evt_rest')", row)
