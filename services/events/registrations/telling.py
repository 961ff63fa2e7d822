"""What others are told of a registration, and the link that leads to it without an account."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.calendar.occasions import occasion
from services.events.links import actions as links
from services.events.links.models import Link
from services.events.registrations.day_showing import told_days
from services.events.registrations.days import full_days
from services.events.registrations.lines import rank
from services.events.registrations.models import Registration
from services.events.registrations.occurring import standing
from services.events.registrations.reasons import Change, reason
from services.events.registrations.states import LIVE, PLACED
from shared.messages.participation import Occasion, Registrant, RegistrationChanged, RegistrationRecorded
from shared.outbox import tell

# Long enough to look at it, and to take up what was left open, when all is over.
_LINK_OUTLIVES_EVENT = timedelta(days=30)


def fact(registration: Registration) -> RegistrationRecorded:
    """What copies are made of. Whoever was ended with her event hears of that as one who had a place."""
    return RegistrationRecorded(
        version=registration.version,
        registration_id=registration.id,
        event_id=registration.event_id,
        person_id=registration.person_id,
        live=registration.state in LIVE or registration.ended_with_event,
        has_place=registration.state in PLACED or registration.ended_with_event,
        occurrence=registration.occurrence,
        registrant=_registrant(registration),
    )


def tell_change(
    session: Session, event: Event, registration: Registration, change: Change, changed_by: UUID | None = None
) -> None:
    """Tell her what became of her registration; a walk-in who gave no address needs no email."""
    if registration.person_id is None and registration.address is None:
        tell(session, fact(registration))
        return
    position = rank(session, event, registration)
    why = reason(registration, position, full_days(registration, event.sessions))
    said_by_host = change == "cancelled_by_host"
    tell(
        session,
        RegistrationChanged(
            version=registration.version,
            registration_id=registration.id,
            occasion=_occasion(session, event, registration),
            registrant=_registrant(registration),
            change=change,
            live=registration.state in LIVE,
            occurrence=registration.occurrence,
            role=registration.role or "",
            party_size=registration.party_size,
            position=position,
            reason=why.sentence,
            reason_code=why.code,
            waits_for=tuple(registration.waits_for),
            note=registration.note if said_by_host else "",
            noted_by=changed_by if said_by_host else None,
            days=told_days(event, registration),
            offer_expires_at=registration.offer_expires_at,
            sealed_link=links.sealed(_link(session, event, registration)),
        ),
    )


def _occasion(session: Session, event: Event, registration: Registration) -> Occasion:
    """What it is for: of a series, the day that she comes."""
    if registration.occurrence is None:
        return occasion(event)
    day = standing(session, event, registration.occurrence)
    return occasion(event).model_copy(update={"starts_at": day.starts_at, "ends_at": day.ends_at})


def _registrant(registration: Registration) -> Registrant:
    if registration.person_id is not None:
        return Registrant(person_id=registration.person_id)
    return Registrant(
        name=registration.full_name,
        email=registration.email,
        language="es" if registration.language == "es" else "en",
    )


def _link(session: Session, event: Event, registration: Registration) -> Link:
    """One link for as long as the registration lives, so that all its emails lead to the same place."""
    until = event.ends_at + _LINK_OUTLIVES_EVENT
    known = (
        None
        if registration.version == 1
        else session.scalar(
            select(Link).where(
                Link.subject_id == registration.id, Link.purpose == "registration", Link.revoked_at.is_(None)
            )
        )
    )
    if known is None:
        known = links.give_out(session, "registration", registration.id, until, person_id=registration.person_id)
    known.expires_at = until
    return known
