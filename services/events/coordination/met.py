"""Something that stands in the way of a plan."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.events.coordination.schemas import ConflictKind


@dataclass(frozen=True)
class Met:
    """Something that stands in the way, and why; `needs_note` when nobody publishes over it without saying why."""

    kind: ConflictKind
    starts_at: datetime
    reason: str
    event_id: UUID | None = None
    title: str | None = None
    needs_note: bool = False
    partner_id: UUID | None = None
