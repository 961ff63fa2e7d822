"""Events, as they are kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.events.base import Record
from services.events.cohosts.models import Cohost
from services.events.occurrences.models import Occurrence


class Event(Record):
    """Something that happens.

    The wall time and its zone are what people said; the instants are computed from them, and settle an hour that
    the wall shows twice. `published_at` is when others were first told: without it the event is the host's alone.
    `document`, `ics` and `search` are made whenever the event changes, so that reading it costs next to nothing.
    Of a series (`series`, the stretches that it is made of) the times are those of the next occurrence that is not
    over, or of its last one: so that lists need only look here. `over_at` is when nothing more of the event is to
    come, and null while a series has no end.
    """

    __tablename__ = "events"

    uid: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    sequence: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    kind: Mapped[str]
    host_id: Mapped[UUID]
    host_share: Mapped[int | None]
    initiative_id: Mapped[UUID | None]
    program_id: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    invited_person_ids: Mapped[list[UUID]]
    community_ids: Mapped[list[UUID]]
    topics: Mapped[list[str]]
    sdoh: Mapped[list[str]]
    audiences: Mapped[list[str]]
    venue: Mapped[dict[str, Any] | None]
    online_url: Mapped[str | None]
    attendance_mode: Mapped[str]
    starts_local: Mapped[datetime] = mapped_column(DateTime)
    ends_local: Mapped[datetime] = mapped_column(DateTime)
    time_zone: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    series: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    over_at: Mapped[datetime | None]
    sessions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    slots: Mapped[list[dict[str, Any]]]
    capacity: Mapped[int | None]
    registration: Mapped[dict[str, Any]]
    cost: Mapped[str]
    visibility: Mapped[str]
    accessibility_statement: Mapped[str]
    accessibility_contact: Mapped[str]
    accessibility_step_free: Mapped[bool]
    accessibility_captioning: Mapped[bool]
    accessibility_requests_close_days: Mapped[int | None]
    languages: Mapped[list[str]]
    interpretation: Mapped[list[str]]
    insurance_needed: Mapped[bool]
    pillars: Mapped[list[str]]
    reach: Mapped[str | None]
    source_id: Mapped[UUID | None]
    cancel_reason: Mapped[str | None]
    postpone_reason: Mapped[str | None]
    over_conflicts: Mapped[str | None]
    moved_from: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_at: Mapped[datetime]
    document: Mapped[str]
    document_form: Mapped[str]
    ics: Mapped[str]
    search: Mapped[str]

    cohosts: Mapped[list[Cohost]] = relationship(order_by=Cohost.place, cascade="all, delete-orphan", lazy="selectin")
    occurrences: Mapped[list[Occurrence]] = relationship(
        order_by=Occurrence.starts_at, cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        # The end stands in the index, too: an event that is over is passed by without being fetched.
        Index(None, "starts_at", "id", "ends_at"),
        Index(None, "host_id", "starts_at", "id"),
        Index(None, "initiative_id", "starts_at", postgresql_where=text("initiative_id IS NOT NULL")),
        Index("ix_events_series", "host_id", postgresql_where=text("series IS NOT NULL")),
        Index(None, "program_id", "starts_at", postgresql_where=text("program_id IS NOT NULL")),
        Index("ix_events_running", "starts_at", postgresql_where=text("state IN ('published', 'in_progress')")),
        Index(None, "community_ids", postgresql_using="gin"),
        Index(None, "invited_person_ids", postgresql_using="gin"),
    )
