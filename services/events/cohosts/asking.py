"""Asking partners to carry an event; anew, when it is moved, those who said yes and those yet to answer."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.calendar.occasions import occasion
from services.events.cohosts.models import Cohost
from services.events.cohosts.moves import is_to_come
from services.events.links import actions as links
from services.events.settings import events_settings
from shared import clock
from shared.messages.participation import CohostInvited
from shared.outbox import tell

_ASKED_TOGETHER = 100
_NEAR = timedelta(hours=24)
_TO_ASK = frozenset({"invited", "accepted"})
# How long one may answer by the link when the event's own time is to come.
_WITHOUT_A_TIME = timedelta(days=30)


def ask(session: Session, event: Event, cohost: Cohost, *, again: bool = False) -> None:
    """Give out a link to answer by, and have it sent; older ones lead nowhere from now on."""
    links.revoke(session, "cohost", event.id, cohost.partner_id)
    link = links.give_out(session, "cohost", event.id, _until(event), partner_id=cohost.partner_id)
    cohost.asked_at = clock.now()
    tell(
        session,
        CohostInvited(
            version=event.version,
            occasion=occasion(event),
            partner_id=cohost.partner_id,
            role=cohost.role,
            invited_by=cohost.asked_by,
            again=again,
            note=cohost.note,
            sealed_link=links.sealed(link),
            expires_at=link.expires_at,
        ),
    )


def doubt(session: Session, event: Event, changed_by: UUID | None) -> None:
    """After a change of time or place, a yes is to be said again; who has not answered is asked for the new time."""
    if not event.cohosts:
        return
    links.keep_until(session, "cohost", event.id, _until(event))
    near = event.starts_at - clock.now() <= _NEAR
    wait = timedelta() if near else timedelta(seconds=events_settings().settle_seconds)
    for cohost in event.cohosts:
        if cohost.state == "accepted":
            cohost.reconfirm, cohost.asked_by = True, changed_by
        if cohost.state in _TO_ASK:
            cohost.ask_again_at = clock.now() + wait


def ask_again(session: Session) -> None:
    """Ask those whose event was moved and then left in peace for a while."""
    now = clock.now()
    moved = select(Cohost.event_id).where(Cohost.ask_again_at <= now).limit(_ASKED_TOGETHER)
    for event in session.scalars(
        select(Event).where(Event.id.in_(moved)).with_for_update(of=Event, skip_locked=True)
    ):
        for cohost in event.cohosts:
            if cohost.ask_again_at is None or cohost.ask_again_at > now:
                continue
            if cohost.state in _TO_ASK and is_to_come(event):
                ask(session, event, cohost, again=True)
            cohost.ask_again_at = None


def _until(event: Event) -> datetime:
    return event.starts_at if event.starts_at > clock.now() else clock.now() + _WITHOUT_A_TIME
