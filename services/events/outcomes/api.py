"""Outcomes at the HTTP door, for hosts and by links."""

from uuid import UUID

from fastapi import Response

from services.events.asking import Acting
from services.events.links.actions import follow
from services.events.outcomes import actions, recording
from services.events.outcomes.schemas import (
    Numbers,
    NumbersAsked,
    OutcomeRecords,
    OutcomeShown,
    SiteContact,
    SiteContactShown,
)
from services.events.outcomes.showing import asked, shown
from services.events.policy import may_import
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, tagged
from shared.api.imports import Imported

outcomes = router("outcomes")


@outcomes.get("/api/v1/events/{event_id}/outcome")
def show_outcome(session: InTransaction, viewer: Acting, event_id: UUID, response: Response) -> OutcomeShown:
    """What came of an event, and whose credit it is; version 0 while nobody has said."""
    found = shown(session, viewer, actions.find(session, viewer, event_id))
    tagged(response, found.version)
    return found


@outcomes.put("/api/v1/events/{event_id}/outcome")
def give_outcome(
    session: InTransaction, viewer: Acting, event_id: UUID, numbers: Numbers, expected: IfMatch, response: Response
) -> OutcomeShown:
    """Give the numbers of an event that is over, which completes it; or correct them, and what was said is kept."""
    given = shown(session, viewer, actions.give(session, viewer, event_id, numbers, expected))
    tagged(response, given.version)
    return given


@outcomes.post("/api/v1/events/{event_id}/site-contact")
def name_site_contact(session: InTransaction, viewer: Acting, event_id: UUID, given: SiteContact) -> SiteContactShown:
    """Name somebody at the event's place who is asked for its numbers, too, by a link that needs no account."""
    actions.name_site_contact(session, viewer, event_id, given.email)
    return SiteContactShown(email=given.email)


@outcomes.get("/api/v1/links/events/{token}/numbers")
def show_numbers_asked(session: InTransaction, token: str) -> NumbersAsked:
    """Who asks for the numbers of which event. Looking changes nothing."""
    return asked(session, actions.linked(session, follow(session, token, "numbers")))


@outcomes.post("/api/v1/links/events/{token}/numbers")
def give_numbers(session: InTransaction, token: str, numbers: Numbers) -> NumbersAsked:
    """Give the numbers, without an account, once."""
    link = follow(session, token, "numbers")
    return asked(session, actions.give_by_link(session, link, numbers))


@outcomes.post("/api/v1/imports/outcomes")
def import_outcomes(session: InTransaction, viewer: Acting, given: OutcomeRecords) -> Imported:
    """Record outcomes as the office has them. Nobody is written to."""
    may_import(viewer)
    return Imported(items=recording.record(session, viewer, given.records))
