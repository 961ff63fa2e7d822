"""Reading events, the hot path: what was kept ready goes out as it is, gathered by one statement.

A list's validator is PostgreSQL's own snapshot: as long as no transaction has ended, nothing can read differently.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, Text, and_, case, cast, func, literal, literal_column, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement, SQLColumnExpression

from services.events.calendar.models import Event
from services.events.cohosts.models import Cohost
from services.events.policy import Viewer, hosted_by, visible_to
from shared.errors import NotFound

_SNAPSHOT = cast(func.pg_current_snapshot(), Text)


@dataclass(frozen=True)
class Gathered:
    """A page of documents, joined by commas; the sort key of its last when more follow; what it was read from."""

    documents: str
    last: tuple[datetime, UUID] | None
    snapshot: str


def one(session: Session, viewer: Viewer, event_id: UUID) -> tuple[int, str]:
    """An event's version and document."""
    sought = select(Event.version, _document(viewer)).where(Event.id == event_id, visible_to(viewer))
    found = session.execute(sought).one_or_none()
    if found is None:
        raise NotFound()
    return found.tuple()


def gather(
    session: Session,
    viewer: Viewer,
    wanted: ColumnElement[bool],
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> Gathered:
    """Documents of the events that are wanted and visible, by when they begin, from after a place on."""
    if after is not None:
        wanted = and_(wanted, tuple_(Event.starts_at, Event.id) > after)
    row = session.execute(_gathering(viewer, wanted, limit)).one()
    last = (row.starts[limit - 1], row.ids[limit - 1]) if row.found > limit else None
    return Gathered(row.documents or "", last, row.snapshot)


def snapshot(session: Session) -> str:
    """A word that is another one whenever a transaction has ended that may have written."""
    return session.scalar(select(_SNAPSHOT)) or ""


def validator(*seen: object) -> str:
    """A weak entity tag for what was seen."""
    return f'W/"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'


def _gathering(viewer: Viewer, wanted: ColumnElement[bool], limit: int) -> Select[tuple[object, ...]]:
    order = (Event.starts_at, Event.id)
    page = (
        select(*order, _document(viewer).label("document"), func.row_number().over(order_by=order).label("place"))
        .where(wanted, visible_to(viewer))
        .order_by(*order)
        # Written out: for a limit that it does not know, PostgreSQL plans as if all were wanted.
        .limit(literal_column(str(limit + 1)))
        .subquery()
    )
    in_order = page.c.place
    return select(
        _SNAPSHOT.label("snapshot"),
        func.count().label("found"),
        func.string_agg(page.c.document, aggregate_order_by(literal_column("','"), in_order))
        .filter(page.c.place <= literal_column(str(limit)))
        .label("documents"),
        func.array_agg(aggregate_order_by(page.c.starts_at, in_order)).label("starts"),
        func.array_agg(aggregate_order_by(page.c.id, in_order)).label("ids"),
    ).select_from(page)


def _document(viewer: Viewer) -> SQLColumnExpression[str]:
    """The document as the viewer may have it: the host's staff and the office see who was asked."""
    if not viewer.is_office and not viewer.roles:
        return Event.document
    asked = (
        select(func.jsonb_agg(aggregate_order_by(_cohost(), Cohost.place)))
        .where(Cohost.event_id == Event.id)
        .scalar_subquery()
    )
    added = func.jsonb_build_object(
        "cohosts",
        func.coalesce(asked, literal([], JSONB)),
        "invited_person_ids",
        func.to_jsonb(Event.invited_person_ids),
    )
    inside = cast(cast(Event.document, JSONB).op("||")(added), Text)
    return inside if viewer.is_office else case((hosted_by(viewer), inside), else_=Event.document)


def _cohost() -> ColumnElement[object]:
    named = ("partner_id", "role", "state", "share")
    return func.jsonb_build_object(*(part for name in named for part in (name, Cohost.__table__.c[name])))
