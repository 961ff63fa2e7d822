"""What is kept of an interaction."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.base import Base


class Interaction(Base):
    """That somebody spoke with a partner."""

    __tablename__ = "interactions"
    __table_args__ = (Index(None, "partner_id", "held_on", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    kind: Mapped[str]
    held_on: Mapped[date]
    summary: Mapped[str]
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    noted_at: Mapped[datetime] = mapped_column(server_default=func.now())
