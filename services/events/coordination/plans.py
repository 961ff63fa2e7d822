"""A plan, as it is held against the calendar: its moments, place, communities, audiences and hosts."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.calendar import wall
from services.events.calendar.models import Event
from services.events.coordination.schemas import Plan
from services.events.occurrences.models import Occurrence
from services.events.policy import Viewer, visible_to
from shared.errors import Flaw, Invalid, NotFound
from shared.settings import settings

_AGREED = frozenset({"invited", "accepted"})


@dataclass(frozen=True)
class Moment:
    """When it takes place once: the instants, and the days that it touches where it is."""

    starts_at: datetime
    ends_at: datetime
    first_day: date
    last_day: date

    @classmethod
    def of(cls, thing: Event | Occurrence) -> "Moment":
        """When an event or one of its occurrences is."""
        return cls.between(
            wall.Moment(thing.starts_local, thing.starts_at), wall.Moment(thing.ends_local, thing.ends_at)
        )

    @classmethod
    def between(cls, starts: wall.Moment, ends: wall.Moment) -> "Moment":
        """From one moment to another; what ends at midnight does not touch the day that begins then."""
        last_day = (ends.local - timedelta(seconds=1)).date()
        return cls(starts.at, ends.at, starts.local.date(), last_day)


@dataclass(frozen=True)
class Planned:
    """What is to happen; `event_id` is of the event itself, which does not stand in its own way."""

    moments: list[Moment]
    event_id: UUID | None = None
    community_ids: list[UUID] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    host_ids: list[UUID] = field(default_factory=list)
    venue: str | None = None
    locality: str = ""


def of_event(event: Event) -> Planned:
    """What an event plans."""
    at_a_place = event.venue if event.attendance_mode != "online" else None
    return Planned(
        moments=[Moment.of(each) for each in (_to_come(event) if event.series else [event])],
        event_id=event.id,
        community_ids=event.community_ids,
        audiences=event.audiences,
        host_ids=[event.host_id, *(each.partner_id for each in event.cohosts if each.state in _AGREED)],
        venue=at_a_place["name"] if at_a_place else None,
        locality=(at_a_place or {}).get("locality", ""),
    )


def of_question(session: Session, viewer: Viewer, plan: Plan) -> tuple[Planned, Event | None]:
    """What somebody has in mind, by itself or in place of what her event says."""
    event = _event(session, viewer, plan.event) if plan.event else None
    base = of_event(event) if event else None
    zone = plan.time_zone or (event.time_zone if event else settings().time_zone)
    moments = base.moments if base and not _says_when(plan) else [_asked(plan, zone)]
    elsewhere = base is None or plan.venue is not None
    planned = Planned(
        moments=moments,
        event_id=plan.event,
        community_ids=plan.community or (base.community_ids if base else []),
        audiences=plan.audience or (base.audiences if base else []),
        host_ids=plan.host or (base.host_ids if base else []),
        venue=plan.venue if elsewhere or base is None else base.venue,
        locality=plan.locality or "" if elsewhere or base is None else base.locality,
    )
    return planned, event


def _event(session: Session, viewer: Viewer, event_id: UUID) -> Event:
    """An event of the asker's own: to hold a plan against the calendar is to plan."""
    found = session.get(Event, event_id)
    visible = text(f"SELECT FROM events WHERE events.id = :id AND {visible_to(viewer)}")
    if found is None or session.execute(visible, {"id": event_id, **viewer.named}).first() is None:
        raise NotFound()
    return found


def _says_when(plan: Plan) -> bool:
    return plan.starts_at is not None or plan.ends_at is not None


def _asked(plan: Plan, zone: str) -> Moment:
    if plan.starts_at is None or plan.ends_at is None:
        missing = [name for name in ("starts_at", "ends_at") if getattr(plan, name) is None]
        flaws = [Flaw(f"?{name}", "required", "Say when it is to be.") for name in missing]
        raise Invalid("required", "A plan has a time.", *flaws)
    starts = wall.settled(plan.starts_at, zone, "?starts_at")
    ends = wall.settled(plan.ends_at, zone, "?ends_at")
    if ends.at <= starts.at:
        raise Invalid("end-before-start", "It cannot end before it begins.", pointer="?ends_at")
    return Moment.between(starts, ends)


def _to_come(event: Event) -> list[Occurrence]:
    return [each for each in event.occurrences if each.original_local and each.state in {"scheduled", "moved"}]
