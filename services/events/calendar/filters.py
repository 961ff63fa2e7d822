"""Which events are asked for: the filters of a list, and what each means."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from services.events.calendar.documents import folded
from services.events.calendar.fields import Pillar, Reach, empty, read_instant
from services.events.calendar.moves import UNPUBLISHED
from services.events.policy import COHOSTED, HOSTED
from shared import clock
from shared.api.paging import Page
from shared.messages.events import EventState, Visibility
from shared.settings import settings

CANCELLED_SHOWN = timedelta(days=30)
# How long ago an event may have begun that is still going on: each page looks so far back and no further.
LONGEST = timedelta(days=7)

# Each filter as a condition on a row of `events`, its value by its name.
_CONDITIONS = {
    # As an array, so that the indexes of both sides are used; a co-host carries the event as its host does.
    "host": "(events.host_id = :host OR events.id = ANY(ARRAY("
    "SELECT event_id FROM cohosts WHERE partner_id = :host AND state = 'accepted')))",
    "initiative": "events.initiative_id = :initiative",
    "program": "events.program_id = :program",
    "community": "events.community_ids @> ARRAY[:community]",
    "topic": "(events.topics @> ARRAY[:topic] OR events.sdoh @> ARRAY[:topic])",
    "audience": "events.audiences @> ARRAY[:audience]",
    "language": "events.languages @> ARRAY[:language]",
    "interpretation": "events.interpretation @> ARRAY[:interpretation]",
    "pillar": "events.pillars @> ARRAY[:pillar]",
    "reach": "events.reach = :reach",
    "accessible": "events.accessibility_step_free = :accessible",
    "insurance_needed": "events.insurance_needed = :insurance_needed",
    "place": "position(lower(CAST(:place AS text)) IN lower(concat_ws(' ', events.venue ->> 'name',"
    " events.venue ->> 'street', events.venue ->> 'locality', events.venue ->> 'postal_code'))) > 0",
    "visibility": "events.visibility = :visibility",
    "free": "(events.cost IN ('free', '')) = :free",
}


def _day_or_instant(value: Any) -> date | datetime:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise PydanticCustomError("invalid-datetime", "There is no such day.") from error
    return read_instant(value)


def _within_reach(value: date | datetime) -> date | datetime:
    if not 1970 <= value.year <= 2200:
        raise PydanticCustomError("invalid-datetime", "This year is out of reach.")
    return value


def _printable(value: str) -> str:
    if not value.isprintable():
        raise PydanticCustomError("control-character", "A filter holds a control character.")
    return value


DayOrInstant = Annotated[
    date | datetime,
    BeforeValidator(_day_or_instant),
    AfterValidator(_within_reach),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}),
]
Word = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_printable)]


class EventFilters(Page):
    """Which events are asked for; days are those of the consortium's zone, `to` is the last of them."""

    from_: DayOrInstant | None = Field(default=None, alias="from")
    to: DayOrInstant | None = None
    state: list[EventState] = empty()
    host: UUID | None = None
    community: UUID | None = None
    initiative: UUID | None = None
    program: UUID | None = None
    topic: Word | None = None
    audience: Word | None = None
    place: Word | None = None
    visibility: Visibility | None = None
    language: Word | None = None
    interpretation: Word | None = None
    pillar: Pillar | None = None
    reach: Reach | None = None
    accessible: bool | None = None
    insurance_needed: bool | None = None
    free: bool | None = None
    q: Word | None = None
    mine: bool = False


@dataclass(frozen=True)
class Wanted:
    """What a list's filters come to: conditions, all of which must hold, and the values that they name."""

    conditions: list[str]
    values: dict[str, Any]


def within(from_: date | datetime | None, to: date | datetime | None, of: str) -> Wanted:
    """The condition that something goes on in a time, from today on unless it is said; `of` is the table."""
    begins = _begin_of(from_ or today())
    conditions = [f"{of}.ends_at > :begins", f"{of}.starts_at >= :earliest"]
    values: dict[str, Any] = {"begins": begins, "earliest": begins - LONGEST}
    if to is not None:
        conditions.append(f"{of}.starts_at < :to")
        values["to"] = _end_of(to)
    return Wanted(conditions, values)


def wanted(filters: EventFilters, of: str = "events") -> Wanted:
    """The condition that a list's filters come to; the times are those `of` the events, or of their occurrences."""
    given = {name: value for name in _CONDITIONS if (value := getattr(filters, name)) is not None}
    time = within(filters.from_, filters.to, of)
    conditions, values = [*time.conditions, *(_CONDITIONS[name] for name in given)], {**time.values, **given}
    for place, word in enumerate(folded(filters.q or "").split()):
        conditions.append(f"position(:word_{place} IN events.search) > 0")
        values[f"word_{place}"] = word
    if filters.mine:
        conditions.append(f"({HOSTED} OR {COHOSTED})")
    if filters.state:
        conditions.append("events.state = ANY(:states)")
        values["states"] = filters.state
    elif not filters.mine:
        conditions.append("events.state <> ALL(:unpublished)")
        conditions.append("(events.state <> 'cancelled' OR events.cancelled_at > :lately)")
        values |= {"unpublished": list(UNPUBLISHED), "lately": _begin_of(today()) - CANCELLED_SHOWN}
    return Wanted(conditions, values)


def today() -> date:
    """The day it is where the consortium is."""
    return clock.now().astimezone(ZoneInfo(settings().time_zone)).date()


def _begin_of(given: date | datetime) -> datetime:
    if isinstance(given, datetime):
        return given
    return datetime.combine(given, time(), ZoneInfo(settings().time_zone))


def _end_of(given: date | datetime) -> datetime:
    return given if isinstance(given, datetime) else _begin_of(given + timedelta(days=1))
