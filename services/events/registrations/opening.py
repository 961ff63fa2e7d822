"""Whether one can sign up now, by the event's state and its terms; and if not, why."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.events.calendar.models import Event
from services.events.registrations.occurring import Occurring
from services.events.registrations.reasons import Reason
from services.events.registrations.terms import Terms
from shared import clock, dates
from shared.errors import Conflict

# An occurrence's states are among them: of a series, each day is open until it begins.
OPEN = ("published", "in_progress", "scheduled", "moved")
_STATES = {
    "postponed": Reason("event-postponed", "The event is postponed: sign up once its new time is known."),
    "cancelled": Reason("event-cancelled", "The event is canceled."),
}
_UNTOLD = Reason("event-not-published", "The event is not published yet.")
_OVER = Reason("event-begun", "It has begun: signing up is over.")


def terms(event: Event) -> Terms:
    """The event's terms."""
    return Terms.model_validate(event.registration)


def why_closed(event: Event, of: Occurring) -> Reason | None:
    """Why nobody can sign up for it now; None while one can."""
    now, on = clock.now(), terms(event)
    if of.state not in OPEN:
        return _STATES.get(of.state, _OVER if event.published_at else _UNTOLD)
    if of.starts_at <= now:
        return _OVER
    opens = _instant(on.opens_local, event.time_zone)
    if opens and now < opens:
        return Reason("not-open-yet", f"Signing up begins on {_said(opens, event)}.")
    closes = closing(event, of)
    if closes <= now:
        return Reason("closed", f"Signing up ended on {_said(closes, event)}.")
    return None


def must_be_open(event: Event, of: Occurring) -> None:
    """Refuse to take anybody in before or after the time for it."""
    closed = why_closed(event, of)
    if closed:
        raise Conflict(closed.code, closed.sentence)


def closing(event: Event, of: Occurring) -> datetime:
    """When signing up ends: as the terms say, at the latest with the beginning."""
    on = terms(event)
    ends = [of.starts_at]
    if closes := _instant(on.closes_local, event.time_zone):
        ends.append(closes)
    if on.closes_hours_before is not None:
        ends.append(of.starts_at - timedelta(hours=on.closes_hours_before))
    return min(ends)


def _instant(local: str | None, zone: str) -> datetime | None:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)) if local else None


def _said(at: datetime, event: Event) -> str:
    return dates.moment(at, event.time_zone, "en")
