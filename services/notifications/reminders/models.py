"""Reminders to come."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base


class Reminder(Base):
    """That people are reminded so many minutes before an event begins; of a series, `occurrence` says before which.

    It holds for one beginning: when that moves it is planned anew, and once it is `done` it is not repeated.
    """

    __tablename__ = "reminders"
    __table_args__ = (Index("ix_reminders_due", "due_at", postgresql_where=text("done_at IS NULL")),)

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    occurrence: Mapped[str] = mapped_column(primary_key=True)
    minutes: Mapped[int] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
