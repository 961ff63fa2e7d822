"""Records that are refused: what is there already, what is named twice, what names something that is not there."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.imports import Importable
from services.partners.kinds import Kind, Reference, T
from shared.errors import Conflict, Flaw, Invalid


def refuse_twins(session: Session, kind: Kind[T], things: Sequence[T]) -> None:
    """Refuse records whose slug, address or external id another one has, with a link to it."""
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


def refuse_repeated(records: Sequence[Importable]) -> None:
    """Refuse an import that names one record twice."""
    times = Counter(record.external_id for record in records)
    flaws = [
        Flaw(f"/records/{place}/external_id", "repeated", "Another record here has this id.")
        for place, record in enumerate(records)
        if times[record.external_id] > 1
    ]
    if flaws:
        raise Invalid("repeated", "Each record is named once.", *flaws)


def refuse_unknown(session: Session, named: Iterable[tuple[str, Iterable[Reference]]]) -> None:
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
