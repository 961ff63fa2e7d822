"""Co-hosts, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.events.calendar.fields import Instant
from shared.api.fields import Body
from shared.messages.events import AttendanceMode, EventState, Venue

CohostRole = Literal["cohost", "sponsor", "promoter"]
CohostState = Literal["invited", "accepted", "declined", "withdrawn"]
Answer = Literal["accepted", "declined", "another_date"]
CohostMove = Literal["invitation", "accepted", "declined", "another_date", "withdrawal"]
Share = Annotated[int, Field(ge=0, le=100)]
Note = Annotated[str, Field(max_length=2_000)]


class CohostRecord(Body):
    """A co-host as the office imports it."""

    partner_id: UUID
    role: CohostRole = "cohost"
    state: CohostState
    share: Share | None = None


class Invitation(Body):
    """Which partner is asked to carry the event, as what, for which share in percent; and why beyond its limit."""

    partner_id: UUID
    role: CohostRole = "cohost"
    share: Share | None = None
    note: Note = ""
    over_limit: Note = ""


class CohostAnswer(Body):
    """What a partner says to being asked; with another date, from when."""

    answer: Answer
    note: Note = ""
    proposed_starts_at: Instant | None = None


class CohostShown(BaseModel):
    """A co-host as it is shown."""

    model_config = ConfigDict(from_attributes=True)

    partner_id: UUID
    role: CohostRole
    state: CohostState
    share: int | None


class Asked(CohostShown):
    """What a partner is asked, by whom, and what it said: as the two of them see it."""

    event_id: UUID
    event_state: EventState
    title: str
    summary: str
    host_id: UUID
    host_name: str
    partner_name: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    venue: Venue | None
    attendance_mode: AttendanceMode
    note: str
    asked_at: datetime | None
    reconfirm: bool
    answer_note: str
    answered_at: datetime | None
    proposed_starts_at: datetime | None
    allowed: list[CohostMove]


class AskedByLink(Asked):
    """The same, to whoever holds the link to it."""

    expires_at: datetime
