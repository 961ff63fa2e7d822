"""Sources, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from services.events.calendar.fields import Codes, EachOnce, VenueGiven, empty, unsaid
from shared.api.fields import Body, Code, Line, OptionalLine, WebAddress, Zone
from shared.api.paging import Page
from shared.messages.events import Venue

PlaceRule = Literal["named", "always"]
Openness = Literal["public", "members"]
ImportAs = Literal["published", "draft"]
SourceState = Literal["draft", "on", "paused"]
Followed = Literal["title", "summary", "times", "place"]
Health = Literal["unknown", "ok", "failing"]


def _fetchable(value: Any) -> Any:
    # Calendars are given out as webcal://, which means https:// to whoever fetches them.
    return f"https://{value[9:]}" if isinstance(value, str) and value.lower().startswith("webcal://") else value


CalendarAddress = Annotated[WebAddress, BeforeValidator(_fetchable)]


class KindRule(Body):
    """That what has a word in its title or categories is of a kind."""

    model_config = ConfigDict(from_attributes=True)

    word: Line
    kind: Line


class SourceRules(Body):
    """What becomes of what a calendar says.

    `place_rule`: the venue holds where the calendar names no place (`named`), or for all (`always`). The first of
    `kind_rules` whose word is there says the kind, else `kind` does. Communities, audiences and who may see it are
    what each event begins with.
    """

    place_rule: PlaceRule = "named"
    venue: VenueGiven | None = None
    kind: OptionalLine = ""
    kind_rules: Annotated[list[KindRule], Field(max_length=20)] = empty()
    community_ids: Annotated[list[UUID], Field(max_length=50), EachOnce] = empty()
    audiences: Codes = empty()
    visibility: Openness = "public"
    import_as: ImportAs = "published"
    every_hours: Annotated[int, Field(ge=1, le=168)] = 6


class NewSource(SourceRules):
    """A partner's calendar; its zone, for times that name none, is the partner's if none is given."""

    partner_id: UUID
    title: Line
    url: CalendarAddress
    time_zone: Zone = unsaid()


class SourcePatch(SourceRules):
    """What is to change of a source: the fields that are sent, and no other."""

    title: Line = unsaid()
    url: CalendarAddress = unsaid()
    time_zone: Zone = unsaid()


class SourceRecord(NewSource):
    """A source as the office imports it: switched off, for nobody has looked at what would come in."""

    external_id: Code
    time_zone: Zone


class SourceRecords(Body):
    """Sources to be recorded, all or none."""

    records: Annotated[list[SourceRecord], Field(max_length=500)]


class SourceFilters(Page):
    """Whose sources are asked for."""

    partner: UUID | None = None


class Problem(BaseModel):
    """What was wrong, and how often: `count` things at the last reading, which was the `times`th in a row."""

    code: str
    detail: str
    count: int
    times: int
    since: datetime


class SourceShown(BaseModel):
    """A source as it is shown, and how reading it goes."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    partner_id: UUID
    title: str
    url: str
    time_zone: str
    place_rule: PlaceRule
    venue: Venue | None
    kind: str
    kind_rules: list[KindRule]
    community_ids: list[UUID]
    audiences: list[str]
    visibility: Openness
    import_as: ImportAs
    every_hours: int
    state: SourceState
    health: Health
    failing_since: datetime | None
    problems: list[Problem]
    read_at: datetime | None
    next_run_at: datetime | None
    version: int


class Coming(BaseModel):
    """Something that would come in; by which word its kind was said, and whether its place was by a rule."""

    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str
    online_url: str | None
    kind: str
    kind_by: str | None
    placed: bool
    rule: str | None


class Provenance(BaseModel):
    """Which fields of an event its calendar has a say in, and in which people here have said otherwise, which stays.

    Everything else there is to an event is people's. It `follows` its calendar while that is switched on, still has
    it, and the event is with the calendar's partner.
    """

    source_id: UUID
    title: str
    follows: bool
    gone_at: datetime | None
    read_at: datetime | None
    followed: list[Followed]
    kept: list[Followed]


class ProblemSeen(BaseModel):
    """What could not be read, and how many things of the kind."""

    code: str
    detail: str
    count: int


class SourcePreview(BaseModel):
    """What would come in: how much, the first of it, and what could not be read."""

    count: int
    items: list[Coming]
    problems: list[ProblemSeen]
