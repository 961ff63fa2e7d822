"""What may be done to a match, by the state it is in, and the state that follows."""

from typing import Literal

from shared.errors import InvalidTransition

MatchState = Literal["proposed", "accepted", "active", "completed", "declined", "cancelled"]
Move = Literal["answer", "activation", "completion", "cancellation"]
Side = Literal["need", "strength"]
Answer = Literal["yes", "no"]

# An answer leads on when both sides have said yes, or one has said no.
MOVES: dict[MatchState, tuple[Move, ...]] = {
    "proposed": ("answer", "cancellation"),
    "accepted": ("activation", "cancellation"),
    "active": ("completion", "cancellation"),
    "completed": (),
    "declined": (),
    "cancelled": (),
}
HOLDING: tuple[MatchState, ...] = ("accepted", "active")
OPEN: tuple[MatchState, ...] = ("proposed", *HOLDING)


def must_allow(state: MatchState, move: Move) -> None:
    """Refuse a move that a state is not open to, and name those that it is."""
    if move not in MOVES[state]:
        raise InvalidTransition("A match", state, move, sorted(MOVES[state]))
