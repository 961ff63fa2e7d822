"""What a registration's link leads to, and what is done by it, without an account."""

from typing import Literal, get_args

from sqlalchemy.orm import Session

from services.events.audit import note_by_link
from services.events.links import actions as links
from services.events.registrations import moving, showing
from services.events.registrations.day_moves import choose_days
from services.events.registrations.day_showing import day_places
from services.events.registrations.models import Registration
from services.events.registrations.moving import Held
from services.events.registrations.schemas import LinkAnswer, LinkedRegistration
from services.events.registrations.states import MOVES
from shared import clock
from shared.errors import Invalid

Action = Literal["acceptance", "cancellation", "guardian_consent", "party_size", "days"]
_MOVES = {"acceptance": "acceptance", "cancellation": "cancellation", "party_size": "party-size", "days": "days"}


def show(session: Session, token: str) -> LinkedRegistration:
    """The registration, and what can be done with it now. Looking changes nothing."""
    link = links.follow(session, token, "registration")
    return _shown(session, moving.held_by_link(session, link.subject_id, alone=False))


def answer(session: Session, token: str, given: LinkAnswer) -> LinkedRegistration:
    """Do what the link is for."""
    link = links.follow(session, token, "registration")
    one = moving.held_by_link(session, link.subject_id)
    _do(one, given)
    links.use(link)
    session.flush()
    note_by_link(session, link, f"registration.{given.action}", [one.registration])
    return _shown(session, one)


def _do(one: Held, given: LinkAnswer) -> Registration:
    match given.action:
        case "acceptance":
            return moving.accept(one)
        case "cancellation":
            return moving.cancel(one, "", by_host=False)
        case "guardian_consent":
            return moving.meet(one, ["guardian_consent"])
        case "party_size":
            if given.party_size is None:
                raise Invalid("required", "Say how many come.", pointer="/party_size")
            return moving.shrink(one, given.party_size)
        case "days":
            if given.days is None:
                raise Invalid("required", "Say on which days you come.", pointer="/days")
            return choose_days(one, given.days)


def _shown(session: Session, one: Held) -> LinkedRegistration:
    registration = one.registration
    return LinkedRegistration(
        event=showing.about(one.event, one.of),
        registration=showing.show_one(session, registration),
        days=day_places(session, one.event),
        allowed=[action for action in get_args(Action) if _allows(one, action)],
    )


def _allows(one: Held, action: Action) -> bool:
    registration = one.registration
    if action == "guardian_consent":
        return registration.state == "pending_requirement" and "guardian_consent" in registration.waits_for
    if action == "party_size" and registration.party_size == 1:
        return False
    if action == "days" and not one.event.sessions:
        return False
    if action == "acceptance" and one.of.starts_at <= clock.now():
        return False
    return _MOVES[action] in MOVES[registration.state]  # type: ignore[index]
