"""Requests for accommodations at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.events.accommodations import actions, arranging, recording
from services.events.accommodations.moves import Move
from services.events.accommodations.schemas import (
    AccommodationFilters,
    AccommodationRecords,
    AccommodationShown,
    ArrangersGiven,
    ArrangersShown,
    Asked,
    Said,
)
from services.events.accommodations.showing import shown
from services.events.asking import Acting
from services.events.policy import may_import
from shared.api.application import router
from shared.api.door import InTransaction, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing, after, cursor

accommodations = router("accommodations")


@accommodations.post("/api/v1/events/{event_id}/accommodations", status_code=201)
def ask(
    session: InTransaction, viewer: Acting, event_id: UUID, asked: Asked, response: Response
) -> AccommodationShown:
    """Ask for what one needs. Only those who arrange will read it, and answer within two working days."""
    seen = actions.ask(session, viewer, event_id, asked)
    response.headers["Location"] = f"/api/v1/accommodations/{seen.asked.id}"
    tagged(response, seen.asked.version)
    return shown(session, seen)


@accommodations.get("/api/v1/accommodations")
def list_accommodations(
    session: InTransaction, viewer: Acting, filters: Annotated[AccommodationFilters, Query()]
) -> Listing[AccommodationShown]:
    """One's own requests and those that one arranges, in the order in which they were made."""
    found = actions.gather(session, viewer, filters, after(filters.cursor, UUID))
    items = [shown(session, seen) for seen in found[: filters.limit]]
    return Listing(items=items, next=cursor(items[-1].id) if len(found) > filters.limit else None)


@accommodations.get("/api/v1/accommodations/{accommodation_id}")
def show_accommodation(
    session: InTransaction, viewer: Acting, accommodation_id: UUID, response: Response
) -> AccommodationShown:
    """One request, to whoever made or arranges it."""
    seen = actions.find(session, viewer, accommodation_id)
    tagged(response, seen.asked.version)
    return shown(session, seen)


@accommodations.post("/api/v1/accommodations/{accommodation_id}/{move}")
def move_accommodation(
    session: InTransaction,
    viewer: Acting,
    accommodation_id: UUID,
    move: Move,
    response: Response,
    said: Said | None = None,
) -> AccommodationShown:
    """Move a request on; whoever waits for it is told."""
    seen = actions.find(session, viewer, accommodation_id, to_move=True)
    actions.carry_out(session, viewer, seen, move, said or Said())
    tagged(response, seen.asked.version)
    return shown(session, seen)


@accommodations.get("/api/v1/events/{event_id}/arrangers")
def show_arrangers(session: InTransaction, viewer: Acting, event_id: UUID) -> ArrangersShown:
    """Who arranges for an event, and reads what is asked: the host's coordinators, or those who were named."""
    return ArrangersShown(person_ids=arranging.arrangers(session, arranging.find(session, viewer, event_id)))


@accommodations.post("/api/v1/events/{event_id}/arrangers")
def name_arrangers(session: InTransaction, viewer: Acting, event_id: UUID, given: ArrangersGiven) -> ArrangersShown:
    """Let only these of the host's coordinators arrange."""
    event = arranging.find(session, viewer, event_id)
    arranging.name(session, viewer, event, given.person_ids)
    return ArrangersShown(person_ids=arranging.arrangers(session, event))


@accommodations.post("/api/v1/imports/accommodations")
def import_accommodations(session: InTransaction, viewer: Acting, given: AccommodationRecords) -> Imported:
    """Record requests as the office has them. Nobody is written to."""
    may_import(viewer)
    return Imported(items=recording.record(session, given.records))
