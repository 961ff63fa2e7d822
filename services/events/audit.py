"""Who did what to which event, program or registration. Rows are only ever added."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import BigInteger, Identity, func
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.events.base import Base
from services.events.links.models import Link
from services.events.policy import Viewer
from shared.direct import run

_NOTE = """
    INSERT INTO audit (who, what, thing_id, version, why)
    SELECT :who, :what, things.id, things.version, :why
    FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS integer[])) AS things (id, version)
"""


class Audited(Base):
    """One change of one record. `who` is a person, or the link by which somebody without an account did it."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    who: Mapped[UUID]
    what: Mapped[str]
    thing_id: Mapped[UUID] = mapped_column(index=True)
    version: Mapped[int]
    why: Mapped[str] = mapped_column(server_default="")
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class Versioned(Protocol):
    """A thing whose changes are counted."""

    @property
    def id(self) -> UUID:
        """Which it is."""
        ...

    @property
    def version(self) -> int:
        """How often it changed."""
        ...


def note(session: Session, viewer: Viewer, what: str, things: Iterable[Versioned], why: str = "") -> None:
    """Note that somebody did something (`event.publication`, `program.import`) to these, and for what reason."""
    _add(session, viewer.person_id, what, things, why)


def note_by_link(session: Session, link: Link, what: str, things: Iterable[Versioned]) -> None:
    """Note what was done without an account: by which link, what that is for, and on behalf of which partner."""
    on_behalf = f", partner {link.partner_id}" if link.partner_id else ""
    _add(session, link.id, what, things, f"by link: {link.purpose}{on_behalf}")


def _add(session: Session, who: UUID | None, what: str, things: Iterable[Versioned], why: str) -> None:
    noted = [(thing.id, thing.version) for thing in things]
    ids, versions = [one for one, _ in noted], [version for _, version in noted]
    run(session, _NOTE, {"who": who, "what": what, "why": why, "ids": ids, "versions": versions})
