"""What may be said and done between a host and the partners that it asks, and where it leads."""

from services.events.calendar.models import Event
from services.events.cohosts.models import Cohost
from services.events.cohosts.schemas import CohostMove, CohostState
from shared import clock
from shared.errors import InvalidTransition

MOVES: dict[CohostState | None, dict[CohostMove, CohostState]] = {
    None: {"invitation": "invited"},
    "invited": {
        "accepted": "accepted",
        "declined": "declined",
        "another_date": "invited",
        "withdrawal": "withdrawn",
    },
    "accepted": {
        "accepted": "accepted",
        "declined": "declined",
        "another_date": "accepted",
        "withdrawal": "withdrawn",
    },
    # Who said no may think better of it, and may be asked again.
    "declined": {
        "invitation": "invited",
        "accepted": "accepted",
        "declined": "declined",
        "another_date": "invited",
    },
    "withdrawn": {"invitation": "invited"},
}
TO_COME = frozenset({"draft", "submitted", "changes_requested", "published", "postponed"})
# One may still leave when it has begun: what is credited is counted when it is completed.
_NOT_OVER = TO_COME | {"in_progress", "ended"}


def allowed(event: Event, cohost: Cohost | None) -> list[CohostMove]:
    """The moves that are open now."""
    moves = MOVES[cohost.state if cohost else None]  # type: ignore[index]
    if event.state not in _NOT_OVER:
        return []
    return sorted(move for move in moves if move == "withdrawal" or is_to_come(event))


def after(event: Event, cohost: Cohost | None, move: CohostMove) -> CohostState:
    """The state that a move leads to; InvalidTransition, naming those that are allowed, when it does not."""
    open_now = allowed(event, cohost)
    if move not in open_now:
        state = cohost.state if cohost else "not invited"
        raise InvalidTransition(f"A co-host of an event that is {event.state},", state, move, list(open_now))
    return MOVES[cohost.state if cohost else None][move]  # type: ignore[index]


def is_to_come(event: Event) -> bool:
    """Whether it is still to happen; a postponed event waits for its time, whatever it was planned for."""
    return event.state == "postponed" or (event.state in TO_COME and event.starts_at > clock.now())
