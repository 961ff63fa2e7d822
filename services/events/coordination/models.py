"""What was asked of whom, as it is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base


class Ask(Base):
    """That a partner was asked to carry an event, as what, by whom, and why in spite of its limit."""

    __tablename__ = "asks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    partner_id: Mapped[UUID]
    role: Mapped[str]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    over_limit: Mapped[str | None]

    __table_args__ = (Index(None, "partner_id", "asked_at"),)
