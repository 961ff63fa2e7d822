"""Occurrences at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.events.asking import Acting, Reading
from services.events.calendar import actions
from services.events.calendar.filters import EventFilters
from services.events.calendar.schemas import EventShown
from services.events.occurrences import one, reading
from services.events.occurrences.schemas import (
    Key,
    OccurrenceCancellation,
    OccurrenceChange,
    OccurrencePatch,
    OccurrenceShown,
)
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.paging import Listing

occurrences = router("occurrences")


class Occasion(OccurrenceShown):
    """An occurrence with its event, for calendars."""

    event: EventShown


@occurrences.get("/api/v1/occurrences", response_model=Listing[Occasion])
def list_all(session: InTransaction, viewer: Reading, filters: Annotated[EventFilters, Query()]) -> Response:
    """Every time at which an event takes place, in order; from today on, by the same filters as events."""
    return Response(reading.every(session, viewer, filters), media_type="application/json")


@occurrences.get("/api/v1/events/{event_id}/occurrences")
def list_of_event(
    session: InTransaction, viewer: Reading, event_id: UUID, asked: Annotated[reading.OccurrencesOf, Query()]
) -> Listing[OccurrenceShown]:
    """The times at which one event takes place, in order; from today on unless asked otherwise."""
    return reading.of_event(session, viewer, event_id, asked)


@occurrences.patch("/api/v1/events/{event_id}/occurrences/{key}")
def change(
    session: InTransaction,
    viewer: Acting,
    response: Response,
    event_id: UUID,
    key: Key,
    patch: OccurrencePatch,
    expected: IfMatch,
) -> OccurrenceShown:
    """Move, rename or relocate one occurrence of a series; the ETag is the event's."""
    event = actions.find_own(session, viewer, event_id)
    match(expected, event.version)
    actions.carry_out(session, viewer, event, OccurrenceChange(key=key, patch=patch))
    tagged(response, event.version)
    return reading.as_shown(event, one.find(event, key))


@occurrences.post("/api/v1/events/{event_id}/occurrences/{key}/cancellation")
def cancel(
    session: InTransaction,
    viewer: Acting,
    response: Response,
    event_id: UUID,
    key: Key,
    cancellation: OccurrenceCancellation,
) -> OccurrenceShown:
    """Cancel one occurrence of a series; whoever was told of the event is told so."""
    event = actions.find_own(session, viewer, event_id)
    actions.carry_out(session, viewer, event, OccurrenceChange(key=key, cancellation=cancellation))
    tagged(response, event.version)
    return reading.as_shown(event, one.find(event, key))
