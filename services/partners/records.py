"""How a record is added, changed or imported: versions counted, neighbours told, the change audited."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.partners.audit import Actor, note
from services.partners.base import Addressed, Record
from services.partners.imports import Importable
from shared import clock
from shared.api.imports import ImportedOne, Outcome
from shared.errors import Conflict, Flaw, Invalid, NotFound
from shared.messages import Message
from shared.outbox import tell_all

T = TypeVar("T", bound=Record)
Fields = Mapping[str, Any]

# Where in the fields a record is named, whose kind it must be, and its id.
Reference = tuple[str, type[Record], UUID]


@dataclass(frozen=True)
class Kind(Generic[T]):
    """One noun: its model, what else than its external id is its own (`key`), and what is told of it."""

    name: str
    collection: str
    model: type[T]
    key: str
    fact: Callable[[T], Message]
    references: Callable[[Fields], Iterable[Reference]] = lambda _: ()
    check: Callable[[Session, Sequence[T]], None] = lambda _, __: None


def said(body: BaseModel) -> dict[str, Any]:
    """The fields that somebody named; those within them are whole."""
    return {name: value for name, value in body.model_dump().items() if name in body.model_fields_set}


def find(
    session: Session, model: type[T], key: str | UUID, among: ColumnElement[bool], *, to_change: bool = False
) -> T:
    """A record by its id, or by its slug if it has one, among those that the caller may know of."""
    is_it: ColumnElement[bool] = false()
    with suppress(ValueError):
        is_it = model.id == (key if isinstance(key, UUID) else UUID(key))
    if issubclass(model, Addressed):
        is_it = or_(is_it, model.slug == key)
    query = select(model).where(is_it, among)
    found = session.scalar(query.with_for_update() if to_change else query)
    if found is None:
        raise NotFound()
    return found


def add(session: Session, actor: Actor, kind: Kind[T], fields: Fields) -> T:
    """A new record with these fields; 409 when one that must be alone is there already."""
    _refuse_unknown(session, [("", kind.references(fields))])
    thing = kind.model(**fields)
    _keep(session, actor, kind, {"added": [thing]})
    return thing


def change(session: Session, actor: Actor, kind: Kind[T], thing: T, fields: Fields) -> T:
    """The record with other fields; one that has them already keeps its version."""
    _refuse_unknown(session, [("", kind.references(fields))])
    with session.no_autoflush:
        if _write(session, thing, fields):
            _keep(session, actor, kind, {"changed": [thing]})
    return thing


def take(session: Session, actor: Actor, kind: Kind[T], records: Sequence[Importable]) -> list[ImportedOne]:
    """Add or change records by their external ids, all or none; only the fields that a record names are changed."""
    _refuse_repeated(records)
    named = [said(record) for record in records]
    _refuse_unknown(session, [(f"/records/{place}", kind.references(fields)) for place, fields in enumerate(named)])
    taken: list[tuple[T, Outcome]] = []
    with session.no_autoflush:
        drafts = [kind.model(**record.model_dump()) for record in records]
        known = _known(session, kind, drafts)
        for draft, fields in zip(drafts, named, strict=True):
            thing = known.get(("external_id", draft.external_id)) or known.get((kind.key, getattr(draft, kind.key)))
            if thing is None:
                taken.append((draft, "created"))
            else:
                taken.append((thing, "changed" if _write(session, thing, fields) else "unchanged"))
        _keep(
            session,
            actor,
            kind,
            {
                "imported": [thing for thing, outcome in taken if outcome == "created"],
                "changed": [thing for thing, outcome in taken if outcome == "changed"],
            },
        )
    return [ImportedOne(external_id=str(thing.external_id), id=thing.id, outcome=done) for thing, done in taken]


def _known(session: Session, kind: Kind[T], drafts: Sequence[T]) -> dict[tuple[str, str | None], T]:
    """What is there by external id; and by its own key what no other system has named yet, to be adopted."""
    for draft in drafts:
        draft.derive()
    key = getattr(kind.model, kind.key)
    found = session.scalars(
        select(kind.model)
        .where(
            or_(
                kind.model.external_id.in_([draft.external_id for draft in drafts]),
                key.in_([getattr(draft, kind.key) for draft in drafts]) & kind.model.external_id.is_(None),
            )
        )
        .order_by(kind.model.id)
        .with_for_update()
    )
    return {
        ("external_id", thing.external_id) if thing.external_id else (kind.key, getattr(thing, kind.key)): thing
        for thing in found
    }


def _write(session: Session, thing: Record, fields: Fields) -> bool:
    """Whether the fields were others than those that stood."""
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.derive()
    if not session.is_modified(thing):
        return False
    thing.version += 1
    thing.updated_at = clock.now()
    return True


def _keep(session: Session, actor: Actor, kind: Kind[T], done: Mapping[str, Sequence[T]]) -> None:
    things = [thing for some in done.values() for thing in some]
    with session.no_autoflush:
        for thing in things:
            thing.derive()
        _refuse_twins(session, kind, things)
        session.add_all(things)
    try:
        session.flush()
    except IntegrityError as error:  # two at once: the other one was first
        raise Conflict("already-exists", f"There is such a {kind.name} already.") from error
    kind.check(session, things)
    for what, some in done.items():
        note(session, actor, f"{kind.name}.{what}", [thing.id for thing in some])
    tell_all(session, map(kind.fact, things))


def _refuse_twins(session: Session, kind: Kind[T], things: Sequence[T]) -> None:
    for name in {kind.key, "external_id"}:
        wanted = {getattr(thing, name): thing for thing in things if getattr(thing, name) is not None}
        column = getattr(kind.model, name)
        for other in session.scalars(select(kind.model).where(column.in_(wanted))):
            if wanted.get(getattr(other, name), other) is not other:
                raise Conflict(
                    "already-exists",
                    f"There is such a {kind.name} already.",
                    link=f"/api/v1/{kind.collection}/{other.id}",
                )


def _refuse_repeated(records: Sequence[Importable]) -> None:
    times = Counter(record.external_id for record in records)
    flaws = [
        Flaw(f"/records/{place}/external_id", "repeated", "Another record here has this id.")
        for place, record in enumerate(records)
        if times[record.external_id] > 1
    ]
    if flaws:
        raise Invalid("repeated", "Each record is named once.", *flaws)


def _refuse_unknown(session: Session, named: Iterable[tuple[str, Iterable[Reference]]]) -> None:
    """Refuse fields that name records which are not there, with one query for each kind that is named."""
    references = [(before + where, model, given) for before, some in named for where, model, given in some]
    flaws = []
    for model in {model for _, model, _ in references}:
        given = {reference for _, kind, reference in references if kind is model}
        there = set(session.scalars(select(model.id).where(model.id.in_(given))))
        flaws += [
            Flaw(where, "unknown-reference", "There is no such record.")
            for where, kind, reference in references
            if kind is model and reference not in there
        ]
    if flaws:
        raise Invalid("unknown-reference", "It names a record that is not there.", *flaws)
