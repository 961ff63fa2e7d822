"""Feeds at the HTTP door: for calendars, which have no account."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.events.answers import NOT_MODIFIED, IfNoneMatch, ready, unless_seen, validator
from services.events.calendar.filters import today
from services.events.calendar.reading import snapshot
from services.events.feeds import actions
from services.events.seen import SeenFeed
from shared.api.door import InTransaction


class Calendar(Response):
    """An answer in iCalendar."""

    media_type = "text/calendar"


_ICALENDAR: dict[int | str, dict[str, Any]] = {
    **NOT_MODIFIED,
    200: {"content": {"text/calendar": {"schema": {"type": "string"}}}},
}

# Not through the Door: calendars ask for text/calendar, and send nothing.
feeds = APIRouter(tags=["feeds"], default_response_class=Calendar, route_class=SeenFeed)


@feeds.get("/calendar.ics", responses=_ICALENDAR)
def calendar(session: InTransaction, seen: IfNoneMatch = None) -> Response:
    """The public calendar, to subscribe to."""
    tag = validator(snapshot(session), today(), None)
    return unless_seen(seen, tag) or ready(actions.whole_calendar(session), tag, "text/calendar")


@feeds.get("/events/{event_id}.ics", responses=_ICALENDAR)
def event(session: InTransaction, event_id: UUID, seen: IfNoneMatch = None) -> Response:
    """One public event, to put into a calendar."""
    tag = validator(snapshot(session), today(), None)
    return unless_seen(seen, tag) or ready(actions.one_event(session, event_id), tag, "text/calendar")
