"""What may be done to a strength, by the state it is in, and the state that follows."""

from typing import Literal

from shared.errors import InvalidTransition

StrengthState = Literal["draft", "offered", "paused", "exhausted", "withdrawn"]
Move = Literal["change", "offer", "pause", "resumption", "withdrawal"]

# Exhausted is where matches lead that take the last of it.
MOVES: dict[StrengthState, dict[Move, StrengthState]] = {
    "draft": {"change": "draft", "offer": "offered", "withdrawal": "withdrawn"},
    "offered": {"change": "offered", "pause": "paused", "withdrawal": "withdrawn"},
    "paused": {"change": "paused", "resumption": "offered", "withdrawal": "withdrawn"},
    "exhausted": {"change": "exhausted", "pause": "paused", "withdrawal": "withdrawn"},
    "withdrawn": {},
}


def after(state: StrengthState, move: Move) -> StrengthState:
    """The state that a move leads to; InvalidTransition, naming those that are allowed, when it does not."""
    if move not in MOVES[state]:
        raise InvalidTransition("A strength", state, move, nouns(state))
    return MOVES[state][move]


def nouns(state: StrengthState) -> list[str]:
    """What people may do in a state."""
    return sorted(MOVES[state])
