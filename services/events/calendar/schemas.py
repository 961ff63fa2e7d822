"""Events, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.events.calendar.fields import (
    Codes,
    EachOnce,
    Instant,
    Pillar,
    Reach,
    VenueGiven,
    Words,
    empty,
    unsaid,
)
from services.events.cohosts.schemas import CohostShown, Share
from services.events.occurrences.schemas import Key, RecurrenceGiven, RecurrenceShown, SessionGiven, SessionShown
from services.events.registrations.terms import Slot, Slots, Terms
from shared.api.fields import Body, OptionalLine, Text, Title, WebAddress, Zone
from shared.messages.events import AttendanceMode, EventState, Venue, Visibility


class AccessGiven(Body):
    """What is said of access, and whom to ask; these two are the host's when they are not given.

    Who needs an arrangement asks for it so many days before, at the latest.
    """

    statement: Text = unsaid()
    contact: OptionalLine = unsaid()
    step_free: bool = unsaid()
    captioning: bool = unsaid()
    requests_close_days: Annotated[int, Field(ge=0, le=365)] | None = None


class EventGiven(Body):
    """What may be said of an event."""

    summary: Text = ""
    kind: OptionalLine = ""
    host_share: Share | None = None
    initiative_id: UUID | None = None
    program_id: UUID | None = None
    group_id: UUID | None = None
    invited_person_ids: Annotated[list[UUID], Field(max_length=1_000), EachOnce] = empty()
    community_ids: Annotated[list[UUID], Field(max_length=50), EachOnce] = empty()
    topics: Words = empty()
    sdoh: Codes = empty()
    audiences: Codes = empty()
    venue: VenueGiven | None = None
    online_url: WebAddress | None = None
    attendance_mode: AttendanceMode = unsaid()
    recurrence: RecurrenceGiven | None = None
    sessions: Annotated[list[SessionGiven], Field(max_length=100)] = empty()
    slots: Slots = empty()
    capacity: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    registration: Terms = Terms()
    cost: OptionalLine = ""
    visibility: Visibility = "public"
    accessibility: AccessGiven = AccessGiven()
    languages: Codes = empty()
    interpretation: Codes = empty()
    insurance_needed: bool = False
    pillars: Annotated[list[Pillar], Field(max_length=4), EachOnce] = empty()
    reach: Reach | None = None


class NewEvent(EventGiven):
    """An event to be drafted; the zone is the host's when none is given."""

    title: Title
    host_id: UUID
    starts_at: Instant
    ends_at: Instant
    time_zone: Zone = unsaid()


class EventPatch(EventGiven):
    """What is to change of an event: the fields that are sent, and no other.

    Of a series that is all that is to come, from the next occurrence that has not begun, or from `from_occurrence`
    on. What is past stays. A new start is that of the first one that changes.
    """

    applies_to: Literal["all", "following"] = "all"
    from_occurrence: Key | None = None

    title: Title = unsaid()
    host_id: UUID = unsaid()
    starts_at: Instant = unsaid()
    ends_at: Instant = unsaid()
    time_zone: Zone = unsaid()


class AccessShown(BaseModel):
    """What is said of access, and whom to ask."""

    statement: str
    contact: str
    step_free: bool
    captioning: bool
    requests_close_days: int | None


class EventShown(BaseModel):
    """An event as it is shown."""

    id: UUID
    external_id: str | None
    uid: str
    title: str
    summary: str
    kind: str
    host_id: UUID
    host_share: int | None
    cohosts: list[CohostShown]
    initiative_id: UUID | None
    program_id: UUID | None
    community_ids: list[UUID]
    topics: list[str]
    sdoh: list[str]
    audiences: list[str]
    group_id: UUID | None
    invited_person_ids: list[UUID]
    venue: Venue | None
    online_url: str | None
    attendance_mode: AttendanceMode
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    recurrence: RecurrenceShown | None
    sessions: list[SessionShown]
    slots: list[Slot]
    capacity: int | None
    registration: Terms
    cost: str
    visibility: Visibility
    accessibility: AccessShown
    languages: list[str]
    interpretation: list[str]
    insurance_needed: bool
    pillars: list[Pillar]
    reach: Reach | None
    source_id: UUID | None
    moved_from: datetime | None
    cancel_reason: str | None
    postpone_reason: str | None
    state: EventState
    sequence: int
    version: int
