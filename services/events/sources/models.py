"""Sources, and what came in from each, as they are kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base, Record


class Source(Record):
    """A calendar that a partner keeps elsewhere: where it is, what becomes of its events, and how reading it goes.

    `problems` are grouped: each kind once, with how often, since when and until when. `switched_on_by` is in whose
    name events come in. Until `settled_at`, when all that was there at first is in, nobody is told of anything.
    """

    __tablename__ = "sources"

    partner_id: Mapped[UUID]
    title: Mapped[str]
    url: Mapped[str]
    time_zone: Mapped[str]
    place_rule: Mapped[str]
    venue: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    kind: Mapped[str]
    kind_rules: Mapped[list[dict[str, Any]]]
    community_ids: Mapped[list[UUID]]
    audiences: Mapped[list[str]]
    visibility: Mapped[str]
    import_as: Mapped[str]
    every_hours: Mapped[int]
    state: Mapped[str]
    switched_on_by: Mapped[UUID | None]
    settled_at: Mapped[datetime | None]
    health: Mapped[str]
    failing_since: Mapped[datetime | None]
    failures: Mapped[int]
    problems: Mapped[list[dict[str, Any]]]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    next_run_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (
        Index(None, "partner_id", "id"),
        Index("ix_sources_due", "next_run_at", postgresql_where=text("state = 'on'")),
    )


class Entry(Base):
    """One thing in a source, and the event that it became.

    `uid` and `recurrence` are what the source calls it by; `fingerprint` knows it again when it is called otherwise.
    By field, `said` is what it said last, and `taken` what the event was by that: where the event is something else
    by now, people here have said so, which stands. The names of these fields are in `kept`.
    `absences` counts how often in a row it was not there, in a source that could be read well.
    """

    __tablename__ = "source_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    source_id: Mapped[UUID] = mapped_column(ForeignKey("sources.id"))
    uid: Mapped[str]
    recurrence: Mapped[str]
    fingerprint: Mapped[str]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), unique=True)
    said: Mapped[dict[str, Any]]
    taken: Mapped[dict[str, Any]]
    kept: Mapped[list[str]]
    absences: Mapped[int]
    gone_at: Mapped[datetime | None]

    __table_args__ = (
        # Two entries may change names with one another.
        UniqueConstraint("source_id", "uid", "recurrence", deferrable=True, initially="DEFERRED"),
        Index(None, "source_id", "fingerprint"),
    )
