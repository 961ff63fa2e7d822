"""Recording outcomes as the office has them. Nobody is told, and no event is completed by it."""

from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.copies.references import Reference, must_have_arrived
from services.events.imported import flush, take_all
from services.events.outcomes.actions import SAID
from services.events.outcomes.models import Outcome
from services.events.outcomes.schemas import OutcomeRecord
from services.events.policy import Viewer
from shared import clock
from shared.api.imports import ImportedOne


def record(session: Session, viewer: Viewer, records: list[OutcomeRecord]) -> list[ImportedOne]:
    """Record outcomes by their external ids: all of them, or none."""
    must_have_arrived(
        session,
        [Reference("event", each.event_id, f"/records/{place}/event_id") for place, each in enumerate(records)],
    )
    items, written = take_all(session, Outcome, records, lambda outcome, given, _: _take(viewer, outcome, given))
    flush(session)
    note(session, viewer, "outcome.import", written)
    return items


def _take(viewer: Viewer, outcome: Outcome, given: OutcomeRecord) -> None:
    outcome.event_id = given.event_id
    for name in SAID:
        setattr(outcome, name, getattr(given, name))
    if outcome.version == 0:
        outcome.given_by, outcome.given_at, outcome.earlier = viewer.person_id, clock.now(), []
