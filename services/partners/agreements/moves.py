"""What may be done to an agreement, by the state it is in, and the state that follows."""

from typing import Literal

from shared.errors import Conflict, InvalidTransition
from shared.messages.agreements import AgreementState

Move = Literal["change", "submission", "signature", "suspension", "resumption", "termination", "withdrawal"]
ClockMove = Literal["beginning", "succession", "expiry"]

MOVES: dict[AgreementState, dict[Move, AgreementState]] = {
    "draft": {"change": "draft", "submission": "in_review", "withdrawal": "withdrawn"},
    "in_review": {"change": "in_review", "signature": "signed", "withdrawal": "withdrawn"},
    "signed": {"change": "signed", "termination": "terminated"},
    "in_force": {"change": "in_force", "suspension": "suspended", "termination": "terminated"},
    "suspended": {"change": "suspended", "resumption": "in_force", "termination": "terminated"},
    "renewed": {},
    "expired": {},
    "terminated": {},
    "withdrawn": {},
}

# Where the clock leads: to its first day, to the first day of the one that follows it, past its last day.
BY_THE_CLOCK: dict[AgreementState, dict[ClockMove, AgreementState]] = {
    "signed": {"beginning": "in_force"},
    "in_force": {"succession": "renewed", "expiry": "expired"},
    "suspended": {"succession": "renewed", "expiry": "expired"},
}

BINDING: tuple[AgreementState, ...] = ("in_force", "suspended")
# What can still be followed by another one, or already is.
RENEWABLE: tuple[AgreementState, ...] = ("signed", *BINDING, "expired")
SETTLED: tuple[AgreementState, ...] = ("signed", "in_force")
GIVEN_UP: tuple[AgreementState, ...] = ("withdrawn", "terminated")

_STAYS_OPEN = frozenset({"owners", "notice_days", "document", "approvals"})


def after(state: str, move: Move) -> AgreementState:
    """The state that a move leads to; InvalidTransition, naming those that are allowed, when it does not."""
    allowed = MOVES[state]  # type: ignore[index]
    if move not in allowed:
        raise InvalidTransition("An agreement", state, move, nouns(state))
    return allowed[move]


def nouns(state: str) -> list[str]:
    """What people may do in a state."""
    return sorted(MOVES[state])  # type: ignore[index]


def refuse_rewriting(state: str, fields: set[str]) -> None:
    """Refuse to change what both sides have signed; who looks after it and where it lies may be mended."""
    after(state, "change")
    if state not in {"draft", "in_review"} and fields - _STAYS_OPEN:
        raise Conflict(
            "already-signed",
            "What was signed stays as it is: renew it, or end it.",
            state=state,
            allowed=sorted(_STAYS_OPEN),
        )
