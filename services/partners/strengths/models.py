"""What is kept of a strength."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Text
from sqlalchemy import UUID as ID
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.base import Record
from services.partners.strengths import moves
from services.partners.strengths.moves import StrengthState


class Strength(Record):
    """What a partner can give; `taken` is how much of its capacity is given already, none without a number."""

    __tablename__ = "strengths"
    __table_args__ = (Index(None, "sort_name", "id"), Index(None, "partner_id"), Index(None, "state"))

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    kind: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    pillars: Mapped[list[str]]
    disciplines: Mapped[list[str]]
    topics: Mapped[list[str]]
    sdoh: Mapped[list[str]]
    community_ids: Mapped[list[UUID]] = mapped_column(ARRAY(ID))
    reach: Mapped[str]
    languages: Mapped[list[str]]
    amount: Mapped[int | None]
    unit: Mapped[str | None]
    per: Mapped[str | None]
    taken: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    listed: Mapped[bool]
    state: Mapped[StrengthState] = mapped_column(Text, default="draft")
    state_reason: Mapped[str | None]

    @property
    def capacity(self) -> dict[str, Any] | None:
        """How much of it there is, in which unit, in which time; None where nobody counts it."""
        return None if self.amount is None else {"amount": self.amount, "unit": self.unit, "per": self.per}

    @capacity.setter
    def capacity(self, wanted: Mapping[str, Any] | None) -> None:
        given = wanted or {}
        self.amount, self.unit, self.per = given.get("amount"), given.get("unit"), given.get("per")

    @property
    def left(self) -> int | None:
        """How much of it is not given yet; None where nobody counts it."""
        return None if self.amount is None else max(self.amount - (self.taken or 0), 0)

    @property
    def allowed(self) -> list[str]:
        """The moves that it is open to."""
        return moves.nouns(self.state)

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return (self.title, self.summary, *self.topics)
