"""Reading events, the hot path: what was kept ready goes out as it is, gathered by one statement.

A list's validator is PostgreSQL's own snapshot: as long as no transaction has ended, nothing can read differently.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.calendar.filters import Wanted
from services.events.policy import HOSTED, Viewer, visible_to
from shared.errors import NotFound
from shared.reads import Reads

# The limit is written out: for one that it does not know, PostgreSQL plans as if all rows were wanted.
_PAGE = """
    SELECT pg_current_snapshot()::text AS snapshot,
           count(*) > {limit} AS goes_on,
           string_agg(document, ',' ORDER BY place) FILTER (WHERE place <= {limit}) AS documents,
           min(starts_at) FILTER (WHERE place = {limit}) AS last_starts_at,
           (array_agg(id) FILTER (WHERE place = {limit}))[1] AS last_id
    FROM (
        SELECT events.starts_at, events.id, {document} AS document,
               row_number() OVER (ORDER BY events.starts_at, events.id) AS place
        FROM events WHERE {condition}
        ORDER BY events.starts_at, events.id LIMIT {limit} + 1
    ) AS page
"""
_ONE = "SELECT events.version, {document} AS document FROM events WHERE events.id = :id AND {condition}"
_SNAPSHOT = "SELECT pg_current_snapshot()::text AS snapshot"
_AFTER = "(events.starts_at, events.id) > (:after_starts_at, :after_id)"

# What the host's staff and the office see beyond the public document: who was asked.
_INSIDE = """
    (events.document::jsonb || jsonb_build_object(
        'invited_person_ids', to_jsonb(events.invited_person_ids),
        'cohosts', coalesce((
            SELECT jsonb_agg(
                jsonb_build_object('partner_id', partner_id, 'role', role, 'state', state, 'share', share)
                ORDER BY place
            ) FROM cohosts WHERE cohosts.event_id = events.id
        ), '[]')
    ))::text
"""


@dataclass(frozen=True)
class Gathered:
    """A page of documents, joined by commas; the sort key of its last when more follow; what it was read from."""

    documents: str
    last: tuple[datetime, UUID] | None
    snapshot: str


async def one(reads: Reads, viewer: Viewer, event_id: UUID) -> tuple[int, str]:
    """An event's version and document."""
    query = _ONE.format(document=document_for(viewer), condition=visible_to(viewer))
    found = await reads.one(query, {"id": event_id, **viewer.named})
    if found is None:
        raise NotFound()
    return found.version, found.document


async def gather(
    reads: Reads, viewer: Viewer, wanted: Wanted, after: tuple[datetime, UUID] | None, limit: int
) -> Gathered:
    """Documents of the events that are wanted and visible, by when they begin, from after a place on."""
    row = await reads.one(*page(viewer, wanted, after, limit))
    assert row is not None
    last = (row.last_starts_at, row.last_id) if row.goes_on else None
    return Gathered(row.documents or "", last, row.snapshot)


def page(
    viewer: Viewer, wanted: Wanted, after: tuple[datetime, UUID] | None, limit: int
) -> tuple[str, dict[str, Any]]:
    """The statement that a page is gathered by, and its values."""
    conditions, values = [*wanted.conditions, visible_to(viewer)], {**wanted.values, **viewer.named}
    if after is not None:
        conditions.append(_AFTER)
        values |= {"after_starts_at": after[0], "after_id": after[1]}
    return _PAGE.format(limit=limit, document=document_for(viewer), condition=" AND ".join(conditions)), values


async def unchanged_since(reads: Reads) -> str:
    """The snapshot, for who waits on the event loop."""
    row = await reads.one(_SNAPSHOT, {})
    assert row is not None
    return str(row.snapshot)


def snapshot(session: Session) -> str:
    """A word that is another one whenever a transaction has ended that may have written."""
    return str(session.scalar(text(_SNAPSHOT)))


def document_for(viewer: Viewer) -> str:
    """The document as the viewer may have it."""
    if viewer.is_office:
        return _INSIDE
    return f"CASE WHEN {HOSTED} THEN {_INSIDE} ELSE events.document END" if viewer.roles else "events.document"
