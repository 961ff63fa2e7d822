"""Who did what to which record, and by which door. Rows are only ever added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, func, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.partners.base import Base


@dataclass(frozen=True)
class Actor:
    """Somebody who changes records (nobody known: the operator's command), and the door she came by."""

    person_id: UUID | None
    door: str


class Audited(Base):
    """One change of one record."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    who: Mapped[UUID | None]
    door: Mapped[str]
    what: Mapped[str]
    thing_id: Mapped[UUID] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())


def note(session: Session, actor: Actor, what: str, things: Iterable[UUID]) -> None:
    """Note that somebody did something (`person.changed`) to these records."""
    rows = [{"who": actor.person_id, "door": actor.door, "what": what, "thing_id": thing} for thing in things]
    if rows:
        session.execute(insert(Audited), rows)
