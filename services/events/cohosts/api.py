"""Co-hosts at the HTTP door."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.events.asking import Acting, Reading
from services.events.calendar.actions import find_own
from services.events.cohosts import actions, answering, reading
from services.events.cohosts.schemas import Asked, AskedByLink, CohostAnswer, Invitation
from shared.api.application import router
from shared.api.door import InTransaction, tagged
from shared.api.paging import Listing, Page, after

cohosts = router("cohosts")


@cohosts.get("/api/v1/cohosts")
def list_waiting(session: InTransaction, viewer: Acting, page: Annotated[Page, Query()]) -> Listing[Asked]:
    """What waits for an answer of the partners that one acts for, by when it begins."""
    place = after(page.cursor, datetime.fromisoformat, UUID, UUID)
    return reading.waiting(session, viewer, place, page.limit)


@cohosts.get("/api/v1/events/{event_id}/cohosts")
def list_cohosts(session: InTransaction, viewer: Reading, event_id: UUID) -> Listing[Asked]:
    """Whom the host asks to carry the event: all for its own staff, else what one's own partners are asked."""
    return reading.all_of(session, viewer, event_id)


@cohosts.post("/api/v1/events/{event_id}/cohosts")
def invite(
    session: InTransaction, viewer: Acting, event_id: UUID, invitation: Invitation, response: Response
) -> Asked:
    """Ask a partner to carry the event; it is named in public once it says yes."""
    event = find_own(session, viewer, event_id)
    cohost = actions.invite(session, viewer, event, invitation)
    tagged(response, event.version)
    return reading.asked(session, event, cohost)


@cohosts.post("/api/v1/events/{event_id}/cohosts/{partner_id}/answer")
def answer(
    session: InTransaction,
    viewer: Acting,
    event_id: UUID,
    partner_id: UUID,
    given: CohostAnswer,
    response: Response,
) -> Asked:
    """Say yes, no, or which other date would do; a later answer takes the place of an earlier one."""
    event, cohost = actions.find_asked(session, viewer, event_id, partner_id)
    answering.answer(session, viewer, event, cohost, given)
    tagged(response, event.version)
    return reading.asked(session, event, cohost)


@cohosts.post("/api/v1/events/{event_id}/cohosts/{partner_id}/withdrawal")
def withdraw(session: InTransaction, viewer: Acting, event_id: UUID, partner_id: UUID, response: Response) -> Asked:
    """Leave, or let a partner go: it is named no longer, and its link is called back."""
    event, cohost = actions.withdraw(session, viewer, event_id, partner_id)
    tagged(response, event.version)
    return reading.asked(session, event, cohost)


@cohosts.get("/api/v1/links/events/{token}/cohost")
def show_by_link(session: InTransaction, token: str) -> AskedByLink:
    """Who asks whom for what. Looking changes nothing."""
    event, cohost, link = answering.find_by_link(session, token)
    return reading.asked_by(session, event, cohost, link)


@cohosts.post("/api/v1/links/events/{token}/cohost")
def answer_by_link(session: InTransaction, token: str, given: CohostAnswer) -> AskedByLink:
    """Answer without an account; until the link ends, a later answer takes the place of an earlier one."""
    event, cohost, link = answering.find_by_link(session, token)
    answering.answer_by_link(session, event, cohost, link, given)
    return reading.asked_by(session, event, cohost, link)
