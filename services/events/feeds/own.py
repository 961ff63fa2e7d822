"""One's own calendar: what one is registered for, is invited to, or has a hand in. Its address is its key."""

import hashlib
import secrets
from uuid import UUID

from sqlalchemy import and_, or_, select, text
from sqlalchemy.orm import Session

from services.events.calendar.filters import today
from services.events.calendar.models import Event
from services.events.calendar.vevent import fragment
from services.events.copies.standing import standing_of
from services.events.feeds.actions import shown_still
from services.events.feeds.frames import calendar
from services.events.feeds.models import OwnCalendar
from services.events.feeds.schemas import OwnCalendarMade
from services.events.policy import COHOSTED, HOSTED, Viewer, visible_to
from services.events.registrations.models import Registration
from services.events.registrations.states import LIVE, PLACED
from shared import clock
from shared.errors import NotFound
from shared.settings import settings

_SECRET_BYTES = 32


def rotate(session: Session, person_id: UUID) -> OwnCalendarMade:
    """Give one's own calendar a new address; the old one leads nowhere any longer."""
    secret, now = secrets.token_urlsafe(_SECRET_BYTES), clock.now()
    session.merge(OwnCalendar(person_id=person_id, secret_hash=_hash(secret), made_at=now))
    return OwnCalendarMade(url=f"{settings().url}/my/{secret}/calendar.ics", made_at=now)


def read(session: Session, secret: str) -> str:
    """The calendar that an address is of, with what its owner may see now."""
    owner = session.scalar(select(OwnCalendar.person_id).where(OwnCalendar.secret_hash == _hash(secret)))
    standing = standing_of(session, owner, today()) if owner else None
    if owner is None or standing is None:
        raise NotFound()
    viewer = Viewer(
        person_id=owner,
        is_office="office" in standing.consortium,
        roles=standing.partners,
        is_member=standing.is_member,
        group_ids=standing.group_ids,
    )
    events = _events(session, viewer)
    zones = sorted({event.time_zone for event in events})
    # Named by a path without the secret: a calendar is passed on more easily than its address.
    return calendar("".join(map(fragment, events)), zones, "My events", f"/my/calendar#{owner}")


def _events(session: Session, viewer: Viewer) -> list[Event]:
    registered = select(Registration.event_id).where(
        Registration.person_id == viewer.person_id, Registration.state.in_({*LIVE, *PLACED})
    )
    hers = or_(
        Event.id.in_(registered),
        Event.invited_person_ids.contains([viewer.person_id]),
        text(f"({HOSTED} OR {COHOSTED})"),
    )
    wanted = and_(shown_still(), Event.published_at.is_not(None), hers, text(visible_to(viewer)))
    return list(session.scalars(select(Event).where(wanted).order_by(Event.starts_at, Event.id), viewer.named))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
