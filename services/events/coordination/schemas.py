"""Conflicts, requests and suggestions, as they are asked for and go out."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.events.calendar.fields import Instant, empty
from services.events.calendar.filters import Word
from services.events.cohosts.schemas import CohostRole
from shared.api.fields import Zone

ConflictKind = Literal["community", "audience", "venue", "host", "holiday", "closed", "busy"]


class Plan(BaseModel):
    """What is planned: an event that was drafted, or when, where, for whom and by whom; what is given here wins."""

    model_config = ConfigDict(extra="forbid")

    event: UUID | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    time_zone: Zone | None = None
    community: Annotated[list[UUID], Field(max_length=50)] = empty()
    audience: Annotated[list[Word], Field(max_length=50)] = empty()
    host: Annotated[list[UUID], Field(max_length=50)] = empty()
    venue: Word | None = None
    locality: Word | None = None


class ConflictShown(BaseModel):
    """Something that stands in the way. Of what the asker may not know of, it says no more than "busy".

    `partner_id` is of who is closed; null when everybody is, and of all other kinds.
    """

    model_config = ConfigDict(from_attributes=True)

    kind: ConflictKind
    event_id: UUID | None
    title: str | None
    starts_at: datetime
    reason: str
    needs_note: bool
    partner_id: UUID | None = None


class Conflicts(BaseModel):
    """What stands in the way of a plan, soonest first; and why it was published all the same, if it was."""

    items: list[ConflictShown]
    over_conflicts: str | None = None


class AskShown(BaseModel):
    """That a partner was asked to carry an event, as what, by whom, and why in spite of its limit."""

    model_config = ConfigDict(from_attributes=True)

    role: CohostRole
    event_id: UUID
    asked_by: UUID
    asked_at: datetime
    over_limit: str | None


class Requests(BaseModel):
    """How often a partner was asked in a month of its own zone, against its limit; those that the asker may see."""

    partner_id: UUID
    month: date
    asked: int
    limit: int | None
    warning: str | None
    items: list[AskShown]


class RequestsOf(BaseModel):
    """Which partner, and which month: any day of it, today when it is left out."""

    model_config = ConfigDict(extra="forbid")

    partner: UUID
    month: Annotated[date | None, Field(ge=date(1970, 1, 1), le=date(2200, 12, 31))] = None


class SuggestionShown(BaseModel):
    """A partner that might co-host, and why it comes to mind: how many events of the last year speak for it."""

    partner_id: UUID
    score: int
    reasons: list[str]
    together: int
    communities: int
    topics: int


class Suggestions(BaseModel):
    """Partners that might co-host an event, the likeliest first."""

    items: list[SuggestionShown]
