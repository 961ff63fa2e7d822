"""What can be done with needs."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor
from services.partners.communities.models import Community
from services.partners.kinds import Fields, Kind, Reference
from services.partners.needs import moves
from services.partners.needs.models import Need
from services.partners.needs.schemas import NeedChange, NeedRaised, NeedRecord, NeedsPage
from services.partners.needs.telling import tell_moved
from services.partners.partners.models import Partner
from services.partners.people.models import Person
from services.partners.today import today
from services.partners.words import holds
from shared.api.imports import ImportedOne
from shared.errors import Invalid

_NAMED = {"community_id": Community, "raised_for": Partner, "raised_by": Person}


def _references(fields: Fields) -> Iterator[Reference]:
    for name, model in _NAMED.items():
        if fields.get(name):
            yield f"/{name}", model, fields[name]


KIND = Kind("need", "needs", Need, "external_id", None, _references)


def raise_need(session: Session, actor: Actor, given: NeedRaised) -> Need:
    """Raise a need: the office looks at it next."""
    by = {"raised_by": actor.person_id, "identified_on": today()}
    return records.add(session, actor, KIND, given.model_dump() | by)


def change(session: Session, actor: Actor, need: Need, given: NeedChange) -> Need:
    """Change what a need says, as long as something may come of it."""
    moves.after(need.state, "change")
    return records.change(session, actor, KIND, need, records.said(given))


def move(session: Session, actor: Actor, need: Need, wanted: moves.Move, reason: str | None = None) -> Need:
    """Move a need on; one that was on hold goes on from where it stood."""
    state = moves.after(need.state, wanted)
    fields = {"state": state, "state_reason": reason, "held_from": None}
    if wanted == "pause":
        fields["held_from"] = need.state
    if wanted == "resumption":
        fields["state"] = need.held_from or state
    return _moved(session, actor, need, fields)


def merge(session: Session, actor: Actor, need: Need, into: Need) -> Need:
    """Let another need speak for this one, too."""
    if into.id == need.id or into.state in {"merged", "rejected"}:
        raise Invalid("unknown-reference", "Name another need that stands.", pointer="/into")
    state = moves.after(need.state, "merger")
    return _moved(session, actor, need, {"state": state, "merged_into": into.id})


def follow_matches(session: Session, actor: Actor, need: Need, *, matched: bool) -> None:
    """Say of a published need that somebody answers it, or that nobody does any more."""
    here, there = ("published", "matched") if matched else ("matched", "published")
    if need.state == here:
        _moved(session, actor, need, {"state": there})
    elif need.state == "on_hold" and need.held_from == here:
        records.change(session, actor, KIND, need, {"held_from": there})


def _moved(session: Session, actor: Actor, need: Need, fields: Fields) -> Need:
    records.change(session, actor, KIND, need, fields)
    tell_moved(session, need)
    return need


def filtered(page: NeedsPage) -> ColumnElement[bool]:
    """That a need is among those that a list asks for."""
    exact: dict[str, str | UUID | None] = {
        "community_id": page.community,
        "raised_for": page.partner,
        "state": page.state,
        "urgency": page.urgency,
    }
    wanted = [getattr(Need, name) == value for name, value in exact.items() if value is not None]
    return and_(holds(Need.search, page.q), *wanted)


def import_needs(session: Session, actor: Actor, given: Sequence[NeedRecord]) -> list[ImportedOne]:
    """Take needs from another system; what does not say when it was found was found today."""
    dated = [one if one.identified_on else one.model_copy(update={"identified_on": today()}) for one in given]
    return records.take(session, actor, KIND, dated)
