"""Who works on a quiz besides its owner: collaborators and invitations."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from app.http.bodies import Body, Id, words
from app.http.caller import Caller
from app.http.paging import Page, Paging
from app.http.routing import Router
from app.quizzes.models import Quiz

router = Router(tags=["collaborators"])

Role = Annotated[str, words("results", "edit")]


class NewCollaborator(Body):
    """A person and what they may do with a quiz."""

    person: str = Field(
        description="The id of an account, or an e-mail address, which an account may get later.",
        examples=["ada@example.com"],
    )
    role: Role = Field(
        description="`results`: read the quiz, its results and its log, export them, and host it. "
        "`edit`: change the quiz and its questions, regrade and give allowances as well."
    )


class Collaborator(BaseModel):
    """A collaborator of a quiz, or an invitation that has not been accepted yet."""

    id: UUID
    quiz_id: UUID
    user_id: UUID | None = Field(description="null: an address was invited.")
    email: str | None = Field(description="null: an account was invited, or the invitation was accepted.")
    display_name: str | None = Field(description="null: an address was invited.")
    role: Role
    invited_at: datetime
    accepted_at: datetime | None = Field(description="null: not yet. Until then it gives nothing.")
    offered_at: datetime | None = Field(None, description="When the quiz was offered to them; null: not.")


class Offer(Body):
    """To whom a quiz is offered."""

    collaborator_id: Id | None = Field(description="null: take the offer back.")


class Collaborators(BaseModel):
    """All collaborators of a quiz."""

    items: list[Collaborator]
    next_cursor: None = None


class QuizInvitation(BaseModel):
    """An invitation to work on a quiz of somebody else's."""

    id: UUID
    quiz_id: UUID
    title: str
    role: Role
    owner_id: UUID
    owner: str
    invited_at: datetime


class Declined(BaseModel):
    """An invitation that was declined."""

    id: UUID
    declined: bool


@router.put("/quizzes/{quiz_id}/collaborators", responses={200: {"model": Collaborator}})
async def invite_collaborator(quiz_id: UUID, body: NewCollaborator, caller: Caller) -> Response:
    """Invite somebody to work on your quiz, or change the role that they have or were offered.

    It gives nothing until they accept. Whether an address has an account is not told.
    """
    return await caller.call("invite_collaborator", quiz_id=quiz_id, person=body.person, role=body.role)


@router.get("/quizzes/{quiz_id}/collaborators", responses={200: {"model": Collaborators}})
async def list_collaborators(quiz_id: UUID, caller: Caller) -> Response:
    """Who works on a quiz with you. Invitations that have not been accepted are listed to its owner."""
    return await caller.call("list_collaborators", quiz_id=quiz_id)


@router.delete("/quizzes/{quiz_id}/collaborators/{collaborator_id}", responses={200: {"model": Collaborator}})
async def remove_collaborator(quiz_id: UUID, collaborator_id: UUID, caller: Caller) -> Response:
    """Remove a collaborator or an invitation from your quiz; or leave the quiz of somebody else."""
    return await caller.call("remove_collaborator", quiz_id=quiz_id, collaborator_id=collaborator_id)


@router.put("/quizzes/{quiz_id}/offer", responses={200: {"model": Collaborators}})
async def offer_quiz(quiz_id: UUID, offer: Offer, caller: Caller) -> Response:
    """Offer your quiz to one of its collaborators, who becomes its owner by accepting; or take that back."""
    return await caller.call("offer_quiz", quiz_id=quiz_id, collaborator_id=offer.collaborator_id)


@router.post("/quizzes/{quiz_id}/offer/accept", responses={200: {"model": Quiz}})
async def accept_quiz_offer(quiz_id: UUID, caller: Caller) -> Response:
    """Become the owner of a quiz that was offered to you. Its former owner may still edit it."""
    return await caller.call("accept_quiz_offer", quiz_id=quiz_id)


@router.post("/quizzes/{quiz_id}/offer/decline", responses={200: {"model": Collaborator}})
async def decline_quiz_offer(quiz_id: UUID, caller: Caller) -> Response:
    """Decline to become the owner of a quiz. You stay its collaborator."""
    return await caller.call("decline_quiz_offer", quiz_id=quiz_id)


@router.get("/quiz-invitations", responses={200: {"model": Page[QuizInvitation]}})
async def list_quiz_invitations(caller: Caller, page: Paging) -> Response:
    """Your invitations to quizzes of others that you have neither accepted nor declined, newest first."""
    return await caller.call("list_quiz_invitations", **page)


@router.post("/quiz-invitations/{invitation_id}/accept", responses={200: {"model": Quiz}})
async def accept_quiz_invitation(invitation_id: UUID, caller: Caller) -> Response:
    """Become a collaborator of the quiz, which is returned."""
    return await caller.call("accept_quiz_invitation", invitation_id=invitation_id)


@router.post("/quiz-invitations/{invitation_id}/decline", responses={200: {"model": Declined}})
async def decline_quiz_invitation(invitation_id: UUID, caller: Caller) -> Response:
    """Decline an invitation. The owner of the quiz may invite you again."""
    return await caller.call("decline_quiz_invitation", invitation_id=invitation_id)
