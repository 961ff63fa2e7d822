"""What is kept of a match."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.partners.base import Record
from services.partners.matches import moves
from services.partners.matches.moves import Answer, MatchState
from services.partners.needs.models import Need
from services.partners.strengths.models import Strength


class Match(Record):
    """So much of a strength for a need; what each side said of it, null until it has."""

    __tablename__ = "matches"
    __table_args__ = (
        Index(None, "strength_id"),
        # Two who propose the same at once would ask everybody twice.
        Index(
            "uq_matches_pair",
            "need_id",
            "strength_id",
            unique=True,
            postgresql_where=text("state IN ('proposed', 'accepted', 'active')"),
        ),
        Index(None, "need_id", "strength_id"),
    )

    need_id: Mapped[UUID] = mapped_column(ForeignKey("needs.id"))
    strength_id: Mapped[UUID] = mapped_column(ForeignKey("strengths.id"))
    amount: Mapped[int]
    reasons: Mapped[list[str]]
    state: Mapped[MatchState] = mapped_column(Text, default="proposed")
    state_reason: Mapped[str | None]
    need_said: Mapped[Answer | None] = mapped_column(Text)
    strength_said: Mapped[Answer | None] = mapped_column(Text)
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    proposed_on: Mapped[date]

    need: Mapped[Need] = relationship(lazy="joined", innerjoin=True)
    strength: Mapped[Strength] = relationship(lazy="joined", innerjoin=True)

    @property
    def allowed(self) -> list[str]:
        """The moves that it is open to."""
        return sorted(moves.MOVES[self.state])

    @property
    def holds_capacity(self) -> bool:
        """Whether something of the strength is given to it."""
        return self.state in moves.HOLDING

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return tuple(self.reasons) or ("",)
