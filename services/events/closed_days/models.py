"""Closed days, as they are kept."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Record


class ClosedDays(Record):
    """Days in a row on which a partner is closed, both ends included; the whole consortium's name no partner."""

    __tablename__ = "closed_days"

    partner_id: Mapped[UUID | None]
    title: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (Index(None, "first_day", "id"),)
