"""Registrations at the HTTP door, for the hosting staff: at the entrance, and when all is over."""

from uuid import UUID

from fastapi import Response

from services.events.asking import Acting
from services.events.registrations import day_moves, desk, moving, showing
from services.events.registrations.day_schemas import Assignment, CheckIn
from services.events.registrations.schemas import (
    Assigned,
    HoursAnswer,
    HoursGiven,
    RegistrationShown,
    WalkIn,
)
from shared.api.application import router
from shared.api.door import InTransaction, tagged

desks = router("registrations")


@desks.post("/api/v1/events/{event_id}/walk-ins")
def walk_in(
    session: InTransaction, viewer: Acting, event_id: UUID, given: WalkIn, response: Response
) -> RegistrationShown:
    """Take somebody in who has not signed up."""
    registration = desk.walk_in(session, viewer, event_id, given)
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@desks.post("/api/v1/events/{event_id}/sessions/{session_id}/assignment")
def assign(session: InTransaction, viewer: Acting, event_id: UUID, session_id: UUID, given: Assignment) -> Assigned:
    """Say who goes with which group of a session, and so to which site; who changes groups is told."""
    moved = day_moves.assign(session, viewer, event_id, session_id, given)
    return Assigned(items=showing.show(session, moved))


@desks.post("/api/v1/registrations/{registration_id}/check-in")
def check_in(
    session: InTransaction,
    viewer: Acting,
    registration_id: UUID,
    response: Response,
    given: CheckIn | None = None,
) -> RegistrationShown:
    """Note that somebody is there, at an event of several days on one of them."""
    registration = desk.check_in(moving.held_by_host(session, viewer, registration_id), given or CheckIn())
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@desks.post("/api/v1/registrations/{registration_id}/attendance")
def attend(session: InTransaction, viewer: Acting, registration_id: UUID, response: Response) -> RegistrationShown:
    """Note that somebody took part."""
    registration = desk.move(moving.held_by_host(session, viewer, registration_id), "attendance")
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@desks.post("/api/v1/registrations/{registration_id}/no-show")
def miss(session: InTransaction, viewer: Acting, registration_id: UUID, response: Response) -> RegistrationShown:
    """Note that somebody was not seen; her place is free."""
    registration = desk.move(moving.held_by_host(session, viewer, registration_id), "no-show")
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@desks.post("/api/v1/registrations/{registration_id}/hours")
def give_hours(
    session: InTransaction, viewer: Acting, registration_id: UUID, given: HoursGiven, response: Response
) -> RegistrationShown:
    """Give hours, in own or in paid time: one's own, or as the host."""
    registration = desk.give_hours(moving.held(session, viewer, registration_id), given)
    tagged(response, registration.version)
    return showing.show_one(session, registration)


@desks.post("/api/v1/registrations/{registration_id}/hours/verification")
def verify_hours(
    session: InTransaction, viewer: Acting, registration_id: UUID, given: HoursAnswer, response: Response
) -> RegistrationShown:
    """Verify hours, or dispute them; not one's own."""
    registration = desk.verify_hours(moving.held_by_host(session, viewer, registration_id), given)
    tagged(response, registration.version)
    return showing.show_one(session, registration)
