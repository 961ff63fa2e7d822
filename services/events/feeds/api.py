"""Feeds at the HTTP door: for calendars, which have no account."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Response
from sqlalchemy.orm import Session

from services.events.answers import NOT_MODIFIED, IfNoneMatch, ready, unless_seen, validator
from services.events.asking import Acting
from services.events.calendar.filters import today
from services.events.calendar.reading import snapshot
from services.events.feeds import actions, own, rss
from services.events.feeds.models import OwnCalendar
from services.events.feeds.schemas import OwnCalendarMade, OwnCalendarShown
from services.events.seen import SeenFeed
from shared.api.application import router
from shared.api.door import InTransaction


class Calendar(Response):
    """An answer in iCalendar."""

    media_type = "text/calendar"


class News(Response):
    """An answer in RSS."""

    media_type = "application/rss+xml"


def _in(kind: type[Response]) -> dict[int | str, dict[str, Any]]:
    return {**NOT_MODIFIED, 200: {"content": {str(kind.media_type): {"schema": {"type": "string"}}}}}


_ICALENDAR, _RSS = _in(Calendar), _in(News)
Slug = Annotated[str, Path(max_length=80)]
Secret = Annotated[str, Path(max_length=200)]

# Not through the Door: calendars ask for text/calendar, and send nothing.
feeds = APIRouter(tags=["feeds"], default_response_class=Calendar, route_class=SeenFeed)
calendars = router("feeds")


@feeds.get("/calendar.ics", responses=_ICALENDAR)
def calendar(session: InTransaction, seen: IfNoneMatch = None) -> Response:
    """The public calendar, to subscribe to."""
    return _unless_seen(session, seen, lambda: actions.whole_calendar(session))


@feeds.get("/partners/{slug}/calendar.ics", responses=_ICALENDAR)
def partner(session: InTransaction, slug: Slug, seen: IfNoneMatch = None) -> Response:
    """What a partner hosts, or carries with others, of the public calendar."""
    return _unless_seen(session, seen, lambda: actions.of_partner(session, slug))


@feeds.get("/initiatives/{slug}/calendar.ics", responses=_ICALENDAR)
def initiative(session: InTransaction, slug: Slug, seen: IfNoneMatch = None) -> Response:
    """What belongs to an initiative, of the public calendar."""
    return _unless_seen(session, seen, lambda: actions.of_initiative(session, slug))


@feeds.get("/communities/{slug}/calendar.ics", responses=_ICALENDAR)
def community(session: InTransaction, slug: Slug, seen: IfNoneMatch = None) -> Response:
    """What is for a community, of the public calendar."""
    return _unless_seen(session, seen, lambda: actions.of_community(session, slug))


@feeds.get("/my/{secret}/calendar.ics", responses=_ICALENDAR)
def my_calendar(session: InTransaction, secret: Secret, seen: IfNoneMatch = None) -> Response:
    """A person's own calendar, for whoever knows its address."""
    return _unless_seen(session, seen, lambda: own.read(session, secret))


@feeds.get("/events.rss", responses=_RSS, response_class=News)
def news(session: InTransaction, seen: IfNoneMatch = None) -> Response:
    """The public events that were published last, as RSS."""
    return _unless_seen(session, seen, lambda: rss.latest(session), News)


@feeds.get("/events/{event_id}.ics", responses=_ICALENDAR)
def event(session: InTransaction, event_id: UUID, seen: IfNoneMatch = None) -> Response:
    """One public event, to put into a calendar."""
    return _unless_seen(session, seen, lambda: actions.one_event(session, event_id))


@calendars.get("/api/v1/calendars/mine")
def show_my_calendar(session: InTransaction, viewer: Acting) -> OwnCalendarShown:
    """Since when the caller's own calendar has its address."""
    found = session.get(OwnCalendar, viewer.person_id)
    return OwnCalendarShown(made_at=found.made_at if found else None)


@calendars.post("/api/v1/calendars/mine/rotation")
def rotate_my_calendar(session: InTransaction, viewer: Acting) -> OwnCalendarMade:
    """Give the caller's own calendar an address, or a new one that ends the old. It is told this once."""
    assert viewer.person_id is not None
    return own.rotate(session, viewer.person_id)


def _unless_seen(
    session: Session, seen: str | None, make: Callable[[], str], kind: type[Response] = Calendar
) -> Response:
    tag = validator(snapshot(session), today(), None)
    return unless_seen(seen, tag) or ready(make(), tag, str(kind.media_type))
