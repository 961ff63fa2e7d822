"""Whether what an event names is known here: its partners, people, groups, communities, initiatives, programs."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from shared.direct import run
from shared.errors import Conflict, Flaw, Invalid

_TABLES = {
    "partner": "partners",
    "person": "people",
    "group": "groups",
    "community": "communities",
    "initiative": "initiatives",
    "program": "programs",
    "event": "events",
}
_KNOWN = f"""
    SELECT named.kind, named.id FROM unnest(CAST(:kinds AS text[]), CAST(:ids AS uuid[])) AS named (kind, id)
    WHERE CASE named.kind
        {
    " ".join(
        f"WHEN '{kind}' THEN EXISTS (SELECT FROM {table} WHERE {table}.id = named.id)"
        for kind, table in _TABLES.items()
    )
}
    END
"""


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
    asked = {"kinds": [each.kind for each in references], "ids": [each.id for each in references]}
    known = set(run(session, _KNOWN, asked))
    return [reference for reference in references if (reference.kind, reference.id) not in known]
