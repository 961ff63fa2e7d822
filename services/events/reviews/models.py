"""Reviews and their rules, as they are kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base


class Rule(Base):
    """Who must review a partner's events before they are published; without a partner, everybody's."""

    __tablename__ = "review_rules"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    partner_id: Mapped[UUID | None]
    reviewers: Mapped[str]
    version: Mapped[int]

    __table_args__ = (Index(None, "partner_id", unique=True, postgresql_nulls_not_distinct=True),)


class Review(Base):
    """One submission of an event: who asked whom, what was edited meanwhile, and the answer.

    Nobody is known to have asked for what the office imported.
    """

    __tablename__ = "reviews"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    reviewers: Mapped[str]
    state: Mapped[str]
    requested_by: Mapped[UUID | None]
    requested_at: Mapped[datetime]
    request_note: Mapped[str]
    edited_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    answer_note: Mapped[str]

    __table_args__ = (
        Index("ix_reviews_waiting", "event_id", unique=True, postgresql_where=text("state = 'waiting'")),
    )
