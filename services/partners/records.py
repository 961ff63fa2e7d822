"""How a record is added, changed or imported: versions counted, neighbours told, the change audited."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.partners.audit import Actor, note
from services.partners.base import Addressed, Record
from services.partners.imports import Importable
from services.partners.kinds import Fields, Kind, T
from services.partners.refusals import refuse_repeated, refuse_twins, refuse_unknown
from shared import clock
from shared.api.imports import ImportedOne, Outcome
from shared.errors import Conflict, NotFound
from shared.outbox import tell_all


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
    refuse_unknown(session, [("", kind.references(fields))])
    thing = kind.model(**fields)
    _keep(session, actor, kind, {"added": [thing]})
    return thing


def change(session: Session, actor: Actor, kind: Kind[T], thing: T, fields: Fields) -> T:
    """The record with other fields; one that has them already keeps its version."""
    refuse_unknown(session, [("", kind.references(fields))])
    with session.no_autoflush:
        if _write(session, thing, fields):
            _keep(session, actor, kind, {"changed": [thing]})
    return thing


def take(session: Session, actor: Actor, kind: Kind[T], records: Sequence[Importable]) -> list[ImportedOne]:
    """Add or change records by their external ids, all or none; only the fields that a record names are changed."""
    refuse_repeated(records)
    named = [said(record) for record in records]
    refuse_unknown(session, [(f"/records/{place}", kind.references(fields)) for place, fields in enumerate(named)])
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
        refuse_twins(session, kind, things)
        session.add_all(things)
    try:
        session.flush()
    except IntegrityError as error:  # two at once: the other one was first
        raise Conflict("already-exists", f"There is such a {kind.name} already.") from error
    kind.check(session, things)
    for what, some in done.items():
        note(session, actor, f"{kind.name}.{what}", [thing.id for thing in some])
    if kind.fact is not None:
        tell_all(session, map(kind.fact, things))
