"""When whoever has an address says that it was not she who signed up with it."""

from sqlalchemy.orm import Session

from services.events.registrations import moving
from shared.errors import Conflict, NotFound
from shared.messages.notifications import RegistrationDenied


def hear_denied(session: Session, told: RegistrationDenied) -> str | None:
    """Give the place up, if it is still held by nobody but an address."""
    try:
        one = moving.held_by_link(session, told.registration_id)
        if one.registration.person_id is not None:
            return "it is somebody's whom we know"
        moving.cancel(one, "", by_host=False)
    except (Conflict, NotFound) as refusal:  # over, or given up already
        return refusal.detail
    return None
