"""What the import doors of all nouns have in common."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.events.base import Record, new_id
from shared.api.imports import ImportedOne, Outcome
from shared.errors import Conflict


class Given(Protocol):
    """A record as it comes in."""

    external_id: str


R = TypeVar("R", bound=Record)
G = TypeVar("G", bound=Given)


def take_all(
    session: Session, kind: type[R], records: Sequence[G], take: Callable[[R, G, str], None]
) -> tuple[list[ImportedOne], list[R]]:
    """Let each record be taken by the thing with its external id, new or known.

    `take` hears the thing, the record and the record's JSON pointer. Returns what became of each, and the things
    that say anything new, whose version has risen; they are not written yet.
    """
    sought = select(kind).where(kind.external_id.in_([given.external_id for given in records]))
    known = {thing.external_id: thing for thing in session.scalars(sought.with_for_update(of=kind))}
    items: list[ImportedOne] = []
    written: dict[UUID, R] = {}
    # What is half taken is written by nobody's look at the database: whatever is wrong with it is seen in `flush`.
    with session.no_autoflush:
        for place, given in enumerate(records):
            thing = known.setdefault(given.external_id, kind(id=new_id(), external_id=given.external_id, version=0))
            take(thing, given, f"/records/{place}")
            is_new = thing.version == 0
            if is_new or session.is_modified(thing):
                thing.version += 1
                written[thing.id] = thing
            outcome: Outcome = "created" if is_new else "changed" if thing.id in written else "unchanged"
            items.append(ImportedOne(external_id=given.external_id, id=thing.id, outcome=outcome))
    session.add_all(written.values())
    return items, list(written.values())


def flush(session: Session) -> None:
    """Write what has changed; what another record already has (a uid, a slug, a place) is a conflict."""
    try:
        session.flush()
    except IntegrityError as error:
        constraint = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
        raise Conflict("already-exists", "Another record has this already.", constraint=constraint) from error
