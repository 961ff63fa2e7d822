"""What waits for an operator: emails that may have arrived and are not sent twice, and those that were set aside."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from services.notifications.deliveries.models import NEVER, Delivery
from services.notifications.emails.models import Email
from services.notifications.subscriptions.models import Recipient
from shared import clock
from shared.errors import InvalidTransition, NotFound
from shared.log import logger
from shared.outbox import ring_after_commit

_AT_LEAST = timedelta(days=1)  # what an operator sends again has time to arrive

log = logger(__name__)


def _waits() -> ColumnElement[bool]:
    in_doubt = and_(Delivery.state == "uncertain", Delivery.next_attempt_at >= NEVER)
    return or_(in_doubt, and_(Delivery.state == "failed", Delivery.reason == "set-aside"))


def waiting(session: Session, delivery_id: UUID | None = None, limit: int = 1000) -> list[tuple[Delivery, str]]:
    """What waits for a decision, oldest first, each with its email's kind; or the one that is named."""
    query = select(Delivery, Email.kind).join(Email, Email.id == Delivery.email_id).where(_waits())
    if delivery_id is not None:
        query = query.where(Delivery.id == delivery_id)
    return [(row[0], row[1]) for row in session.execute(query.order_by(Delivery.id).limit(limit))]


def find(session: Session, delivery_id: UUID) -> tuple[Delivery, str, str]:
    """A delivery to decide on, with its email's kind and its recipient's name; NotFound when there is none."""
    query = (
        select(Delivery, Email.kind, Recipient.name)
        .join(Email, Email.id == Delivery.email_id)
        .outerjoin(Recipient, Recipient.id == Delivery.recipient_id)
        .where(Delivery.id == delivery_id)
        .with_for_update(of=Delivery)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1], found[2] or ""


def send_again(session: Session, deliveries: Sequence[Delivery]) -> None:
    """Send what waits once more, with the Message-ID that it has; InvalidTransition for what waits for nobody."""
    now = clock.now()
    for delivery in deliveries:
        _require_waiting(delivery, "repetition")
        delivery.state, delivery.reason, delivery.next_attempt_at, delivery.claim_count = "pending", None, now, 0
        delivery.expires_at = max(delivery.expires_at, now + _AT_LEAST)
    _note(deliveries, "sent again")
    ring_after_commit(session)


def take_for_arrived(session: Session, deliveries: Sequence[Delivery]) -> None:
    """Leave it at what was sent: whoever decides has seen that it arrived, or that it no longer matters."""
    for delivery in deliveries:
        _require_waiting(delivery, "acceptance")
        delivery.reason = "settled"
        if delivery.state == "uncertain":
            delivery.state, delivery.accepted_at = "accepted", clock.now()
    _note(deliveries, "settled")
    session.flush()


def _require_waiting(delivery: Delivery, move: str) -> None:
    held = delivery.state == "uncertain" and delivery.next_attempt_at >= NEVER
    if not held and (delivery.state, delivery.reason) != ("failed", "set-aside"):
        raise InvalidTransition("An email", delivery.state, move, [])


def _note(deliveries: Sequence[Delivery], decision: str) -> None:
    for delivery in deliveries:
        log.info("held_email_decided", delivery=str(delivery.id), decision=decision)
