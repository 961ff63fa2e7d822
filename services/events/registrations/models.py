"""Registrations, as they are kept."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Record


class Registration(Record):
    """A person's place at an event, or at one occurrence of it; for a minor, the person is the guardian."""

    __tablename__ = "registrations"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    occurrence: Mapped[str | None]
    person_id: Mapped[UUID]
    minor: Mapped[str | None]
    role: Mapped[str | None]
    state: Mapped[str]
    party_size: Mapped[int]
    position: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("event_id", "occurrence", "person_id", "minor", postgresql_nulls_not_distinct=True),
    )
