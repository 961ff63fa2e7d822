"""Events at the HTTP door."""

import json
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.events.answers import NOT_MODIFIED, IfNoneMatch, ready, unless_seen, validator
from services.events.asking import Acting, reader
from services.events.calendar import actions, reading, recording
from services.events.calendar.answering import answered
from services.events.calendar.changes import Cancellation, MessageShown, Postponement, Preview, PreviewOf, Publication
from services.events.calendar.filters import EventFilters, today, wanted
from services.events.calendar.records import EventRecords
from services.events.calendar.schemas import EventPatch, EventShown, NewEvent
from services.events.policy import may_import
from services.events.seen import SeenList
from shared.api.application import router
from shared.api.door import Checked, IfMatch, InTransaction, etag, match
from shared.api.imports import Imported
from shared.api.paging import Listing, after, cursor

lists, single = APIRouter(route_class=SeenList, tags=["events"]), APIRouter(route_class=Checked, tags=["events"])
events = router("events")


@lists.get("/api/v1/events", response_model=Listing[EventShown], responses=NOT_MODIFIED)
async def list_events(
    request: Request, filters: Annotated[EventFilters, Query()], seen: IfNoneMatch = None
) -> Response:
    """Events, by when they begin; from today on, and without drafts and old cancellations, unless asked otherwise."""
    reads, viewer = request.app.state.reads, await reader(request)
    shown_for = (today(), viewer.person_id)
    if seen and (known := unless_seen(seen, validator(await reading.unchanged_since(reads), *shown_for))):
        return known
    place = after(filters.cursor, datetime.fromisoformat, UUID)
    page = await reading.gather(reads, viewer, wanted(filters), place, filters.limit)
    following = json.dumps(cursor(page.last[0].isoformat(), page.last[1]) if page.last else None)
    return ready(f'{{"items":[{page.documents}],"next":{following}}}', validator(page.snapshot, *shown_for))


@single.get("/api/v1/events/{event_id}", response_model=EventShown, responses=NOT_MODIFIED)
async def show_event(request: Request, event_id: UUID, seen: IfNoneMatch = None) -> Response:
    """One event."""
    version, document = await reading.one(request.app.state.reads, await reader(request), event_id)
    return unless_seen(seen, etag(version)) or ready(document, etag(version))


@events.post("/api/v1/events", status_code=201, response_model=EventShown)
def draft(session: InTransaction, viewer: Acting, given: NewEvent) -> Response:
    """Draft an event. It is told to nobody."""
    event = actions.draft(session, viewer, given)
    return answered(viewer, event, 201, {"Location": f"/api/v1/events/{event.id}"})


@events.patch("/api/v1/events/{event_id}", response_model=EventShown)
def change(session: InTransaction, viewer: Acting, event_id: UUID, patch: EventPatch, expected: IfMatch) -> Response:
    """Change or move an event; whoever was told of it before may be told again."""
    event = actions.find_own(session, viewer, event_id)
    match(expected, event.version)
    actions.carry_out(session, viewer, event, patch)
    return answered(viewer, event)


@events.post("/api/v1/events/{event_id}/publication", response_model=EventShown)
def publish(
    session: InTransaction, viewer: Acting, event_id: UUID, publication: Publication | None = None
) -> Response:
    """Publish an event: it is open to those who may see it, and they are told."""
    event = actions.find_own(session, viewer, event_id)
    actions.carry_out(session, viewer, event, publication or Publication())
    return answered(viewer, event)


@events.post("/api/v1/events/{event_id}/postponement", response_model=EventShown)
def postpone(session: InTransaction, viewer: Acting, event_id: UUID, postponement: Postponement) -> Response:
    """Let people know that the time is to come; a new time, or a publication, brings the event back."""
    event = actions.find_own(session, viewer, event_id)
    actions.carry_out(session, viewer, event, postponement)
    return answered(viewer, event)


@events.post("/api/v1/events/{event_id}/cancellation", response_model=EventShown)
def cancel(session: InTransaction, viewer: Acting, event_id: UUID, cancellation: Cancellation) -> Response:
    """Cancel an event; whoever was told of it is told so."""
    event = actions.find_own(session, viewer, event_id)
    actions.carry_out(session, viewer, event, cancellation)
    return answered(viewer, event)


@events.post("/api/v1/events/{event_id}/preview")
def preview(session: InTransaction, viewer: Acting, event_id: UUID, of: PreviewOf) -> Preview:
    """The messages that a change would tell. Nothing is changed, and nobody is told."""
    event = actions.find_for(session, viewer, event_id, of.change.said)
    told = actions.preview(session, viewer, event, of.change.said)
    return Preview(messages=[MessageShown(name=each.name, body=each.model_dump(mode="json")) for each in told])


@events.post("/api/v1/imports/events")
def import_events(session: InTransaction, viewer: Acting, given: EventRecords) -> Imported:
    """Record events as the office has them. Neighbors get copies, and nobody is written to."""
    may_import(viewer)
    return Imported(items=recording.record(session, viewer, given.records))
