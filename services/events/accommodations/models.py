"""Requests for accommodations, as they are kept."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base, Record


class Accommodation(Record):
    """What somebody asked for, sealed; when an answer is due; and what became of it.

    Whoever asks without an account is known by her registration. `warn_at` is when those who arrange are to hear
    that the first answer is due, `warned_at` when they heard it of the answer that is due now. Purged, the row holds
    no more than what is counted.
    """

    __tablename__ = "accommodations"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    registration_id: Mapped[UUID | None] = mapped_column(index=True)
    state: Mapped[str]
    content: Mapped[bytes | None]
    needed_by: Mapped[date | None]
    requested_at: Mapped[datetime] = mapped_column(server_default=func.now())
    answer_by: Mapped[datetime]
    warn_at: Mapped[datetime]
    warned_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "state", postgresql_where=text("purged_at IS NULL")),)


class Arranger(Base):
    """One of the host's people who arranges for an event, where not all of them shall."""

    __tablename__ = "arrangers"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
