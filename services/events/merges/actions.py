"""What can be done with merges: to propose one, to confirm, dismiss or undo it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from services.events.audit import note
from services.events.base import new_id
from services.events.calendar import documents
from services.events.calendar.actions import fact
from services.events.calendar.documents import folded
from services.events.calendar.models import Event
from services.events.merges.models import Merge
from services.events.policy import HOSTING, Viewer, may_host
from shared.errors import Conflict, InvalidTransition, NotFound
from shared.messages.events import EventRecorded
from shared.outbox import tell

_ALIKE = 0.85
_MOVES = {
    "proposed": {"confirmation": "confirmed", "dismissal": "dismissed"},
    "confirmed": {"reversal": "dismissed"},
    "dismissed": {"confirmation": "confirmed"},
}
_OVER = ("cancelled", "ended", "completed")


def propose(session: Session, event: Event) -> None:
    """Propose that an event that came in is one that was there: on the same day, alike in title, in the same place.

    Of another partner's only what everybody may see is named.
    """
    near = timedelta(days=1)
    others = select(Event).where(
        Event.id != event.id,
        Event.starts_at.between(event.starts_at - near, event.starts_at + near),
        func.date(Event.starts_local) == event.starts_local.date(),
        Event.state.not_in(_OVER),
        or_(
            Event.host_id == event.host_id,
            (Event.visibility == "public") & Event.published_at.is_not(None),
        ),
        or_(Event.source_id.is_(None), Event.source_id != event.source_id),
    )
    for other in session.scalars(others):
        reasons = _reasons(other, event)
        if reasons and not _known(session, other.id, event.id):
            session.add(
                Merge(
                    id=new_id(),
                    version=1,
                    partner_id=event.host_id,
                    kept_id=other.id,
                    gone_id=event.id,
                    reasons=reasons,
                    state="proposed",
                )
            )


def list_merges(
    session: Session, viewer: Viewer, state: str | None, after: tuple[UUID] | None, limit: int
) -> list[tuple[Merge, Event, Event]]:
    """Merges of those partners that the viewer may act for, with what would stay and what would go."""
    kept, gone = _both()
    sought = select(Merge, kept, gone).join(kept, kept.id == Merge.kept_id).join(gone, gone.id == Merge.gone_id)
    if not viewer.is_office:
        sought = sought.where(Merge.partner_id.in_([each for each, held in viewer.roles.items() if held & HOSTING]))
    if state is not None:
        sought = sought.where(Merge.state == state)
    if after is not None:
        sought = sought.where(Merge.id > after[0])
    return [(merge, one, other) for merge, one, other in session.execute(sought.order_by(Merge.id).limit(limit))]


def find(session: Session, viewer: Viewer, merge_id: UUID) -> tuple[Merge, Event, Event]:
    """A merge that the viewer may decide on, and its two events, held until she has."""
    kept, gone = _both()
    sought = select(Merge, kept, gone).join(kept, kept.id == Merge.kept_id).join(gone, gone.id == Merge.gone_id)
    found = session.execute(sought.where(Merge.id == merge_id).with_for_update(of=[Merge, gone])).one_or_none()
    if found is None or not (viewer.is_office or found[0].partner_id in viewer.roles):
        raise NotFound()
    may_host(viewer, found[0].partner_id)
    return found[0], found[1], found[2]


def decide(session: Session, viewer: Viewer, merge: Merge, kept: Event, gone: Event, move: str) -> None:
    """Make two events one, or two again, or say that they are two; nobody is written to."""
    if move not in _MOVES[merge.state]:
        raise InvalidTransition("A merge", merge.state, move, sorted(_MOVES[merge.state]))
    merge.state, merge.version = _MOVES[merge.state][move], merge.version + 1
    if move == "confirmation":
        if kept.state == "cancelled" or gone.state in _OVER:
            raise Conflict("already-over", "One of the two is canceled or over.")
        merge.gone_state, merge.gone_published_at = gone.state, gone.published_at
        _become(session, gone, "cancelled", None)
    elif move == "reversal":
        _become(session, gone, merge.gone_state or "draft", merge.gone_published_at)
    session.flush()
    note(session, viewer, f"merge.{move}", [merge])


def merged_away(session: Session, event_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these events are another by now."""
    sought = select(Merge.gone_id).where(Merge.gone_id.in_(event_ids), Merge.state == "confirmed")
    return set(session.scalars(sought))


def _become(session: Session, event: Event, state: str, published_at: datetime | None) -> None:
    """Let an event be seen by nobody, or again as before; whoever was told of it is not told of this."""
    was_told = (published_at or event.published_at) is not None
    event.state, event.published_at = state, published_at
    event.version += 1
    documents.write(event)
    session.flush()
    if was_told:
        tell(session, fact(event, EventRecorded))


def _known(session: Session, one: UUID, other: UUID) -> bool:
    """Whether the two were ever proposed, whichever would have stayed."""
    pair = (one, other)
    sought = select(Merge.id).where(Merge.kept_id.in_(pair), Merge.gone_id.in_(pair))
    return session.scalar(sought.limit(1)) is not None


def _reasons(one: Event, other: Event) -> list[str]:
    """Why two events of a day seem to be the same; nothing, if they do not."""
    titles, places = (folded(one.title), folded(other.title)), (_place(one), _place(other))
    alike = SequenceMatcher(None, titles[0], titles[1]).ratio()
    is_same_place = bool(places[0]) and (places[0] in places[1] or (bool(places[1]) and places[1] in places[0]))
    is_unsaid = one.host_id == other.host_id and not all(places)
    if alike < _ALIKE or not (is_same_place or is_unsaid):
        return []
    return [
        "same_day",
        "same_title" if titles[0] == titles[1] else "near_title",
        *(["same_place"] if is_same_place else []),
    ]


def _place(event: Event) -> str:
    return folded((event.venue or {}).get("name", "") or event.online_url or "")


def _both() -> tuple[type[Event], type[Event]]:
    return aliased(Event), aliased(Event)
