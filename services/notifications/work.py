"""What of this service's work is due: emails to fan out, deliveries to send, leases of the dead to take back."""

import time
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.notifications.deliveries.claiming import due
from services.notifications.deliveries.leases import recover
from services.notifications.deliveries.results import NOBODY_WAITS
from services.notifications.deliveries.withdrawing import tell_cancelled
from services.notifications.digests import gathering
from services.notifications.emails.models import Email
from services.notifications.smtp.sender import CLAIMED_TOGETHER
from shared import clock
from shared.relay import Relay

_SWEEP_SECONDS = 5.0
_EMAILS_TOGETHER = 20
_TASKS_WAITING = 20


class Work:
    """Finds what is due at each tick of the relay, and points workers at it. Pointing twice does no harm."""

    def __init__(self) -> None:
        self._swept_at = float("-inf")
        self._pointed: dict[UUID, float] = {}

    def find(self, relay: Relay) -> None:
        """Point workers at what is due; what was pointed at and not done is pointed at again."""
        moment = time.monotonic()
        with relay.database.transaction() as session:
            if moment - self._swept_at > _SWEEP_SECONDS:
                self._swept_at = moment
                sweep(session)
            emails, digests = due_emails(session), gathering.due(session)
            deliveries = due(session.connection(), CLAIMED_TOGETHER)
        self._pointed = {key: at for key, at in self._pointed.items() if moment - at < _SWEEP_SECONDS}
        for email_id in emails:
            if email_id not in self._pointed:
                self._pointed[email_id] = moment
                relay.point("notifications.fan_out", [str(email_id)], "notifications", at_most=_TASKS_WAITING)
        for frequency in digests:
            relay.point("notifications.gather", [frequency], "notifications", at_most=_TASKS_WAITING)
        for urgency, number in deliveries.items():
            for senders in range(1, 3 if number >= CLAIMED_TOGETHER else 2):
                relay.point("notifications.deliver", [urgency], f"mail.{urgency}", at_most=senders)


def due_emails(session: Session) -> list[UUID]:
    """The emails whose time has come, the oldest first."""
    query = select(Email.id).where(Email.state.in_(["settling", "fanning_out"]), Email.due_at <= clock.now())
    return list(session.scalars(query.order_by(Email.due_at).limit(_EMAILS_TOGETHER)))


def sweep(session: Session) -> None:
    """Take back what the dead held, and forget links that are good for nothing any more."""
    connection = session.connection()
    tell_cancelled(connection, recover(connection))
    connection.execute(
        text(f"UPDATE emails e SET sealed = NULL WHERE sealed IS NOT NULL AND (expires_at < :now OR {NOBODY_WAITS})"),
        {"now": clock.now()},
    )
