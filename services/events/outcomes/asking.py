"""Asking for the numbers of what is over: at its end, three and ten days later, and never after an answer."""

from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.calendar.occasions import occasion
from services.events.links import actions as links
from services.events.outcomes.models import Asking
from shared import clock
from shared.messages.participation import NumbersRequested
from shared.outbox import tell

# After the first time, and after the second; after the third nobody is asked again.
_UNTIL_NEXT = {1: timedelta(days=3), 2: timedelta(days=7), 3: timedelta(days=0)}
_LINK_GOOD_FOR = timedelta(days=30)
_TOGETHER = 200

_BEGIN = text(
    """
    INSERT INTO numbers_askings (event_id, times, next_at, site_email)
    SELECT id, 0, :now, '' FROM events
    WHERE state = 'ended' AND NOT EXISTS (SELECT FROM numbers_askings WHERE event_id = events.id)
    ORDER BY id LIMIT :together
    ON CONFLICT DO NOTHING
    """
)


def ask(session: Session) -> None:
    """Ask the hosts of what has ended, and the sites' contacts, if it is time to, some at a time.

    Both rows are held: neither another run nor an answer that is being given can come in between.
    """
    now = clock.now()
    session.execute(_BEGIN, {"now": now, "together": _TOGETHER})
    due = (
        select(Asking, Event)
        .join(Event, Event.id == Asking.event_id)
        .where(Asking.times < len(_UNTIL_NEXT), Asking.next_at <= now, Event.state == "ended")
        .order_by(Asking.next_at)
        .limit(_TOGETHER)
        .with_for_update(of=(Asking, Event), skip_locked=True)
    )
    for asking, event in session.execute(due).all():
        asking.times += 1
        asking.next_at = now + _UNTIL_NEXT[asking.times]
        link = links.give_out(session, "numbers", event.id, now + _LINK_GOOD_FOR, partner_id=event.host_id)
        tell(
            session,
            NumbersRequested(
                version=asking.times,
                occasion=occasion(event),
                time=asking.times,
                site_email=asking.site_email,
                sealed_link=links.sealed(link),
                expires_at=link.expires_at,
            ),
        )
