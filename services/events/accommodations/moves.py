"""What may be done to a request, by whom, in which state, and the state that follows."""

from typing import Literal

from shared.errors import InvalidTransition, NotAllowed

AccommodationState = Literal[
    "requested",
    "acknowledged",
    "arranging",
    "alternative_offered",
    "confirmed",
    "fulfilled",
    "declined_by_person",
    "not_possible",
    "withdrawn",
]
Move = Literal[
    "acknowledgement",
    "arrangement",
    "alternative",
    "confirmation",
    "fulfillment",
    "impossibility",
    "endorsement",
    "objection",
    "acceptance",
    "refusal",
    "withdrawal",
]
Part = Literal["arranger", "person", "office"]

# A host cannot refuse alone: what it calls impossible the office endorses, or sends back.
BY: dict[Move, Part] = {
    "acknowledgement": "arranger",
    "arrangement": "arranger",
    "alternative": "arranger",
    "confirmation": "arranger",
    "fulfillment": "arranger",
    "impossibility": "arranger",
    "endorsement": "office",
    "objection": "office",
    "acceptance": "person",
    "refusal": "person",
    "withdrawal": "person",
}
MOVES: dict[AccommodationState, dict[Move, AccommodationState]] = {
    "requested": {"acknowledgement": "acknowledged", "withdrawal": "withdrawn"},
    "acknowledged": {"arrangement": "arranging", "withdrawal": "withdrawn"},
    "arranging": {
        "confirmation": "confirmed",
        "alternative": "alternative_offered",
        "impossibility": "not_possible",
        "withdrawal": "withdrawn",
    },
    "alternative_offered": {
        "acceptance": "confirmed",
        "refusal": "declined_by_person",
        "withdrawal": "withdrawn",
    },
    "confirmed": {"arrangement": "arranging", "fulfillment": "fulfilled", "withdrawal": "withdrawn"},
    "not_possible": {"endorsement": "not_possible", "objection": "arranging", "withdrawal": "withdrawn"},
    "fulfilled": {},
    "declined_by_person": {},
    "withdrawn": {},
}

# Where something remains to be arranged before the event.
UNSETTLED: tuple[AccommodationState, ...] = ("requested", "acknowledged", "arranging", "alternative_offered")
# Moves that need a sentence: what is offered instead, why it cannot be, why it must be tried again.
EXPLAINED: tuple[Move, ...] = ("alternative", "impossibility", "objection")


def allowed(state: str, parts: frozenset[Part]) -> list[Move]:
    """What whoever has these parts may do to a request in this state."""
    return [move for move in MOVES[state] if BY[move] in parts]  # type: ignore[index]


def after(state: str, move: Move, parts: frozenset[Part]) -> AccommodationState:
    """The state that a move leads to; NotAllowed when it is another's, InvalidTransition when it is not its time."""
    if BY[move] not in parts:
        raise NotAllowed("not-allowed", "This is for somebody else to say.")
    if move not in MOVES[state]:  # type: ignore[index]
        raise InvalidTransition("A request", state, move, sorted(allowed(state, parts)))
    return MOVES[state][move]  # type: ignore[index]
