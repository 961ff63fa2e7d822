"""Answering an invitation to carry an event, by account or by link."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from services.events.audit import note, note_by_link
from services.events.calendar.models import Event
from services.events.cohosts import moves, shares, steps
from services.events.cohosts.models import Cohost
from services.events.cohosts.schemas import CohostAnswer
from services.events.links import actions as links
from services.events.links.models import Link
from services.events.policy import Viewer, may_act_for
from shared import clock
from shared.errors import Invalid, NotFound

_FAR = timedelta(days=3_650)


def answer(session: Session, viewer: Viewer, event: Event, cohost: Cohost, given: CohostAnswer) -> None:
    """Say yes, no, or which other date would do."""
    may_act_for(viewer, cohost.partner_id)
    _answer(session, event, cohost, given)
    note(session, viewer, f"cohost.{given.answer}", [event])


def find_by_link(session: Session, token: str) -> tuple[Event, Cohost, Link]:
    """What is asked by a link, held until it is answered."""
    link = links.follow(session, token, "cohost")
    event = steps.held(session, link.subject_id)
    # Called back while we waited for the event?
    session.refresh(link)
    links.follow(session, token)
    cohost = steps.asked(event, link.partner_id) if event else None
    if event is None or cohost is None:
        raise NotFound()
    return event, cohost, link


def answer_by_link(session: Session, event: Event, cohost: Cohost, link: Link, given: CohostAnswer) -> None:
    """The same, by whoever holds the link."""
    _answer(session, event, cohost, given)
    links.use(link)
    note_by_link(session, link, f"cohost.{given.answer}", [event])


def _answer(session: Session, event: Event, cohost: Cohost, given: CohostAnswer) -> None:
    state = moves.after(event, cohost, given.answer)
    proposed = _proposed(given)
    if state == "accepted" != cohost.state:
        shares.must_still_be_free(event, cohost)
    known = (cohost.state, cohost.reconfirm, cohost.answer_note, cohost.proposed_starts_at)
    cohost.answered_at, cohost.answer_note, cohost.proposed_starts_at = clock.now(), given.note, proposed
    if given.answer != "another_date":
        cohost.reconfirm, cohost.ask_again_at = False, None
    steps.become(session, event, cohost, state)
    # Pressed twice is said once.
    if known != (cohost.state, cohost.reconfirm, cohost.answer_note, cohost.proposed_starts_at):
        steps.tell_the_host(session, event, cohost, given.answer)


def _proposed(given: CohostAnswer) -> datetime | None:
    if given.answer != "another_date":
        return None
    if given.proposed_starts_at is None:
        raise Invalid("required", "Say which other date.", pointer="/proposed_starts_at")
    if not timedelta() < given.proposed_starts_at - clock.now() < _FAR:
        raise Invalid("out-of-range", "That date is over, or very far away.", pointer="/proposed_starts_at")
    return given.proposed_starts_at
