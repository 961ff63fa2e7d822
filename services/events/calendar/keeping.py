"""Keeping what is new: an event and its occurrences go in by one statement.

A unit of work finds out what changed since a row was read. Of a new event that is everything, and finding it out
costs more than all the rest of a post.
"""

import json

from sqlalchemy.orm import Session, make_transient_to_detached

from services.events.base import Base
from services.events.calendar.models import Event
from services.events.occurrences.models import Occurrence
from shared.direct import run

_EVENT = tuple(column.name for column in Event.__table__.columns if column.name != "created_at")
_OCCURRENCE = tuple(column.name for column in Occurrence.__table__.columns)
_KEEP = f"""
    WITH event AS (
        INSERT INTO events ({", ".join(_EVENT)})
        SELECT {", ".join(_EVENT)} FROM jsonb_populate_record(NULL::events, CAST(:event AS jsonb))
    )
    INSERT INTO occurrences ({", ".join(_OCCURRENCE)})
    SELECT {", ".join(_OCCURRENCE)} FROM jsonb_populate_recordset(NULL::occurrences, CAST(:occurrences AS jsonb))
"""


def keep(session: Session, event: Event) -> None:
    """Keep an event that is new and has no co-hosts yet; the session then has it as if it had been read."""
    for row in event.occurrences:
        row.event_id = event.id
    occurrences = [_kept(row, _OCCURRENCE) for row in event.occurrences]
    run(session, _KEEP, {"event": _as_json(_kept(event, _EVENT)), "occurrences": _as_json(occurrences)})
    for record in (event, *event.occurrences):
        make_transient_to_detached(record)
    session.add(event)


def _kept(record: Base, columns: tuple[str, ...]) -> dict[str, object]:
    return {name: record.__dict__.get(name) for name in columns}


def _as_json(value: object) -> str:
    return json.dumps(value, default=str)
