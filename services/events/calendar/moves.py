"""What may be done to an event, by the state it is in, and the state that follows."""

from typing import Literal

from shared.errors import InvalidTransition
from shared.messages.events import EventState

Move = Literal[
    "change",
    "submission",
    "withdrawal",
    "approval",
    "request_for_changes",
    "publication",
    "postponement",
    "cancellation",
    "completion",
]

MOVES: dict[EventState, dict[Move, EventState]] = {
    "draft": {
        "change": "draft",
        "submission": "submitted",
        "publication": "published",
        "cancellation": "cancelled",
    },
    "submitted": {
        "change": "submitted",
        "withdrawal": "draft",
        "approval": "published",
        "request_for_changes": "changes_requested",
        "publication": "published",
        "cancellation": "cancelled",
    },
    "changes_requested": {
        "change": "changes_requested",
        "submission": "submitted",
        "publication": "published",
        "cancellation": "cancelled",
    },
    "published": {"change": "published", "postponement": "postponed", "cancellation": "cancelled"},
    "postponed": {"change": "postponed", "publication": "published", "cancellation": "cancelled"},
    # A series is in progress from its first day to its last.
    "in_progress": {"change": "in_progress", "cancellation": "cancelled"},
    "ended": {"completion": "completed"},
    "completed": {},
    "cancelled": {},
}

UNPUBLISHED: tuple[EventState, ...] = ("draft", "submitted", "changes_requested")
# Where the clock leads a published event, and the host's numbers in the end.
BEGUN: tuple[EventState, ...] = ("in_progress", "ended", "completed")

# Both answers of a reviewer are one noun at the door.
_ASKED_FOR_BY = {"approval": "review", "request_for_changes": "review"}


def after(state: str, move: Move) -> EventState:
    """The state that a move leads to; InvalidTransition, naming those that are allowed, when it does not."""
    allowed = MOVES[state]  # type: ignore[index]
    if move not in allowed:
        raise InvalidTransition("An event", state, _ASKED_FOR_BY.get(move, move), nouns(state))
    return allowed[move]


def nouns(state: str) -> list[str]:
    """What may be asked for in a state, as the door calls it."""
    return sorted({_ASKED_FOR_BY.get(move, move) for move in MOVES[state]})  # type: ignore[index]
