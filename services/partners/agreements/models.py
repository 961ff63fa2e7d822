"""What is kept of an agreement."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.partners.base import Base, Record

_ALL = "all, delete-orphan"


class AgreementParty(Base):
    """A partner that an agreement binds."""

    __tablename__ = "agreement_parties"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), primary_key=True, index=True)


class AgreementOwner(Base):
    """Who looks after an agreement, for one of its parties."""

    __tablename__ = "agreement_owners"

    agreement_id: Mapped[UUID] = mapped_column(ForeignKey("agreements.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


class Agreement(Record):
    """What two or more partners promised each other; `warned_days` is how far ahead of its end was last told."""

    __tablename__ = "agreements"
    __table_args__ = (
        Index(None, "state", "expires_on"),
        # Two who renew it at once would leave two agreements to follow one.
        Index(
            "uq_agreements_renewal_of",
            "renewal_of",
            unique=True,
            postgresql_where=text("state NOT IN ('withdrawn', 'terminated')"),
        ),
    )

    kind: Mapped[str]
    scope: Mapped[str]
    effective_on: Mapped[date]
    expires_on: Mapped[date | None]
    notice_days: Mapped[int]
    document: Mapped[str | None]
    approvals: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(default="draft")
    state_reason: Mapped[str | None]
    renewal_of: Mapped[UUID | None] = mapped_column(ForeignKey("agreements.id"))
    dates_note: Mapped[str | None]
    warned_days: Mapped[int | None]
    party_rows: Mapped[list[AgreementParty]] = relationship(
        cascade=_ALL, lazy="selectin", order_by=AgreementParty.partner_id
    )
    owner_rows: Mapped[list[AgreementOwner]] = relationship(
        cascade=_ALL, lazy="selectin", order_by=[AgreementOwner.partner_id, AgreementOwner.person_id]
    )

    @property
    def party_ids(self) -> list[UUID]:
        """The partners that it binds."""
        return [row.partner_id for row in self.party_rows]

    @party_ids.setter
    def party_ids(self, wanted: Iterable[UUID]) -> None:
        if set(wanted) != set(self.party_ids):
            self.party_rows = [AgreementParty(partner_id=partner_id) for partner_id in sorted(set(wanted))]

    @property
    def owners(self) -> list[AgreementOwner]:
        """Who looks after it, on every side."""
        return self.owner_rows

    @owners.setter
    def owners(self, wanted: Iterable[Mapping[str, UUID]]) -> None:
        pairs = {(one["partner_id"], one["person_id"]) for one in wanted}
        if pairs != {(row.partner_id, row.person_id) for row in self.owner_rows}:
            self.owner_rows = [AgreementOwner(partner_id=party, person_id=person) for party, person in sorted(pairs)]

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return (self.scope, self.kind.replace("_", " "))
