"""What can be done with co-hosts: to invite them, to answer, to leave.

Whoever changes anything between a host and its co-hosts holds the event meanwhile: of two answers at once, and of an
answer and a cancellation, the second one finds what the first one did.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.calendar import documents
from services.events.calendar.actions import fact
from services.events.calendar.models import Event
from services.events.calendar.occasions import occasion
from services.events.cohosts import asking, moves, shares
from services.events.cohosts.models import Cohost
from services.events.cohosts.schemas import CohostAnswer, CohostState, Invitation
from services.events.coordination import asks
from services.events.copies.references import Reference, must_be_known
from services.events.links import actions as links
from services.events.links.models import Link
from services.events.policy import Viewer, is_inside, may_act_for, may_host
from shared import clock
from shared.errors import Conflict, Invalid, NotFound
from shared.messages.events import EventChanged
from shared.messages.participation import CohostAnswered
from shared.outbox import tell

Said = Literal["accepted", "declined", "another_date", "withdrawn"]
_MOST = 100


def invite(session: Session, viewer: Viewer, event: Event, given: Invitation) -> Cohost:
    """Ask a partner to carry the event; it is named to nobody else until it says yes."""
    must_be_known(session, [Reference("partner", given.partner_id, "/partner_id")])
    if given.partner_id == event.host_id:
        raise Invalid("is-the-host", "This partner is the host already.", pointer="/partner_id")
    cohost = _of(event, given.partner_id)
    state = moves.after(event, cohost, "invitation")
    shares.must_be_free(event, given.share, given.partner_id)
    if cohost is None:
        _must_have_room(event)
        place = max((each.place for each in event.cohosts), default=-1) + 1
        cohost = Cohost(partner_id=given.partner_id, place=place)
        event.cohosts.append(cohost)
    cohost.role, cohost.share, cohost.note, cohost.asked_by = given.role, given.share, given.note, viewer.person_id
    cohost.answer_note, cohost.answered_at, cohost.proposed_starts_at = "", None, None
    _become(session, event, cohost, state)
    asks.ask(session, event, given.partner_id, given.role, given.over_limit)
    asking.ask(session, event, cohost)
    note(session, viewer, "cohost.invitation", [event])
    return cohost


def find_asked(session: Session, viewer: Viewer, event_id: UUID, partner_id: UUID) -> tuple[Event, Cohost]:
    """What a partner was asked, held until it is answered; to all but the two of them it is not there."""
    event = _held(session, event_id)
    cohost = _of(event, partner_id) if event else None
    if event is None or cohost is None or not (is_inside(viewer, event) or partner_id in viewer.roles):
        raise NotFound()
    return event, cohost


def answer(session: Session, viewer: Viewer, event: Event, cohost: Cohost, given: CohostAnswer) -> None:
    """Say yes, no, or which other date would do."""
    may_act_for(viewer, cohost.partner_id)
    _answer(session, event, cohost, given)
    note(session, viewer, f"cohost.{given.answer}", [event])


def find_by_link(session: Session, token: str) -> tuple[Event, Cohost, Link]:
    """What is asked by a link, held until it is answered."""
    link = links.follow(session, token, "cohost")
    event = _held(session, link.subject_id)
    # Called back while we waited for the event?
    session.refresh(link)
    links.follow(session, token)
    cohost = _of(event, link.partner_id) if event else None
    if event is None or cohost is None:
        raise NotFound()
    return event, cohost, link


def answer_by_link(session: Session, event: Event, cohost: Cohost, link: Link, given: CohostAnswer) -> None:
    """The same, by whoever holds the link."""
    _answer(session, event, cohost, given)
    links.use(link)
    note(session, Viewer(person_id=link.id), f"cohost.{given.answer}", [event])


def withdraw(session: Session, viewer: Viewer, event_id: UUID, partner_id: UUID) -> tuple[Event, Cohost]:
    """Let a partner leave: by its own word, or by the host's."""
    _must_not_be_the_host(session, viewer, event_id, partner_id)
    event, cohost = find_asked(session, viewer, event_id, partner_id)
    may_act_for(viewer, event.host_id, cohost.partner_id)
    _become(session, event, cohost, moves.after(event, cohost, "withdrawal"))
    links.revoke(session, "cohost", event.id, partner_id)
    if partner_id in viewer.roles:
        _tell_the_host(session, event, cohost, "withdrawn")
    note(session, viewer, "cohost.withdrawal", [event])
    return event, cohost


def _answer(session: Session, event: Event, cohost: Cohost, given: CohostAnswer) -> None:
    state = moves.after(event, cohost, given.answer)
    proposed = _proposed(given)
    if state == "accepted" != cohost.state:
        shares.must_still_be_free(event, cohost)
    known = (cohost.state, cohost.reconfirm, cohost.answer_note, cohost.proposed_starts_at)
    cohost.answered_at, cohost.answer_note, cohost.proposed_starts_at = clock.now(), given.note, proposed
    if given.answer != "another_date":
        cohost.reconfirm, cohost.ask_again_at = False, None
    _become(session, event, cohost, state)
    # Pressed twice is said once.
    if known != (cohost.state, cohost.reconfirm, cohost.answer_note, cohost.proposed_starts_at):
        _tell_the_host(session, event, cohost, given.answer)


def _become(session: Session, event: Event, cohost: Cohost, state: CohostState) -> None:
    """Take the step, and renew at once whatever names the partner, or no longer does."""
    before, cohost.state = cohost.state, state
    if before == state:
        return
    if "accepted" in {before, state}:
        shares.settle(event)
    if state != "accepted":
        cohost.reconfirm, cohost.ask_again_at = False, None
    event.version += 1
    documents.write(event)
    session.flush()
    if event.published_at:
        tell(session, fact(event, EventChanged))


def _tell_the_host(session: Session, event: Event, cohost: Cohost, said: Said) -> None:
    tell(
        session,
        CohostAnswered(
            version=event.version,
            occasion=occasion(event),
            partner_id=cohost.partner_id,
            invited_by=cohost.asked_by,
            answer=said,
            note=cohost.answer_note if said != "withdrawn" else "",
            proposed_starts_at=cohost.proposed_starts_at if said == "another_date" else None,
        ),
    )


def _proposed(given: CohostAnswer) -> datetime | None:
    if given.answer != "another_date":
        return None
    if given.proposed_starts_at is None:
        raise Invalid("required", "Say which other date.", pointer="/proposed_starts_at")
    if given.proposed_starts_at <= clock.now():
        raise Invalid("out-of-range", "That date is over.", pointer="/proposed_starts_at")
    return given.proposed_starts_at


def _must_have_room(event: Event) -> None:
    if len(event.cohosts) >= _MOST:
        raise Conflict("too-many", f"An event has at most {_MOST} co-hosts.")


def _must_not_be_the_host(session: Session, viewer: Viewer, event_id: UUID, partner_id: UUID) -> None:
    event = _held(session, event_id)
    if event is not None and event.host_id == partner_id and is_inside(viewer, event):
        may_host(viewer, partner_id)
        heirs = [str(each.partner_id) for each in event.cohosts if each.state == "accepted"]
        detail = "The host cannot leave without handing the event over to a co-host that has accepted."
        raise Conflict("last-host", detail, allowed=heirs)


def _held(session: Session, event_id: UUID) -> Event | None:
    return session.scalar(select(Event).where(Event.id == event_id).with_for_update(of=Event))


def _of(event: Event, partner_id: UUID | None) -> Cohost | None:
    return next((each for each in event.cohosts if each.partner_id == partner_id), None)
