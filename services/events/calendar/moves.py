"""What may be done to an event, by the state it is in, and the state that follows."""

from typing import Literal

from shared.errors import InvalidTransition
from shared.messages.events import EventState

Move = Literal["change", "publication", "cancellation"]

_UNPUBLISHED: dict[Move, EventState] = {"publication": "published", "cancellation": "cancelled"}

MOVES: dict[EventState, dict[Move, EventState]] = {
    "draft": {"change": "draft", **_UNPUBLISHED},
    "submitted": {"change": "submitted", **_UNPUBLISHED},
    "changes_requested": {"change": "changes_requested", **_UNPUBLISHED},
    "published": {"change": "published", "cancellation": "cancelled"},
    "postponed": {"change": "postponed", "cancellation": "cancelled"},
    "cancelled": {},
    "completed": {},
}

UNPUBLISHED: tuple[EventState, ...] = ("draft", "submitted", "changes_requested")


def after(state: str, move: Move) -> EventState:
    """The state that a move leads to; InvalidTransition, naming those that are allowed, when it does not."""
    allowed = MOVES[state]  # type: ignore[index]
    if move not in allowed:
        raise InvalidTransition("An event", state, move, sorted(allowed))
    return allowed[move]
