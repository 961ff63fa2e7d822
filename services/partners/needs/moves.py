"""What may be done to a need, by the state it is in, and the state that follows."""

from typing import Literal

from shared.errors import InvalidTransition

NeedState = Literal[
    "new", "triaged", "published", "matched", "in_progress", "on_hold",
    "resolved", "rejected", "merged", "closed_unmet",
]  # fmt: skip
Move = Literal[
    "change", "triage", "publication", "rejection", "merger", "pause", "resumption",
    "start", "resolution", "closure", "reopening",
]  # fmt: skip

# On hold, it goes on from where it stood; what is written here is where it goes on from if nobody knows.
MOVES: dict[NeedState, dict[Move, NeedState]] = {
    "new": {
        "change": "new",
        "triage": "triaged",
        "rejection": "rejected",
        "merger": "merged",
        "closure": "closed_unmet",
    },
    "triaged": {
        "change": "triaged",
        "publication": "published",
        "rejection": "rejected",
        "merger": "merged",
        "closure": "closed_unmet",
    },
    "published": {"change": "published", "pause": "on_hold", "closure": "closed_unmet"},
    "matched": {"change": "matched", "start": "in_progress", "pause": "on_hold", "closure": "closed_unmet"},
    "in_progress": {
        "change": "in_progress",
        "resolution": "resolved",
        "pause": "on_hold",
        "closure": "closed_unmet",
    },
    "on_hold": {"change": "on_hold", "resumption": "published", "closure": "closed_unmet"},
    "resolved": {"reopening": "triaged"},
    "closed_unmet": {"reopening": "triaged"},
    "rejected": {},
    "merged": {},
}

# What others than those who raised it may know of.
OPEN: tuple[NeedState, ...] = ("published", "matched", "in_progress", "on_hold")
SHOWN: tuple[NeedState, ...] = (*OPEN, "resolved", "closed_unmet")


def after(state: NeedState, move: Move) -> NeedState:
    """The state that a move leads to; InvalidTransition, naming those that are allowed, when it does not."""
    if move not in MOVES[state]:
        raise InvalidTransition("A need", state, move, nouns(state))
    return MOVES[state][move]


def nouns(state: NeedState) -> list[str]:
    """What people may do in a state."""
    return sorted(MOVES[state])
