"""What is kept of a partner."""

from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.base import Addressed


class Accessibility(TypedDict):
    """How people of all abilities take part, and whom they ask."""

    statement: str
    contact: str


class Partner(Addressed):
    """An institution, or a unit of one; what it says of accessibility is the default of its events."""

    __tablename__ = "partners"
    __table_args__ = (Index(None, "sort_name", "id"),)

    name: Mapped[str]
    aliases: Mapped[list[str]]
    kind: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"), index=True)
    state: Mapped[str]
    state_reason: Mapped[str | None]
    reach: Mapped[str]
    pillars: Mapped[list[str]]
    disciplines: Mapped[list[str]]
    languages: Mapped[list[str]]
    time_zone: Mapped[str]
    locality: Mapped[str]
    country: Mapped[str]
    website: Mapped[str | None]
    email: Mapped[str | None]
    membership: Mapped[str]
    public: Mapped[bool]
    blurb: Mapped[str]
    accessibility_statement: Mapped[str]
    accessibility_contact: Mapped[str]
    request_limit_per_month: Mapped[int | None]
    relationships: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    identifiers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    addresses: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))

    @property
    def accessibility(self) -> Accessibility:
        """What its events say of accessibility unless they say otherwise."""
        return {"statement": self.accessibility_statement, "contact": self.accessibility_contact}

    @accessibility.setter
    def accessibility(self, said: Accessibility) -> None:
        self.accessibility_statement, self.accessibility_contact = said["statement"], said["contact"]

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return (self.name, *self.aliases)
