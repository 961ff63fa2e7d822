"""Registrations in words: where somebody is, why, and what she can do about it, in the visitor's language."""

from datetime import datetime
from typing import Any

from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.visitor import Visitor
from services.portal.words import marked
from shared import dates

STATES = {
    "registered": marked("You have a place"),
    "waitlisted": marked("On the waiting list"),
    "offered": marked("A place is offered to you"),
    "pending_requirement": marked("Your place is kept"),
    "checked_in": marked("Checked in"),
    "attended": marked("Took part"),
    "no_show": marked("Not seen"),
    "excused": marked("Excused"),
    "lapsed": marked("The offer has ended"),
    "cancelled_by_person": marked("Canceled"),
    "cancelled_by_host": marked("Ended by the host"),
}
_WHY = {
    "has-place": marked("We look forward to seeing you."),
    "day-full": marked("A day that you chose is full. Places that come free go strictly in order of arrival."),
    "group-full": marked("This group is full. Choose another one."),
    "not-by-choice": marked("The host says who goes with which group."),
    "not-on-this-day": marked("This person has no place on this day."),
    "offer-lapsed": marked("The place that was offered was not accepted in time, and went to the next."),
    "cancelled-by-person": marked("You gave your place up."),
    "cancelled-by-host": marked("The host has ended it."),
    "event-cancelled": marked("The event is canceled."),
    "event-postponed": marked("The event is postponed: sign up once its new time is known."),
    "event-not-published": marked("The event is not published yet."),
    "event-begun": marked("It has begun: signing up is over."),
    "not-open-yet": marked("Signing up has not begun yet."),
    "closed": marked("Signing up is over."),
    "full": marked("All places are taken."),
    "no-walk-ins": marked("This event takes nobody who has not signed up."),
    "party-too-large": marked("So many cannot come at once."),
    "already-registered": marked("You are signed up already, for another number of people or as something else."),
    "rate-limited": marked("Too many were signed up from here. Wait an hour, or sign in."),
    "invalid-transition": marked("This is no longer possible. Look at it again."),
}
_ASKED = {"approval": marked("the host’s approval"), "guardian_consent": marked("the guardian’s consent")}


def state(registration: dict[str, Any], visitor: Visitor) -> str:
    """Where somebody is, in a few words."""
    known = STATES[registration["state"]]
    return visitor.gettext(known)


def why(registration: dict[str, Any], zone: str, visitor: Visitor) -> str:
    """Why, in a sentence or two."""
    _ = visitor.gettext
    match registration["state"]:
        case "waitlisted" if registration["code"] != "day-full":
            said = _("You are number %(position)s in line; places that come free are offered strictly in order.")
            said %= {"position": registration["position"]}
            if registration["party_size"] > 1:
                fits = _("Your party of %(size)s is passed by while fewer places are free.")
                said = f"{said} {fits % {'size': registration['party_size']}}"
            return said
        case "offered":
            until = dates.moment(datetime.fromisoformat(registration["offer_expires_at"]), zone, visitor.language)
            return _("Accept it until %(until)s, or the next in line gets it.") % {"until": until}
        case "pending_requirement":
            asked = ", ".join(_(_ASKED[one]) if one in _ASKED else one for one in registration["waits_for"])
            return _("It is yours once this is there: %(asked)s.") % {"asked": asked}
    code = registration["code"]
    return _(_WHY[code]) if code in _WHY else ""


def closed(places: dict[str, Any], visitor: Visitor) -> str:
    """Why one cannot sign up; empty while one can."""
    if places["open"]:
        return ""
    code = places["code"]
    return visitor.gettext(_WHY[code]) if code in _WHY else str(places["reason"])


def refusal(refused: Refused, visitor: Visitor) -> dict[str, str]:
    """What was wrong, by the form's field."""
    if refused.flaws and refused.code not in _WHY:
        return flaws_of(refused, visitor)
    said = visitor.gettext(_WHY[refused.code]) if refused.code in _WHY else refused.detail
    return {next((pointer.strip("/") for pointer, *_ in refused.flaws), ""): said}
