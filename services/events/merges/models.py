"""Merges, as they are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Record


class Merge(Record):
    """That two events seem to be one: which would stay, which came in and would go, and why they seem so.

    `state` and `published_at` of what went are kept, so that it can come back.
    """

    __tablename__ = "merges"

    partner_id: Mapped[UUID]
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    gone_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"), index=True)
    reasons: Mapped[list[str]]
    state: Mapped[str]
    gone_state: Mapped[str | None]
    gone_published_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (UniqueConstraint("kept_id", "gone_id"), Index(None, "partner_id", "id"))
