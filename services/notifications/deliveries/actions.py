"""The history: who was told, and what the relay said."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.copies.models import Event
from services.notifications.deliveries.models import Attempt, Delivery
from services.notifications.emails.models import Email
from services.notifications.notices.kinds import PRIVATE
from services.notifications.subscriptions.models import Recipient
from shared.api.fields import normalized
from shared.errors import NotFound


def page(
    session: Session,
    *,
    event: UUID | None,
    email: UUID | None,
    person: UUID | None,
    recipient: str | None,
    state: str | None,
    reader: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[tuple[Delivery, str, str]]:
    """The next deliveries, newest first, each with its email's kind and its recipient's name.

    With a `reader` she sees what is private only where it went to her.
    """
    query = (
        select(Delivery, Email.kind, Recipient.name)
        .join(Email, Email.id == Delivery.email_id)
        .outerjoin(Recipient, Recipient.id == Delivery.recipient_id)
    )
    wanted: list[tuple[Any, Any]] = [
        (Delivery.event_id, event),
        (Delivery.email_id, email),
        (Delivery.person_id, person),
        (Delivery.address_key, normalized(recipient) if recipient else None),
        (Delivery.state, state),
    ]
    if reader is not None:
        query = query.where(Email.kind.not_in(PRIVATE) | (Delivery.person_id == reader))
    query = query.where(*(column == value for column, value in wanted if value is not None))
    if after is not None:
        query = query.where(Delivery.id < after)
    rows = session.execute(query.order_by(Delivery.id.desc()).limit(limit))
    return [(delivery, kind, name or "") for delivery, kind, name in rows]


def find(session: Session, delivery_id: UUID) -> tuple[Delivery, bool, UUID | None]:
    """A delivery, whether it is nobody else's business, and the partner in whose history it stands."""
    query = select(Delivery, Email.kind, Event.host_id).join(Email, Email.id == Delivery.email_id)
    query = query.outerjoin(Event, Event.id == Delivery.event_id).where(Delivery.id == delivery_id)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound()
    return found.Delivery, found.kind in PRIVATE, found.host_id


def attempts(session: Session, delivery_ids: list[UUID]) -> dict[UUID, list[Attempt]]:
    """What relays said, by delivery, in order."""
    found: dict[UUID, list[Attempt]] = defaultdict(list)
    for attempt in session.scalars(select(Attempt).where(Attempt.delivery_id.in_(delivery_ids)).order_by(Attempt.id)):
        found[attempt.delivery_id].append(attempt)
    return found
