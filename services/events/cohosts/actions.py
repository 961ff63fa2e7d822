"""What can be done with co-hosts: to invite them, and to let them leave."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.calendar.models import Event
from services.events.cohosts import asking, moves, shares, steps
from services.events.cohosts.edits import may_take_over
from services.events.cohosts.models import Cohost
from services.events.cohosts.schemas import Invitation
from services.events.coordination import asks
from services.events.copies.references import Reference, must_be_known
from services.events.links import actions as links
from services.events.policy import Viewer, is_inside, may_act_for, may_host
from shared.errors import Conflict, Invalid, NotFound

_MOST = 100


def invite(session: Session, viewer: Viewer, event: Event, given: Invitation) -> Cohost:
    """Ask a partner to carry the event; it is named to nobody else until it says yes."""
    must_be_known(session, [Reference("partner", given.partner_id, "/partner_id")])
    if given.partner_id == event.host_id:
        raise Invalid("is-the-host", "This partner is the host already.", pointer="/partner_id")
    cohost = steps.asked(event, given.partner_id)
    state = moves.after(event, cohost, "invitation")
    shares.must_be_free(event, given.share, given.partner_id)
    if cohost is None:
        _must_have_room(event)
        place = max((each.place for each in event.cohosts), default=-1) + 1
        cohost = Cohost(partner_id=given.partner_id, place=place)
        event.cohosts.append(cohost)
    cohost.role, cohost.share, cohost.note, cohost.asked_by = given.role, given.share, given.note, viewer.person_id
    cohost.answer_note, cohost.answered_at, cohost.proposed_starts_at = "", None, None
    steps.become(session, event, cohost, state)
    asks.ask(session, event, given.partner_id, given.role, given.over_limit)
    asking.ask(session, event, cohost)
    note(session, viewer, "cohost.invitation", [event])
    return cohost


def find_asked(session: Session, viewer: Viewer, event_id: UUID, partner_id: UUID) -> tuple[Event, Cohost]:
    """What a partner was asked, held until it is answered; to all but the two of them it is not there."""
    event = steps.held(session, event_id)
    cohost = steps.asked(event, partner_id) if event else None
    if event is None or cohost is None or not (is_inside(viewer, event) or partner_id in viewer.roles):
        raise NotFound()
    return event, cohost


def withdraw(session: Session, viewer: Viewer, event_id: UUID, partner_id: UUID) -> tuple[Event, Cohost]:
    """Let a partner leave: by its own word, or by the host's."""
    _must_not_be_the_host(session, viewer, event_id, partner_id)
    event, cohost = find_asked(session, viewer, event_id, partner_id)
    may_act_for(viewer, event.host_id, cohost.partner_id)
    state, was = moves.after(event, cohost, "withdrawal"), cohost.state
    steps.become(session, event, cohost, state)
    links.revoke(session, "cohost", event.id, partner_id)
    if partner_id in viewer.roles:
        steps.tell_the_host(session, event, cohost, "withdrawn")
    elif was == "invited" or event.published_at is None:
        # Who carries a published event hears that it does no longer by the event's own email.
        steps.tell_the_partner(session, event, cohost)
    note(session, viewer, "cohost.withdrawal", [event])
    return event, cohost


def _must_have_room(event: Event) -> None:
    if len(event.cohosts) >= _MOST:
        raise Conflict("too-many", f"An event has at most {_MOST} co-hosts.")


def _must_not_be_the_host(session: Session, viewer: Viewer, event_id: UUID, partner_id: UUID) -> None:
    event = steps.held(session, event_id)
    if event is not None and event.host_id == partner_id and is_inside(viewer, event):
        may_host(viewer, partner_id)
        heirs = [str(each.partner_id) for each in event.cohosts if may_take_over(event, each.partner_id)]
        detail = "The host cannot leave without handing the event over to a co-host that has accepted."
        raise Conflict("last-host", detail, allowed=heirs)
