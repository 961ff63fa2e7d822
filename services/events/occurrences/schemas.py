"""Series, sessions and occurrences, as they come in and go out."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from services.events.calendar.fields import Instant, VenueGiven, WallTime, empty, unsaid
from services.events.occurrences import rules
from shared.api.fields import Body, Code, Line, OptionalLine, Title, WebAddress
from shared.messages.events import Venue

OccurrenceState = Literal["scheduled", "moved", "cancelled", "done"]
Key = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")]


def _day_or_wall_time(value: str) -> str:
    try:
        if len(value) == len("2026-12-05"):
            return date.fromisoformat(value).isoformat()
        return f"{datetime.fromisoformat(value):%Y-%m-%dT%H:%M}"
    except ValueError as error:
        raise PydanticCustomError("invalid-datetime", "There is no such day or time.") from error


DayOrWallTime = Annotated[
    str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$"), AfterValidator(_day_or_wall_time)
]


class RecurrenceGiven(Body):
    """When an event comes again: a rule of RFC 5545, and the days that are left out.

    The rule is counted from the event's own start, which must be one of its times. It ends with `until_local`, the
    last wall time or the last day, with the rule's own COUNT or UNTIL, or never. `exdates` are wall times, or whole
    days.
    """

    rule: Annotated[str, StringConstraints(min_length=1)]
    until_local: DayOrWallTime | None = None
    exdates: Annotated[list[DayOrWallTime], Field(max_length=rules.LIMIT)] = empty()

    @model_validator(mode="after")
    def _ends_once(self) -> "RecurrenceGiven":
        named = {part.partition("=")[0] for part in self.rule.upper().split(";")}
        if self.until_local is not None and named & {"COUNT", "UNTIL"}:
            raise PydanticCustomError("invalid-recurrence", "A rule ends by COUNT, by UNTIL or by until_local.")
        return self


class RecurrenceShown(BaseModel):
    """When an event comes again, as it stands for what is to come; `starts_local` is what the rule counts from."""

    rule: str
    until_local: str | None
    exdates: list[str]
    starts_local: str


class GroupGiven(Body):
    """A part of those who take part in a session, and the site that it goes to."""

    name: Line
    partner_id: UUID | None = None
    venue: VenueGiven | None = None
    capacity: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


def _each_name_once(groups: list[GroupGiven]) -> list[GroupGiven]:
    if len({group.name for group in groups}) != len(groups):
        raise PydanticCustomError("duplicate", "Two groups have the same name.")
    return groups


class SessionGiven(Body):
    """A part of an event of several days; its times are instants with an offset, or the wall's in the event's zone.

    The `id` that a session was given is sent again with it when the sessions change; so is an `external_id`.
    Whoever signs up may choose her group where it is `groups_by_choice`; else the host assigns her to one.
    """

    id: UUID | None = None
    external_id: Code | None = None
    title: Title
    kind: OptionalLine = ""
    starts_at: Instant = unsaid()
    ends_at: Instant = unsaid()
    starts_local: WallTime = unsaid()
    ends_local: WallTime = unsaid()
    venue: VenueGiven | None = None
    online_url: WebAddress | None = None
    capacity: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    groups: Annotated[list[GroupGiven], Field(max_length=100), AfterValidator(_each_name_once)] = empty()
    groups_by_choice: bool = False

    @model_validator(mode="after")
    def _one_form_of_time(self) -> "SessionGiven":
        said = self.model_fields_set & {"starts_at", "ends_at", "starts_local", "ends_local"}
        if said not in ({"starts_at", "ends_at"}, {"starts_local", "ends_local"}):
            raise PydanticCustomError("required", "Give starts_at and ends_at, or starts_local and ends_local.")
        return self


class GroupShown(BaseModel):
    """A group as it is shown."""

    name: str
    partner_id: UUID | None
    venue: Venue | None
    capacity: int | None


class SessionShown(BaseModel):
    """A session as it is shown."""

    id: UUID
    external_id: str | None
    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    venue: Venue | None
    online_url: str | None
    capacity: int | None
    groups: list[GroupShown]
    groups_by_choice: bool = False


class OccurrencePatch(Body):
    """What is to change of one occurrence: what is sent; null gives it back what its series has."""

    starts_at: Instant | None = None
    ends_at: Instant | None = None
    title: Title | None = None
    venue: VenueGiven | None = None
    online_url: WebAddress | None = None
    capacity: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    reason: OptionalLine | None = None


class OccurrenceCancellation(Body):
    """That one occurrence will not happen, and what people are told is why."""

    reason: Line


class OccurrenceChange(Body):
    """One change of one occurrence."""

    key: Key
    patch: OccurrencePatch | None = None
    cancellation: OccurrenceCancellation | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "OccurrenceChange":
        if (self.patch is None) == (self.cancellation is None):
            raise PydanticCustomError("required", "Name exactly one of patch and cancellation.")
        return self

    @property
    def said(self) -> OccurrencePatch | OccurrenceCancellation:
        """The change."""
        return self.patch or self.cancellation or OccurrencePatch()

    @property
    def noun(self) -> str:
        """What the change is called."""
        return "change" if self.patch is not None else "cancellation"

    @property
    def reason(self) -> str:
        """Why."""
        return self.said.reason or ""


class OccurrenceShown(BaseModel):
    """An occurrence as it is shown, with what its event says where it says nothing of its own."""

    event_id: UUID
    key: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    state: OccurrenceState
    title: str
    venue: Venue | None
    online_url: str | None
    capacity: int | None
    reason: str | None
