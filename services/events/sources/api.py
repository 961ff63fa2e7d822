"""Sources at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.events.asking import Acting
from services.events.calendar.actions import find_own
from services.events.policy import may_import
from services.events.sources import actions, provenance
from services.events.sources.looking import look
from services.events.sources.models import Source
from services.events.sources.schemas import (
    NewSource,
    Provenance,
    SourceFilters,
    SourcePatch,
    SourcePreview,
    SourceRecords,
    SourceShown,
)
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing, after, cursor

sources = router("calendars")


@sources.get("/api/v1/calendars/sources")
def list_sources(
    session: InTransaction, viewer: Acting, filters: Annotated[SourceFilters, Query()]
) -> Listing[SourceShown]:
    """The calendars of those partners that the caller may act for, oldest first."""
    place = after(filters.cursor, UUID)
    found = actions.list_sources(session, viewer, filters.partner, place, filters.limit + 1)
    shown = [SourceShown.model_validate(source) for source in found[: filters.limit]]
    return Listing(items=shown, next=cursor(shown[-1].id) if len(found) > filters.limit else None)


@sources.post("/api/v1/calendars/sources", status_code=201)
def name_source(session: InTransaction, viewer: Acting, given: NewSource, response: Response) -> SourceShown:
    """Name a calendar that a partner keeps elsewhere. Nothing comes in until it is switched on."""
    source = actions.name(session, viewer, given)
    response.headers["Location"] = f"/api/v1/calendars/sources/{source.id}"
    return _shown(source, response)


@sources.get("/api/v1/calendars/sources/{source_id}")
def show_source(session: InTransaction, viewer: Acting, source_id: UUID, response: Response) -> SourceShown:
    """One calendar, and how reading it goes."""
    return _shown(actions.find(session, viewer, source_id), response)


@sources.patch("/api/v1/calendars/sources/{source_id}")
def change_source(
    session: InTransaction, viewer: Acting, source_id: UUID, patch: SourcePatch, expected: IfMatch, response: Response
) -> SourceShown:
    """Change where a calendar is, or its rules. What came in stays as it is."""
    source = actions.find(session, viewer, source_id)
    match(expected, source.version)
    actions.change(session, viewer, source, patch)
    return _shown(source, response)


@sources.post("/api/v1/calendars/sources/{source_id}/preview")
def preview_source(session: InTransaction, viewer: Acting, source_id: UUID) -> SourcePreview:
    """Fetch a calendar, and show what would come in. Nothing is written."""
    return look(actions.find(session, viewer, source_id))


@sources.post("/api/v1/calendars/sources/{source_id}/activation")
def activate_source(session: InTransaction, viewer: Acting, source_id: UUID, response: Response) -> SourceShown:
    """Let events come in by themselves, in the caller's name. Of what is there at first nobody is told."""
    source = actions.find(session, viewer, source_id)
    actions.switch(session, viewer, source, "activation")
    return _shown(source, response)


@sources.post("/api/v1/calendars/sources/{source_id}/pause")
def pause_source(session: InTransaction, viewer: Acting, source_id: UUID, response: Response) -> SourceShown:
    """Let nothing come in for now. What came in stays as it is."""
    source = actions.find(session, viewer, source_id)
    actions.switch(session, viewer, source, "pause")
    return _shown(source, response)


@sources.get("/api/v1/events/{event_id}/source")
def show_provenance(session: InTransaction, viewer: Acting, event_id: UUID) -> Provenance:
    """Which calendar an event came in from, and in what it follows it."""
    return provenance.of(session, find_own(session, viewer, event_id))


@sources.post("/api/v1/imports/calendars")
def import_sources(session: InTransaction, viewer: Acting, given: SourceRecords) -> Imported:
    """Record calendars as the office has them, switched off."""
    may_import(viewer)
    return Imported(items=actions.record(session, viewer, given.records))


def _shown(source: Source, response: Response) -> SourceShown:
    tagged(response, source.version)
    return SourceShown.model_validate(source)
