"""Outcomes, as they are kept, and how often they were asked for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base, Record


class Outcome(Record):
    """What came of an event; hours are kept in quarters. What was said before a correction stands in `earlier`.

    `given_by` is empty where the site's contact gave the numbers, by a link.
    """

    __tablename__ = "outcomes"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), unique=True)
    none_recorded: Mapped[bool]
    attended: Mapped[int | None]
    people_served: Mapped[int | None]
    hours_paid: Mapped[float | None] = mapped_column(Float)
    hours_own_time: Mapped[float | None] = mapped_column(Float)
    notes: Mapped[str]
    reflection: Mapped[str]
    given_by: Mapped[UUID | None]
    given_at: Mapped[datetime]
    earlier: Mapped[list[dict[str, Any]]]


class Asking(Base):
    """How often the numbers of an event were asked for, when next, and whom at its place, beside the host."""

    __tablename__ = "numbers_askings"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    times: Mapped[int]
    next_at: Mapped[datetime]
    site_email: Mapped[str]

    __table_args__ = (Index(None, "next_at", postgresql_where=text("times < 3")),)
