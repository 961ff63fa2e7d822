"""Reviews and their rules, as they come in and go out."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from shared.api.fields import Body
from shared.api.paging import Page
from shared.messages.events import EventState

Reviewers = Literal["partner", "office"]
Required = Literal["nobody", "partner", "office"]


class RuleGiven(Body):
    """Who is to review: nobody, the partner's own reviewers, or the consortium's office."""

    reviewers: Required


class RuleShown(BaseModel):
    """A rule: who must review by it alone, and who must by all rules that hold for the partner."""

    partner_id: UUID | None
    reviewers: Required
    holds: Required
    version: int


class RuleList(BaseModel):
    """The rules that there are; where there is none, nobody must review."""

    items: list[RuleShown]


class ReviewFilters(Page):
    """All reviews of one event, or what waits for the one who asks."""

    event: UUID | None = None


class ReviewedEvent(BaseModel):
    """As much of an event as tells it from others."""

    id: UUID
    title: str
    host_id: UUID
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    state: EventState


class ReviewShown(BaseModel):
    """One submission of an event, and what became of it."""

    id: UUID
    event: ReviewedEvent
    reviewers: Reviewers
    state: Literal["waiting", "approved", "changes_requested", "withdrawn"]
    requested_by: UUID | None
    requested_at: datetime
    request_note: str
    edited_at: datetime | None
    answered_by: UUID | None
    answered_at: datetime | None
    answer_note: str
