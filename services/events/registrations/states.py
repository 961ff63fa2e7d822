"""What may be done to a registration, by the state it is in, and the state that follows."""

from typing import Literal

from shared.errors import InvalidTransition

State = Literal[
    "registered",
    "waitlisted",
    "offered",
    "pending_requirement",
    "checked_in",
    "attended",
    "no_show",
    "excused",
    "lapsed",
    "cancelled_by_person",
    "cancelled_by_host",
]
Move = Literal[
    "registration",
    "acceptance",
    "cancellation",
    "requirements",
    "lapse",
    "check-in",
    "attendance",
    "no-show",
    "party-size",
    "days",
    "hours",
]

# A cancellation is the person's or the host's; who does it says which of the two states follows.
_ENDS: dict[Move, State] = {"cancellation": "cancelled_by_person"}

MOVES: dict[State, dict[Move, State]] = {
    "registered": {
        "check-in": "checked_in",
        "attendance": "attended",
        "no-show": "no_show",
        "party-size": "registered",
        "days": "registered",
        **_ENDS,
    },
    "waitlisted": {"party-size": "waitlisted", "days": "waitlisted", **_ENDS},
    "offered": {
        "acceptance": "registered",
        "lapse": "lapsed",
        "party-size": "offered",
        "days": "offered",
        **_ENDS,
    },
    "pending_requirement": {
        "requirements": "registered",
        "party-size": "pending_requirement",
        "days": "pending_requirement",
        **_ENDS,
    },
    "checked_in": {
        "attendance": "attended",
        "no-show": "no_show",
        "days": "checked_in",
        "hours": "checked_in",
    },
    "attended": {"no-show": "no_show", "hours": "attended"},
    "no_show": {"check-in": "checked_in", "attendance": "attended"},
    "excused": {},
    "lapsed": {"registration": "registered"},
    "cancelled_by_person": {"registration": "registered"},
    "cancelled_by_host": {},
}

# Told of what becomes of the event.
LIVE: tuple[State, ...] = ("registered", "waitlisted", "offered", "pending_requirement")
# Told of it as of her own day: the place is hers, or will be once what is asked is there.
PLACED: tuple[State, ...] = ("registered", "pending_requirement", "checked_in", "attended")
# Taking places that nobody else can have.
HOLDING: tuple[State, ...] = ("registered", "offered", "pending_requirement", "checked_in", "attended")


def after(state: str, move: Move) -> State:
    """The state that a move leads to; InvalidTransition, naming those that are allowed, when it does not."""
    allowed = MOVES[state]  # type: ignore[index]
    if move not in allowed:
        raise InvalidTransition("A registration", state, move, sorted(allowed))
    return allowed[move]
