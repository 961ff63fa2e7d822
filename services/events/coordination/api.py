"""Coordination at the HTTP door: what only those who plan for a partner may ask."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.events.asking import Acting
from services.events.calendar.actions import find_own
from services.events.coordination import asks, conflicts, plans, suggestions
from services.events.coordination.schemas import (
    Conflicts,
    ConflictShown,
    Plan,
    Requests,
    RequestsOf,
    Suggestions,
)
from services.events.policy import is_inside, may_plan
from shared.api.application import router
from shared.api.door import InTransaction

coordination = router("coordination")


@coordination.get("/api/v1/conflicts")
def list_conflicts(session: InTransaction, viewer: Acting, plan: Annotated[Plan, Query()]) -> Conflicts:
    """What stands in the way of a plan, each with its reason. Of what the asker may not know of: "busy"."""
    may_plan(viewer)
    planned, event = plans.of_question(session, viewer, plan)
    met = conflicts.find(session, viewer, planned)
    why = event.over_conflicts if event and is_inside(viewer, event) else None
    return Conflicts(items=[ConflictShown.model_validate(each) for each in met], over_conflicts=why)


@coordination.get("/api/v1/requests")
def list_requests(session: InTransaction, viewer: Acting, of: Annotated[RequestsOf, Query()]) -> Requests:
    """How often a partner was asked for something in a month, against its own limit."""
    may_plan(viewer)
    return asks.requests_of(session, viewer, of)


@coordination.get("/api/v1/events/{event_id}/cohost-suggestions")
def suggest_cohosts(session: InTransaction, viewer: Acting, event_id: UUID) -> Suggestions:
    """Partners that might co-host an event, and why."""
    event = find_own(session, viewer, event_id)
    return Suggestions(items=suggestions.suggest(session, viewer, event))
