"""Whether what an event names is known here: its partners, people, groups, communities, initiatives, programs."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from services.events.base import Base
from services.events.calendar.models import Event
from services.events.copies.models import Community, Group, Initiative, Partner, Person
from services.events.programs.models import Program
from shared.errors import Conflict, Flaw, Invalid

_NAMED: dict[str, type[Base]] = {
    "partner": Partner,
    "person": Person,
    "group": Group,
    "community": Community,
    "initiative": Initiative,
    "program": Program,
    "event": Event,
}


class Reference(NamedTuple):
    """That something at `pointer` names the thing of this kind and id."""

    kind: str
    id: UUID
    pointer: str


class NotKnownYet(Conflict):
    """What a neighbor was told of has not arrived here yet: the same again, in a moment, will do."""

    @property
    def headers(self) -> dict[str, str]:
        """RFC 9110, section 10.2.3."""
        return {"Retry-After": "1"}


def must_be_known(session: Session, references: Iterable[Reference]) -> None:
    """Refuse references to what nobody here knows."""
    unknown = _unknown(session, list(references))
    if unknown:
        flaws = (Flaw(each.pointer, "unknown-reference", f"There is no such {each.kind}.") for each in unknown)
        raise Invalid("unknown-reference", "Something that this names is not known here.", *flaws)


def must_have_arrived(session: Session, references: Iterable[Reference]) -> None:
    """Ask for patience with references to what has not been heard of yet."""
    unknown = _unknown(session, list(references))
    if unknown:
        flaws = (Flaw(each.pointer, "not-known-yet", f"This {each.kind} is not known here yet.") for each in unknown)
        raise NotKnownYet("not-known-yet", "Something that this names has not arrived here yet.", *flaws)


def _unknown(session: Session, references: list[Reference]) -> list[Reference]:
    if not references:
        return []
    sought: dict[str, set[UUID]] = {}
    for kind, named, _ in references:
        sought.setdefault(kind, set()).add(named)
    rows = union_all(*(_those(kind, ids) for kind, ids in sought.items()))
    known = {(kind, named) for kind, named in session.execute(rows)}
    return [reference for reference in references if (reference.kind, reference.id) not in known]


def _those(kind: str, ids: set[UUID]) -> Select[str, UUID]:
    table = _NAMED[kind].__table__
    return select(literal(kind), table.c.id).where(table.c.id.in_(ids))
