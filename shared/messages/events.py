"""What events tells: what happens, where and when, and who takes part."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.messages.counted import Counted
from shared.messages.message import Fact, Message

Visibility = Literal["public", "members", "group", "private"]
AttendanceMode = Literal["in_person", "online", "mixed"]
EventState = Literal[
    "draft",
    "submitted",
    "changes_requested",
    "published",
    "postponed",
    "in_progress",
    "ended",
    "completed",
    "cancelled",
]


class Venue(Fact):
    """A place people can find."""

    name: str
    street: str = ""
    locality: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


class Cohost(Fact):
    """A partner that carries an event with its host, and whether it said yes."""

    partner_id: UUID
    role: Literal["cohost", "sponsor", "promoter"] = "cohost"
    state: Literal["invited", "accepted", "declined", "withdrawn"]


class Happening(Fact):
    """One time at which a series takes place, or was to; what it is called and where, if not as the series."""

    key: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    cancelled: bool = False
    title: str | None = None
    venue: Venue | None = None
    online_url: str | None = None
    reason: str | None = None


class EventFact(Message):
    """The whole of an event as its neighbours need it; `time_zone` is that of the wall it is shown by.

    Of a series, `rule` (RFC 5545) is what holds now, `happenings` are the next that are not over, and its own times
    are those of the first of them that is not cancelled. `reminders` are minutes before each beginning.
    """

    event_id: UUID
    uid: str
    sequence: int = 0
    state: EventState
    title: str
    summary: str = ""
    kind: str = ""
    host_id: UUID
    cohosts: tuple[Cohost, ...] = ()
    initiative_id: UUID | None = None
    program_id: UUID | None = None
    group_id: UUID | None = None
    invited_person_ids: tuple[UUID, ...] = ()
    community_ids: tuple[UUID, ...] = ()
    topics: tuple[str, ...] = ()
    sdoh: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    venue: Venue | None = None
    online_url: str | None = None
    attendance_mode: AttendanceMode = "in_person"
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    time_zone: str
    rule: str = ""
    happenings: tuple[Happening, ...] = ()
    cost: str = ""
    languages: tuple[str, ...] = ()
    visibility: Visibility = "public"
    accessibility_statement: str = ""
    accessibility_contact: str = ""
    cancel_reason: str | None = None
    postpone_reason: str | None = None
    reminders: tuple[int, ...] = (1_440,)


class EventPublished(EventFact):
    """An event is open to those who may see it."""

    name = "events.event_published"
    audience = ("notifications",)


class EventChanged(EventFact):
    """A published event was edited; the listener decides from what it last told whether anybody hears of it."""

    name = "events.event_changed"
    audience = ("notifications",)


class EventCancelled(EventFact):
    """A published event will not happen."""

    name = "events.event_cancelled"
    audience = ("notifications",)


class EventRecorded(EventFact):
    """The state of an event, for copies alone: told by imports and resync, and nobody is written to."""

    name = "events.event_recorded"
    audience = ("notifications",)


class ProgramChanged(Message):
    """A program was recorded or changed."""

    name = "events.program_changed"
    audience = ("notifications",)

    program_id: UUID
    slug: str
    title: str


class CopiesRequested(Message):
    """Events lost its copies and asks its neighbours for snapshots."""

    name = "events.copies_requested"
    audience = ("partners",)


class RecordsCounted(Counted):
    """How many records notifications should have copies of."""

    name = "events.records_counted"
    audience = ("notifications",)
