"""What is kept of a person."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.partners.base import Base, Record
from shared import clock
from shared.api.fields import normalized
from shared.messages.partners import QuietHours

_ALL = "all, delete-orphan"


class Affiliation(Base):
    """A person belongs to a partner, for a while."""

    __tablename__ = "affiliations"
    says: ClassVar = ("partner_id", "kind", "since", "until")

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    kind: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]


class Held(Base):
    """A role that a person holds at a partner."""

    __tablename__ = "roles"
    says: ClassVar = ("partner_id", "role")

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class Consent(Base):
    """What a person said, and when, to being used an address or a name of hers for a purpose."""

    __tablename__ = "consents"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    granted: Mapped[bool]
    said_at: Mapped[datetime]


class Person(Record):
    """A person; addresses are compared by `email_key`, written to by `email`."""

    __tablename__ = "people"
    __table_args__ = (Index(None, "sort_name", "id"),)

    name: Mapped[str]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    email_state: Mapped[str]
    language: Mapped[str]
    time_zone: Mapped[str]
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]
    state: Mapped[str]
    has_account: Mapped[bool]
    consortium_roles: Mapped[list[str]]
    affiliation_rows: Mapped[list[Affiliation]] = relationship(cascade=_ALL, lazy="selectin", order_by=Affiliation.id)
    role_rows: Mapped[list[Held]] = relationship(cascade=_ALL, lazy="selectin", order_by=[Held.partner_id, Held.role])
    consent_rows: Mapped[list[Consent]] = relationship(cascade=_ALL, lazy="selectin", order_by=Consent.purpose)

    @property
    def quiet_hours(self) -> QuietHours | None:
        """Wall times between which nothing that can wait is sent to her."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return QuietHours(start=self.quiet_from, end=self.quiet_until)

    @quiet_hours.setter
    def quiet_hours(self, hours: Mapping[str, time] | None) -> None:
        self.quiet_from, self.quiet_until = (hours["start"], hours["end"]) if hours else (None, None)

    @property
    def affiliations(self) -> list[Affiliation]:
        """Where she belongs or belonged, with dates."""
        return self.affiliation_rows

    @affiliations.setter
    def affiliations(self, wanted: Iterable[Mapping[str, Any]]) -> None:
        self.affiliation_rows = _others(self.affiliation_rows, Affiliation, wanted)

    @property
    def roles(self) -> list[Held]:
        """What she may do, by partner."""
        return self.role_rows

    @roles.setter
    def roles(self, wanted: Iterable[Mapping[str, Any]]) -> None:
        self.role_rows = _others(self.role_rows, Held, wanted)

    @property
    def consents(self) -> dict[str, bool]:
        """What she agreed to, and what not, by purpose."""
        return {row.purpose: row.granted for row in self.consent_rows}

    @consents.setter
    def consents(self, said: Mapping[str, bool]) -> None:
        # A purpose that is not spoken of stays as it was, with the day on which it was said.
        for purpose, granted in said.items():
            if self.consents.get(purpose) != granted:
                others = [row for row in self.consent_rows if row.purpose != purpose]
                self.consent_rows = [*others, Consent(purpose=purpose, granted=granted, said_at=clock.now())]

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return (self.name, self.email)

    def derive(self) -> None:
        """See Record."""
        super().derive()
        self.email_key = normalized(self.email)


Row = TypeVar("Row", Affiliation, Held)


def _others(rows: list[Row], kind: type[Row], wanted: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows themselves when they say what is wanted, in whatever order; else new ones."""
    facts = {tuple(one.get(name) for name in kind.says): None for one in wanted}
    known = {tuple(getattr(row, name) for name in kind.says) for row in rows}
    return rows if known == facts.keys() else [kind(**dict(zip(kind.says, fact, strict=True))) for fact in facts]
