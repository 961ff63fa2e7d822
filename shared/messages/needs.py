"""What partners tells of needs: how they go on, what is proposed for them, and what came of that."""

from typing import Literal
from uuid import UUID

from shared.messages.message import Message

NeedStep = Literal[
    "triaged", "published", "matched", "in_progress", "on_hold", "resolved", "rejected", "merged", "closed_unmet"
]


class NeedMoved(Message):
    """A need has come a step further, or was closed: whoever raised it is to know, and why (`note`)."""

    name = "partners.need_moved"
    audience = ("notifications",)

    need_id: UUID
    title: str
    step: NeedStep
    raised_by: UUID | None = None
    raised_for: UUID | None = None
    note: str = ""


class MatchProposed(Message):
    """Somebody proposed a strength for a need, and this side has not answered: those who asked, or those who give."""

    name = "partners.match_proposed"
    audience = ("notifications",)

    match_id: UUID
    need_id: UUID
    need: str
    strength: str
    side: Literal["need", "strength"]
    partner_id: UUID | None = None
    person_id: UUID | None = None
    giver_id: UUID
    reasons: tuple[str, ...] = ()


class MatchSettled(Message):
    """Both sides agreed, one said no, or what was agreed is over: both sides and the proposer are to know."""

    name = "partners.match_settled"
    audience = ("notifications",)

    match_id: UUID
    need_id: UUID
    need: str
    strength: str
    outcome: Literal["accepted", "declined", "completed", "cancelled"]
    giver_id: UUID
    raised_for: UUID | None = None
    raised_by: UUID | None = None
    proposed_by: UUID | None = None
    note: str = ""
