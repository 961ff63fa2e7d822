"""What is kept of a need."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.base import Record
from services.partners.needs import moves
from services.partners.needs.moves import NeedState


class Need(Record):
    """What a community lacks; raised for a partner, by a person, or by somebody who left a name and an address.

    `held_from` is where it stood when it was put on hold. `merged_into` is the need that says the same.
    """

    __tablename__ = "needs"
    __table_args__ = (
        Index(None, "sort_name", "id"),
        Index(None, "state"),
        Index(None, "community_id"),
        Index(None, "raised_for"),
        Index(None, "raised_by"),
    )

    title: Mapped[str]
    summary: Mapped[str]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    raised_for: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"))
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    source: Mapped[str]
    topics: Mapped[list[str]]
    sdoh: Mapped[list[str]]
    priority_groups: Mapped[list[str]]
    languages: Mapped[list[str]]
    urgency: Mapped[str]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    chna: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    visibility: Mapped[str]
    identified_on: Mapped[date]
    state: Mapped[NeedState] = mapped_column(Text, default="new")
    state_reason: Mapped[str | None]
    held_from: Mapped[NeedState | None] = mapped_column(Text)
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("needs.id"))

    @property
    def allowed(self) -> list[str]:
        """The moves that it is open to."""
        return moves.nouns(self.state)

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return (self.title, self.summary, *self.topics)
