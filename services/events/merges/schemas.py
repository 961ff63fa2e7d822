"""Merges, as they go out."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.events.calendar.models import Event
from services.events.calendar.wall import shown
from services.events.merges.models import Merge
from shared.api.paging import Page
from shared.messages.events import EventState, Venue

MergeState = Literal["proposed", "confirmed", "dismissed"]


class MergeFilters(Page):
    """Merges in which state are asked for."""

    state: MergeState | None = None


class OneOfTwo(BaseModel):
    """One of two events that seem to be the same."""

    id: UUID
    title: str
    host_id: UUID
    venue: Venue | None
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    state: EventState
    source_id: UUID | None


class MergeShown(BaseModel):
    """Two events that seem to be one: which would stay, which would go, and why they seem so."""

    id: UUID
    partner_id: UUID
    kept: OneOfTwo
    gone: OneOfTwo
    reasons: list[str]
    state: MergeState
    version: int


def merge_shown(merge: Merge, kept: Event, gone: Event) -> MergeShown:
    """A merge as it is shown."""
    facts = {name: getattr(merge, name) for name in ("id", "partner_id", "reasons", "state", "version")}
    return MergeShown.model_validate(facts | {"kept": _one(kept), "gone": _one(gone)})


def _one(event: Event) -> OneOfTwo:
    facts = {name: getattr(event, name) for name in OneOfTwo.model_fields} | {
        "starts_at": shown(event.starts_local, event.starts_at),
        "ends_at": shown(event.ends_local, event.ends_at),
    }
    return OneOfTwo.model_validate(facts)
