"""Co-hosts, as they are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base


class Cohost(Base):
    """A partner that is asked to carry an event with its host: in which role, for which share, what it said.

    `reconfirm` stands when time or place have changed since it said yes; it, or who has not answered, is asked again
    at `ask_again_at`, once further edits have had time to ride along.
    """

    __tablename__ = "cohosts"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    place: Mapped[int]
    role: Mapped[str]
    state: Mapped[str]
    share: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="", server_default="")
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime | None]
    reconfirm: Mapped[bool] = mapped_column(default=False, server_default=false())
    ask_again_at: Mapped[datetime | None]
    answer_note: Mapped[str] = mapped_column(default="", server_default="")
    answered_at: Mapped[datetime | None]
    proposed_starts_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "ask_again_at", postgresql_where=text("ask_again_at IS NOT NULL")),)
