"""Reading what somebody was sent, or not, with the reason and the switch."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.notifications.deliveries.models import Delivery
from services.notifications.emails.actions import wording
from services.notifications.emails.models import Email
from services.notifications.preferences.wishes import WISHES
from services.notifications.subscriptions.models import Recipient, Subscription

_CHANGES = {"event_changed", "event_cancelled"}

Received = tuple[Delivery, Email]


def of(session: Session, recipient: Recipient, after: UUID | None, limit: int) -> list[Received]:
    """The next of what a recipient was sent or not, newest first."""
    query = select(Delivery, Email).join(Email, Email.id == Delivery.email_id).where(_hers(recipient))
    if after is not None:
        query = query.where(Delivery.id < after)
    rows = session.execute(query.order_by(Delivery.id.desc()).limit(limit))
    return [(delivery, email) for delivery, email in rows]


def shown(session: Session, recipient: Recipient, received: list[Received]) -> list[dict[str, Any]]:
    """The same in words, each with what stops its like."""
    followed = {f"{kind}:{key}": str(found) for found, kind, key in session.execute(_followed(recipient))}
    return [_shown(session, *one, followed) for one in received]


def _hers(recipient: Recipient) -> ColumnElement[bool]:
    if recipient.person_id is not None:
        return Delivery.person_id == recipient.person_id
    return (Delivery.address_key == recipient.address_key) & Delivery.person_id.is_(None)


def _followed(recipient: Recipient) -> Any:
    columns = (Subscription.id, Subscription.target_kind, Subscription.target_key)
    return select(*columns).where(Subscription.recipient_id == recipient.id)


def _shown(session: Session, delivery: Delivery, email: Email, followed: dict[str, str]) -> dict[str, Any]:
    words = wording(session, email, delivery.language)
    same = ("id", "email_id", "event_id", "route", "state", "reason", "channel", "created_at", "accepted_at")
    return {
        **{name: getattr(delivery, name) for name in same},
        "kind": email.kind,
        "subject": words.subject,
        "why": words.why(delivery.route, delivery.target),
        "switch": _switch(delivery, email, followed),
    }


def _switch(delivery: Delivery, email: Email, followed: dict[str, str]) -> dict[str, str] | None:
    if delivery.target in followed:
        return {"kind": "subscription", "id": followed[delivery.target]}
    if delivery.route in {"follows", "told"}:
        return {"kind": "wish", "id": "changes" if email.kind in _CHANGES else "published"}
    if email.kind == "announcement":
        return {"kind": "wish", "id": "announcements"}
    return {"kind": "wish", "id": email.kind} if email.kind in WISHES else None
