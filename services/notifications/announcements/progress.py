"""How far an announcement has come."""

from typing import Any

from sqlalchemy.orm import Session

from services.notifications.announcements.models import Announcement
from services.notifications.announcements.schemas import AnnouncementOut
from services.notifications.emails.actions import counts
from services.notifications.emails.models import Email

_OPEN = ("pending", "sending", "deferred", "uncertain")


def progress(session: Session, announcement: Announcement) -> AnnouncementOut:
    """An announcement as it is shown, with what became of it."""
    email = session.get(Email, announcement.email_id) if announcement.email_id else None
    states, _, held = counts(session, [email]).get(email.id, ({}, 0, 0)) if email else ({}, 0, 0)
    left = sum(states.get(state, 0) for state in _OPEN)
    same: dict[str, Any] = {
        name: getattr(announcement, name) for name in AnnouncementOut.model_fields if hasattr(announcement, name)
    }
    goes_on = email is not None and (email.state != "done" or left > 0)
    state = "sending" if announcement.state == "sent" and goes_on else announcement.state
    return AnnouncementOut.model_validate({**same, "state": state, "counts": states, "held": held, "left": left})
