"""Why a registration is where it is: a code for programs, a sentence for people."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from services.events.registrations.models import Registration

Change = Literal[
    "registered",
    "waitlisted",
    "offered",
    "promoted",
    "lapsed",
    "cancelled_by_person",
    "cancelled_by_host",
    "pending_requirement",
    "days",
]


class Reason(NamedTuple):
    """A code, and the sentence that says the same."""

    code: str
    sentence: str


_PLAIN = {
    "registered": Reason("has-place", "You have a place."),
    "offered": Reason(
        "offer-open",
        "A place has come free and is kept for you. Accept the offer before it ends, or the next has it.",
    ),
    "checked_in": Reason("checked-in", "You were checked in."),
    "attended": Reason("attended", "You took part."),
    "no_show": Reason("not-seen", "You were expected and were not seen."),
    "excused": Reason("excused", "You were excused."),
    "lapsed": Reason("offer-lapsed", "The place that was offered was not accepted in time, and went to the next."),
    "cancelled_by_person": Reason("cancelled-by-person", "It was canceled as you asked."),
}
_ASKED = {"approval": "the host's approval", "guardian_consent": "the guardian's consent"}


def reason(registration: Registration, position: int | None, full: Sequence[str] = ()) -> Reason:
    """Why it is in its state; `position` is its place in the queue, `full` the days that she waits for."""
    match registration.state:
        case "waitlisted" if full:
            sentence = f"All the days that you chose are full: {', '.join(full)}."
            return Reason("day-full", f"{sentence} Places that come free are offered strictly in order of arrival.")
        case "registered" | "checked_in" if full:
            sentence = f"You have a place, and wait for one on days that are full: {', '.join(full)}."
            return Reason("day-full", f"{sentence} Places that come free are given strictly in order of arrival.")
        case "waitlisted":
            return _waiting(registration, position)
        case "pending_requirement":
            asked = ", ".join(_ASKED.get(one, one) for one in registration.waits_for)
            return Reason("requirement-open", f"The place is kept for you; it is yours once this is there: {asked}.")
        case "cancelled_by_host" if registration.ended_with_event:
            return Reason("event-cancelled", "The event was canceled, and all registrations with it.")
        case "cancelled_by_host":
            said = f" The host says: {registration.note}" if registration.note else ""
            return Reason("cancelled-by-host", f"The host has ended it.{said}")
    return _PLAIN[registration.state]


def _waiting(registration: Registration, position: int | None) -> Reason:
    sentence = (
        f"All places are taken, and you are number {position} in the queue."
        " Places that come free are offered strictly in order of arrival."
    )
    if registration.party_size > 1:
        sentence += (
            f" Your party needs {registration.party_size} at once:"
            " until so many are free, the next whose party fits is asked first."
        )
    return Reason("full", sentence)
