"""Occurrences, as they are kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base

KEY = "%Y-%m-%dT%H:%M"


class Occurrence(Base):
    """One time at which an event takes place: the only one of a single event, each of a series.

    `key` is the local start that it was first given, and stays, however it is moved. `original_local` is where its
    series has it, by which calendars know it; without one it is no longer of the series, and kept for those who had
    a place. Title, venue, online address and capacity are the series' unless this one has its own.
    """

    __tablename__ = "occurrences"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    original_local: Mapped[datetime | None] = mapped_column(DateTime)
    starts_local: Mapped[datetime] = mapped_column(DateTime)
    ends_local: Mapped[datetime] = mapped_column(DateTime)
    time_zone: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[str]
    title: Mapped[str | None]
    venue: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    online_url: Mapped[str | None]
    capacity: Mapped[int | None]
    reason: Mapped[str | None]

    __table_args__ = (
        Index(None, "starts_at", "event_id", "key", "ends_at"),
        Index("ix_occurrences_to_come", "ends_at", postgresql_where=text("state IN ('scheduled', 'moved')")),
    )
