"""An outcome as it is shown: the numbers, and whose credit they are."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.calendar.occasions import occasion
from services.events.outcomes.actions import SAID, asks_reflection, outcome_of
from services.events.outcomes.models import Asking, Outcome
from services.events.outcomes.schemas import Earlier, NumbersAsked, OutcomeShown, Part
from services.events.outcomes.shares import parted, parted_hours, weights
from services.events.policy import Viewer, is_inside

N = TypeVar("N", int, float)


def shown(session: Session, viewer: Viewer, event: Event) -> OutcomeShown:
    """What came of an event, and each partner's part of it."""
    asking = session.get(Asking, event.id)
    known = {
        "event_id": event.id,
        "asks_reflection": asks_reflection(session, event),
        "asked": asking.times if asking else 0,
        "site_email": asking.site_email if asking and is_inside(viewer, event) else "",
    }
    outcome = outcome_of(session, event)
    if outcome is None:
        return OutcomeShown.model_validate({**known, "state": "missing"})
    return OutcomeShown.model_validate(
        {
            **known,
            **{name: getattr(outcome, name) for name in SAID if name != "none_recorded"},
            "state": "none_recorded" if outcome.none_recorded else "given",
            "parts": [] if outcome.none_recorded else _parts(event, outcome),
            "given_by": outcome.given_by,
            "given_at": outcome.given_at,
            "earlier": [Earlier.model_validate(each) for each in outcome.earlier],
            "version": outcome.version,
        }
    )


def asked(session: Session, event: Event) -> NumbersAsked:
    """Who asks whoever holds a link for what."""
    facts = occasion(event).model_dump(include=set(NumbersAsked.model_fields))
    return NumbersAsked.model_validate(
        {
            **facts,
            "asks_reflection": asks_reflection(session, event),
            "given": outcome_of(session, event) is not None,
        }
    )


def _parts(event: Event, outcome: Outcome) -> list[Part]:
    shares = weights(event)
    among = list(shares.values())
    numbers: dict[str, list[Any]] = {
        "attended": _each(outcome.attended, parted, among),
        "people_served": _each(outcome.people_served, parted, among),
        "hours_paid": _each(outcome.hours_paid, parted_hours, among),
        "hours_own_time": _each(outcome.hours_own_time, parted_hours, among),
    }
    return [
        Part(partner_id=partner_id, share=share, **{name: parts[place] for name, parts in numbers.items()})
        for place, (partner_id, share) in enumerate(shares.items())
    ]


def _each(total: N | None, part: Callable[[N, Sequence[int]], list[N]], among: list[int]) -> list[Any]:
    return [None] * len(among) if total is None else part(total, among)
