"""Which events are asked for: the filters of a list, and what each means."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError
from sqlalchemy import ColumnElement, and_, or_

from services.events.calendar.documents import folded
from services.events.calendar.fields import empty, read_instant
from services.events.calendar.models import Event
from services.events.calendar.moves import UNPUBLISHED
from services.events.policy import Viewer, cohosted_by, hosted_by
from shared import clock
from shared.api.paging import Page
from shared.messages.events import EventState, Visibility
from shared.settings import settings

CANCELLED_SHOWN = timedelta(days=30)
# How long ago an event may have begun that is still going on: each page looks so far back and no further.
_LONGEST = timedelta(days=7)
_FREE = ("free", "")


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
    visibility: Visibility | None = None
    language: Word | None = None
    free: bool | None = None
    q: Word | None = None
    mine: bool = False


def wanted(filters: EventFilters, viewer: Viewer) -> ColumnElement[bool]:
    """The condition that a list's filters come to."""
    return and_(*_conditions(filters, viewer))


def today() -> date:
    """The day it is where the consortium is."""
    return clock.now().astimezone(ZoneInfo(settings().time_zone)).date()


def _conditions(filters: EventFilters, viewer: Viewer) -> Iterator[ColumnElement[bool]]:
    begins = _begin_of(filters.from_ or today())
    yield Event.ends_at > begins
    yield Event.starts_at >= begins - _LONGEST
    if filters.to is not None:
        yield Event.starts_at < _end_of(filters.to)
    yield from _in_state(filters)
    for name in ("host", "initiative", "program"):
        if getattr(filters, name) is not None:
            yield getattr(Event, f"{name}_id") == getattr(filters, name)
    if filters.community is not None:
        yield Event.community_ids.contains([filters.community])
    if filters.topic is not None:
        yield or_(Event.topics.contains([filters.topic]), Event.sdoh.contains([filters.topic]))
    if filters.audience is not None:
        yield Event.audiences.contains([filters.audience])
    if filters.language is not None:
        yield Event.languages.contains([filters.language])
    if filters.visibility is not None:
        yield Event.visibility == filters.visibility
    if filters.free is not None:
        yield Event.cost.in_(_FREE) if filters.free else Event.cost.not_in(_FREE)
    for word in folded(filters.q or "").split():
        yield Event.search.contains(word, autoescape=True)
    if filters.mine:
        yield or_(hosted_by(viewer), cohosted_by(viewer))


def _in_state(filters: EventFilters) -> Iterator[ColumnElement[bool]]:
    if filters.state:
        yield Event.state.in_(filters.state)
    elif not filters.mine:
        lately = _begin_of(today()) - CANCELLED_SHOWN
        yield Event.state.not_in(UNPUBLISHED)
        yield or_(Event.state != "cancelled", Event.cancelled_at > lately)


def _begin_of(given: date | datetime) -> datetime:
    if isinstance(given, datetime):
        return given
    return datetime.combine(given, time(), ZoneInfo(settings().time_zone))


def _end_of(given: date | datetime) -> datetime:
    return given if isinstance(given, datetime) else _begin_of(given + timedelta(days=1))
