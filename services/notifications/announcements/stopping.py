"""Taking back what of an announcement has not left, in chunks."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.notifications.deliveries.withdrawing import WITHDRAWN_TOGETHER
from services.notifications.emails.models import Email
from shared import clock

STOPPED = "stopped"

_TAKE_BACK = text(
    """
    WITH open AS (
        SELECT id FROM deliveries WHERE email_id = :email_id AND state IN ('pending', 'deferred')
        LIMIT :size FOR UPDATE SKIP LOCKED
    )
    UPDATE deliveries d SET state = 'cancelled', reason = 'stopped' FROM open WHERE d.id = open.id RETURNING d.id
    """
)


def take_back_some(session: Session, email: Email) -> bool:
    """Take back the next of a stopped announcement's deliveries; whether there may be more."""
    taken = session.execute(_TAKE_BACK, {"email_id": email.id, "size": WITHDRAWN_TOGETHER}).all()
    if len(taken) < WITHDRAWN_TOGETHER:
        email.state, email.done_at = "done", clock.now()
    return len(taken) == WITHDRAWN_TOGETHER
