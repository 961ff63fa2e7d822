"""Events, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from services.events.calendar.fields import Codes, EachOnce, Instant, Words, empty, unsaid
from services.events.cohosts.schemas import CohostShown, Share
from shared.api.fields import Body, Line, OptionalLine, Text, Title, WebAddress, Zone
from shared.messages.events import AttendanceMode, EventState, Venue, Visibility


class VenueGiven(Body):
    """A place that people can find."""

    name: Line
    street: OptionalLine = ""
    locality: OptionalLine = ""
    region: OptionalLine = ""
    postal_code: OptionalLine = ""
    country: OptionalLine = ""


class AccessGiven(Body):
    """What is said of access, and whom to ask; each is the host's when it is not given."""

    statement: Text = unsaid()
    contact: OptionalLine = unsaid()


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
    capacity: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    cost: OptionalLine = ""
    visibility: Visibility = "public"
    accessibility: AccessGiven = AccessGiven()
    languages: Codes = empty()
    interpretation: Codes = empty()
    insurance_needed: bool = False


class NewEvent(EventGiven):
    """An event to be drafted; the zone is the host's when none is given."""

    title: Title
    host_id: UUID
    starts_at: Instant
    ends_at: Instant
    time_zone: Zone = unsaid()


class EventPatch(EventGiven):
    """What is to change of an event: the fields that are sent, and no other."""

    title: Title = unsaid()
    host_id: UUID = unsaid()
    starts_at: Instant = unsaid()
    ends_at: Instant = unsaid()
    time_zone: Zone = unsaid()


class Publication(Body):
    """That an event is to be published."""


class Cancellation(Body):
    """That an event is to be cancelled, and what people are told is why."""

    reason: Line


class Change(Body):
    """One change of an event: exactly one of these."""

    publication: Publication | None = None
    patch: EventPatch | None = None
    cancellation: Cancellation | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "Change":
        if sum(each is not None for each in (self.publication, self.patch, self.cancellation)) != 1:
            raise PydanticCustomError("required", "Name exactly one of publication, patch and cancellation.")
        return self

    @property
    def said(self) -> Publication | EventPatch | Cancellation:
        """The change."""
        return self.patch or self.cancellation or self.publication or Publication()


class PreviewOf(Body):
    """The change whose messages are asked for."""

    change: Change


class MessageShown(BaseModel):
    """A message that a change would tell."""

    name: str
    body: dict[str, Any]


class Preview(BaseModel):
    """The messages that a change would tell."""

    messages: list[MessageShown]


class AccessShown(BaseModel):
    """What is said of access, and whom to ask."""

    statement: str
    contact: str


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
    recurrence: None = None
    sessions: list[dict[str, Any]] = []
    slots: list[dict[str, Any]] = []
    capacity: int | None
    cost: str
    visibility: Visibility
    accessibility: AccessShown
    languages: list[str]
    interpretation: list[str]
    insurance_needed: bool
    cancel_reason: str | None
    state: EventState
    sequence: int
    version: int
