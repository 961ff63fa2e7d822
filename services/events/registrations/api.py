"""Registrations at the HTTP door, for those who come."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from services.events.asking import Acting, Reading
from services.events.policy import STRANGER, may_import
from services.events.registrations import actions, day_moves, limits, linked, moving, recording, showing
from services.events.registrations.day_schemas import DaysGiven
from services.events.registrations.records import RegistrationRecords
from services.events.registrations.schemas import (
    Ended,
    LinkAnswer,
    LinkedRegistration,
    Met,
    Occurrence,
    OwnFilters,
    OwnRegistration,
    PartyPatch,
    PlacesShown,
    RegistrationShown,
    RosterFilters,
    SignUp,
)
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing

registrations = router("registrations")


@registrations.post("/api/v1/events/{event_id}/registrations")
def sign_up(
    session: InTransaction, viewer: Reading, event_id: UUID, given: SignUp, request: Request, response: Response
) -> RegistrationShown:
    """Sign up; without an account, by name and address, to which a link is sent. Full means a place in the queue."""
    if viewer is STRANGER:
        limits.count(session, given, request.client.host if request.client else "")
    registration = actions.sign_up(session, viewer, event_id, given)
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@registrations.get("/api/v1/events/{event_id}/registrations")
def show_roster(
    session: InTransaction, viewer: Acting, event_id: UUID, filters: Annotated[RosterFilters, Query()]
) -> Listing[RegistrationShown]:
    """Who signed up, in order of arrival; for the hosting staff alone."""
    return showing.roster(session, viewer, event_id, filters)


@registrations.get("/api/v1/events/{event_id}/places")
def show_places(
    session: InTransaction, viewer: Reading, event_id: UUID, occurrence: Occurrence | None = None
) -> PlacesShown:
    """Whether one can sign up, and how many places are left."""
    return showing.places(session, viewer, event_id, occurrence)


@registrations.get("/api/v1/registrations")
def list_own(
    session: InTransaction, viewer: Acting, filters: Annotated[OwnFilters, Query()]
) -> Listing[OwnRegistration]:
    """One's own registrations; with `mine=false` everybody's, for the office."""
    return showing.own(session, viewer, filters)


@registrations.get("/api/v1/registrations/{registration_id}")
def show_registration(
    session: InTransaction, viewer: Acting, registration_id: UUID, response: Response
) -> RegistrationShown:
    """One registration: one's own, or at an event that one hosts."""
    registration = moving.held(session, viewer, registration_id, alone=False).registration
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@registrations.patch("/api/v1/registrations/{registration_id}")
def come_fewer(
    session: InTransaction,
    viewer: Acting,
    registration_id: UUID,
    patch: PartyPatch,
    expected: IfMatch,
    response: Response,
) -> RegistrationShown:
    """Make a party smaller; the places that come free are offered to the next."""
    one = moving.held(session, viewer, registration_id)
    match(expected, one.registration.version)
    registration = moving.shrink(one, patch.party_size)
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@registrations.post("/api/v1/registrations/{registration_id}/acceptance")
def accept(session: InTransaction, viewer: Acting, registration_id: UUID, response: Response) -> RegistrationShown:
    """Accept the place that is offered."""
    registration = moving.accept(moving.held(session, viewer, registration_id))
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@registrations.post("/api/v1/registrations/{registration_id}/cancellation")
def cancel(
    session: InTransaction,
    viewer: Acting,
    registration_id: UUID,
    response: Response,
    given: Ended | None = None,
) -> RegistrationShown:
    """Give a place up, or, as the host, take it back."""
    one = moving.held(session, viewer, registration_id)
    registration = moving.cancel(one, given.reason if given else "", by_host=not one.is_hers)
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@registrations.post("/api/v1/registrations/{registration_id}/days")
def choose_days(
    session: InTransaction, viewer: Acting, registration_id: UUID, given: DaysGiven, response: Response
) -> RegistrationShown:
    """Come on these days after all; where one is full, wait for it."""
    registration = day_moves.choose_days(moving.held(session, viewer, registration_id), given.days)
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@registrations.post("/api/v1/registrations/{registration_id}/requirements")
def meet(
    session: InTransaction, viewer: Acting, registration_id: UUID, given: Met, response: Response
) -> RegistrationShown:
    """Confirm what a registration waits for: the host its approval, a guardian her consent."""
    registration = moving.meet(moving.held(session, viewer, registration_id), given.met)
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@registrations.get("/api/v1/links/events/{token}/registration")
def show_linked(session: InTransaction, token: str) -> LinkedRegistration:
    """The registration that a link leads to. Looking changes nothing."""
    return linked.show(session, token)


@registrations.post("/api/v1/links/events/{token}/registration")
def answer_linked(session: InTransaction, token: str, given: LinkAnswer) -> LinkedRegistration:
    """Accept an offer, cancel, come fewer, or consent as a guardian, without an account."""
    return linked.answer(session, token, given)


@registrations.post("/api/v1/imports/registrations")
def import_registrations(session: InTransaction, viewer: Acting, given: RegistrationRecords) -> Imported:
    """Record registrations as the office has them. Nobody is written to."""
    may_import(viewer)
    return Imported(items=recording.record(session, viewer, given.records))
