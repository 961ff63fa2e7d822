"""Reading occurrences: of one event, and of all that somebody may know of, in the order of their beginnings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from services.events.calendar.filters import DayOrInstant, EventFilters, wanted, within
from services.events.calendar.models import Event
from services.events.calendar.reading import document_for
from services.events.calendar.wall import shown
from services.events.occurrences.models import Occurrence
from services.events.occurrences.schemas import OccurrenceShown
from services.events.policy import Viewer, visible_to
from shared.api.paging import Listing, Page, after, cursor
from shared.errors import NotFound

# What is no longer of its series is kept for those who had a place, and shown to nobody.
_PAGE = """
    SELECT occurrences.event_id, occurrences.key, occurrences.starts_local, occurrences.ends_local,
           occurrences.starts_at, occurrences.ends_at, occurrences.time_zone,
           CASE WHEN events.state = 'cancelled' THEN 'cancelled' ELSE occurrences.state END AS state,
           CASE WHEN events.state = 'cancelled' THEN events.cancel_reason ELSE occurrences.reason END AS reason,
           coalesce(occurrences.title, events.title) AS title,
           coalesce(occurrences.venue, nullif(events.venue, 'null')) AS venue,
           coalesce(occurrences.online_url, events.online_url) AS online_url,
           coalesce(occurrences.capacity, events.capacity) AS capacity,
           {document} AS document
    FROM occurrences JOIN events ON events.id = occurrences.event_id
    WHERE occurrences.original_local IS NOT NULL AND {condition}
    ORDER BY occurrences.starts_at, occurrences.event_id, occurrences.key LIMIT {limit} + 1
"""
_EDGES = ("starts", "ends")
_AFTER = "(occurrences.starts_at, occurrences.event_id, occurrences.key) > (:after_starts_at, :after_id, :after_key)"


class OccurrencesOf(Page):
    """Which occurrences of an event are asked for; days are those of the consortium's zone."""

    from_: DayOrInstant | None = Field(default=None, alias="from")
    to: DayOrInstant | None = None


def every(session: Session, viewer: Viewer, filters: EventFilters) -> str:
    """A page of occurrences with their events, as JSON: those are kept ready."""
    found = wanted(filters, of="occurrences")
    rows = _rows(session, viewer, found.conditions, found.values, filters, document_for(viewer))
    items = (f'{_as_shown(row).model_dump_json()[:-1]},"event":{row.document}}}' for row in rows[: filters.limit])
    following = "null" if (place := _next(rows, filters.limit)) is None else f'"{place}"'
    return f'{{"items":[{",".join(items)}],"next":{following}}}'


def of_event(session: Session, viewer: Viewer, event_id: UUID, asked: OccurrencesOf) -> Listing[OccurrenceShown]:
    """A page of one event's occurrences."""
    seen = text(f"SELECT FROM events WHERE id = :id AND {visible_to(viewer)}")
    if session.execute(seen, {"id": event_id, **viewer.named}).one_or_none() is None:
        raise NotFound()
    found = within(asked.from_, asked.to, "occurrences")
    conditions = [*found.conditions, "occurrences.event_id = :event_id"]
    rows = _rows(session, viewer, conditions, {**found.values, "event_id": event_id}, asked, "''")
    return Listing(items=[_as_shown(row) for row in rows[: asked.limit]], next=_next(rows, asked.limit))


def as_shown(event: Event, row: Occurrence) -> OccurrenceShown:
    """An occurrence as it is shown, from what is being changed."""
    own = {name: getattr(row, name) for name in OccurrenceShown.model_fields}
    words = ("title", "venue", "online_url", "capacity")
    said = {name: getattr(event, name) if own[name] is None else own[name] for name in words}
    return OccurrenceShown.model_validate({**own, **said, "event_id": event.id, **_walls(row)})


def _rows(
    session: Session, viewer: Viewer, conditions: list[str], values: dict[str, Any], asked: Any, document: str
) -> Sequence[Row[Any]]:
    conditions, values = [*conditions, visible_to(viewer)], {**values, **viewer.named}
    place = after(asked.cursor, datetime.fromisoformat, UUID, str)
    if place is not None:
        conditions.append(_AFTER)
        values |= dict(zip(("after_starts_at", "after_id", "after_key"), place, strict=True))
    query = _PAGE.format(limit=asked.limit, document=document, condition=" AND ".join(conditions))
    return session.execute(text(query), values).all()


def _as_shown(row: Row[Any]) -> OccurrenceShown:
    return OccurrenceShown.model_validate({**row._mapping, **_walls(row)})


def _walls(row: Any) -> dict[str, datetime]:
    """Its times with the offset that clocks there have."""
    return {f"{edge}_at": shown(getattr(row, f"{edge}_local"), getattr(row, f"{edge}_at")) for edge in _EDGES}


def _next(rows: Sequence[Row[Any]], limit: int) -> str | None:
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    return cursor(last.starts_at.isoformat(), last.event_id, last.key)
