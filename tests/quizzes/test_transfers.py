"""A quiz gets another owner: a collaborator to whom it was offered, and who accepted."""

from typing import Any

from tests.attempts.taking import Quiz
from tests.fixtures import Person, SignUp
from tests.quizzes.conftest import Author
from tests.quizzes.test_copying import share

Json = dict[str, Any]
NO_OFFER = (404, "offer_not_found")


def shared(ada: Author, bob: Author, role: str = "results") -> tuple[str, str]:
    """A quiz of Ada's with a question, and the id of Bob as its collaborator."""
    quiz_id = ada.quiz(1)
    share(ada, bob, quiz_id, role)
    (collaborator,) = ada.call("list_collaborators", quiz_id=quiz_id)["items"]
    return quiz_id, collaborator["id"]


def test_a_collaborator_who_accepts_owns_the_quiz_and_the_former_owner_edits_it(
    ada: Author, bob: Author
) -> None:
    quiz_id, his = shared(ada, bob)
    offered = ada.call("offer_quiz", quiz_id=quiz_id, collaborator_id=his)["items"]
    assert [each["offered_at"] is not None for each in offered] == [True]
    assert ada.call("get_quiz", quiz_id=quiz_id)["role"] == "owner"
    quiz = bob.call("accept_quiz_offer", quiz_id=quiz_id)
    assert (quiz["owner_id"], quiz["role"]) == (bob.person.id, "owner")
    assert ada.call("update_quiz", quiz_id=quiz_id, changes={"title": "Still"})["role"] == "edit"
    assert ada.refused("delete_quiz", quiz_id=quiz_id) == (403, "not_the_owner")
    (former,) = bob.call("list_collaborators", quiz_id=quiz_id)["items"]
    assert (former["user_id"], former["role"], former["offered_at"]) == (ada.person.id, "edit", None)
    (act,) = bob.call("list_owner_acts", quiz_id=quiz_id)["items"]
    assert (act["act"], act["actor_id"]) == ("quiz.transferred", bob.person.id)
    told = "select type from core.user_events where user_id = %s order by id desc limit 1"
    assert ada.sql.value(told, ada.person.id) == "quiz.transferred"
    assert ada.sql.value(told, bob.person.id) == "quiz.offered"


def test_results_stay_with_the_quiz(ada: Author, bob: Author) -> None:
    quiz_id, his = shared(ada, bob)
    ada.call("update_quiz", quiz_id=quiz_id, changes={"visibility": "link"})
    Quiz(ada.sql, ada.person, quiz_id).take(ada.sql.person("taker"), right=1)
    ada.call("offer_quiz", quiz_id=quiz_id, collaborator_id=his)
    bob.call("accept_quiz_offer", quiz_id=quiz_id)
    assert [row["percent"] for row in bob.call("quiz_results", quiz_id=quiz_id)["items"]] == [100]


def test_an_offer_is_declined_taken_back_or_made_to_another(ada: Author, bob: Author) -> None:
    quiz_id, his = shared(ada, bob)
    eve = Author(ada.sql, "eve")
    share(ada, eve, quiz_id, "edit")
    hers = ada.call("list_collaborators", quiz_id=quiz_id)["items"][1]["id"]
    assert bob.refused("accept_quiz_offer", quiz_id=quiz_id) == NO_OFFER
    ada.call("offer_quiz", quiz_id=quiz_id, collaborator_id=his)
    assert bob.call("decline_quiz_offer", quiz_id=quiz_id)["offered_at"] is None
    assert bob.refused("accept_quiz_offer", quiz_id=quiz_id) == NO_OFFER
    ada.call("offer_quiz", quiz_id=quiz_id, collaborator_id=his)
    ada.call("offer_quiz", quiz_id=quiz_id, collaborator_id=hers)
    assert bob.refused("accept_quiz_offer", quiz_id=quiz_id) == NO_OFFER
    ada.call("offer_quiz", quiz_id=quiz_id)
    assert eve.refused("accept_quiz_offer", quiz_id=quiz_id) == NO_OFFER
    assert ada.call("get_quiz", quiz_id=quiz_id)["role"] == "owner"


def test_only_the_owner_offers_and_only_to_who_has_accepted(ada: Author, bob: Author) -> None:
    quiz_id, his = shared(ada, bob, "edit")
    assert bob.refused("offer_quiz", quiz_id=quiz_id, collaborator_id=his) == (403, "not_the_owner")
    eve = Author(ada.sql, "eve")
    invited = ada.call("invite_collaborator", quiz_id=quiz_id, person=eve.person.id, role="edit")["id"]
    refused = ada.refused("offer_quiz", quiz_id=quiz_id, collaborator_id=invited)
    assert refused == (404, "collaborator_not_found")
    assert eve.refused("accept_quiz_offer", quiz_id=quiz_id) == (404, "quiz_not_found")


def test_who_may_have_no_more_quizzes_can_not_accept_one(ada: Author, bob: Author) -> None:
    quiz_id, his = shared(ada, bob)
    ada.call("offer_quiz", quiz_id=quiz_id, collaborator_id=his)
    limit = "update core.settings set value = %s where key = %s"
    ada.sql.connection.execute(limit, ["0", "quiz.max_questions_per_person"])
    assert bob.refused("accept_quiz_offer", quiz_id=quiz_id) == (409, "too_many_questions_in_all")
    ada.sql.connection.execute(limit, ["0", "quiz.max_per_person"])
    assert bob.refused("accept_quiz_offer", quiz_id=quiz_id) == (409, "too_many_quizzes")
    assert ada.call("get_quiz", quiz_id=quiz_id)["role"] == "owner"


def test_a_quiz_whose_questions_are_being_generated_keeps_its_owner(ada: Author, bob: Author) -> None:
    quiz_id, his = shared(ada, bob)
    ada.call("offer_quiz", quiz_id=quiz_id, collaborator_id=his)
    ada.sql.connection.execute("update core.quizzes set state = 'generating' where id = %s", [quiz_id])
    assert bob.refused("accept_quiz_offer", quiz_id=quiz_id) == (409, "already_generating")


async def test_a_quiz_is_handed_over_over_rest(sign_up: SignUp) -> None:
    ada, bob = await sign_up("ada"), await sign_up("bob")
    assert bob.person
    path = f"/quizzes/{(await ada.post('/quizzes', json={'title': 'Lakes'})).json()['id']}"
    invitation = {"person": bob.person.id, "role": "edit"}
    invited = (await ada.put(f"{path}/collaborators", json=invitation)).json()["id"]
    await bob.post(f"/quiz-invitations/{invited}/accept")
    for answer in ("decline", "accept"):
        offered = await ada.put(f"{path}/offer", json={"collaborator_id": invited})
        assert offered.status_code == 200
        assert (await bob.post(f"{path}/offer/{answer}")).status_code == 200
    assert (await bob.get(path)).json()["role"] == "owner"


def test_attempts_are_read_by_whoever_may_each_once_however_often_the_quiz_changes_hands(
    ada: Author, bob: Author
) -> None:
    """A view finds them by the owner when they began, and the policy by who works on the quiz today."""
    quiz_id, _ = shared(ada, bob)
    kept = ada.quiz(1)  # another quiz of hers, which stays
    for each in (quiz_id, kept):
        ada.call("update_quiz", quiz_id=each, changes={"visibility": "link", "attempts_allowed": None})
    eve, tam = ada.sql.person("eve"), ada.sql.person("tam")
    taken = []
    Quiz(ada.sql, ada.person, kept).take(tam, right=1)
    for owner, other in ((ada, bob), (bob, ada), (ada, bob)):
        quiz = Quiz(ada.sql, owner.person, quiz_id)
        taken += [quiz.take(taker, right=1)["id"] for taker in (tam, ada.person, bob.person)]
        (colleague,) = owner.call("list_collaborators", quiz_id=quiz_id)["items"]
        owner.call("offer_quiz", quiz_id=quiz_id, collaborator_id=colleague["id"])
        other.call("accept_quiz_offer", quiz_id=quiz_id)

    def read(person: Person) -> list[str]:
        return sorted(row["id"] for row in ada.sql.select(person, "select id::text from public.attempts"))

    own = [
        str(row[0])
        for row in ada.sql.connection.execute("select id from core.attempts where quiz_id = %s", [kept])
    ]
    assert read(bob.person) == sorted(taken)
    assert read(ada.person) == sorted(taken + own)
    assert read(tam) == sorted(taken[::3] + own)
    assert read(eve) == []
    (former,) = bob.call("list_collaborators", quiz_id=quiz_id)["items"]
    bob.call("remove_collaborator", quiz_id=quiz_id, collaborator_id=former["id"])
    assert read(ada.person) == sorted(taken[1::3] + own)
