"""What follows, and who: shown to whoever follows by an address, and to those whom people follow."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.notifications.copies.models import Partner, Titled
from services.notifications.following import links
from services.notifications.history import actions as history
from services.notifications.preferences.schemas import PreferencesOut
from services.notifications.subscriptions.models import Recipient, Subscription

_LATELY = 20


def question(session: Session, subscription: Subscription) -> dict[str, Any]:
    """What is to be confirmed, or was; then with the way to what the address follows."""
    confirmed, recipient = bool(subscription.confirmed), subscription.recipient
    return {
        "email": recipient.address,
        "target": subscription.target,
        "title": title_of(session, subscription),
        "frequency": subscription.frequency,
        "language": recipient.language,
        "state": "confirmed" if confirmed else "waiting",
        "manage_token": links.manage_token(recipient.id) if confirmed and not recipient.has_account else None,
    }


def following(session: Session, recipient: Recipient) -> dict[str, Any]:
    """All that an address follows and has confirmed, and what it was sent lately or not."""
    hers = select(Subscription).where(Subscription.recipient_id == recipient.id, Subscription.confirmed.is_not(False))
    subscriptions = list(session.scalars(hers.order_by(Subscription.id)))
    received = history.of(session, recipient, None, _LATELY)
    return {
        "preferences": PreferencesOut.of(recipient),
        "subscriptions": [followed(session, one) for one in subscriptions],
        "received": history.shown(session, recipient, received),
    }


def followed(session: Session, subscription: Subscription) -> dict[str, Any]:
    """One of them, with its name."""
    same = (
        "id",
        "external_id",
        "person_id",
        "email",
        "target",
        "frequency",
        "muted",
        "muted_until",
        "state",
        "version",
    )
    return {name: getattr(subscription, name) for name in same} | {"title": title_of(session, subscription)}


def title_of(session: Session, subscription: Subscription) -> str:
    """What is followed, by its name; a word is its own, and everything has none."""
    kind, key = subscription.target_kind, subscription.target_key
    if kind in {"topic", "audience", "everything"}:
        return key
    named = select(Partner.title).where(Partner.id == UUID(key))
    if kind != "partner":
        named = select(Titled.title).where(Titled.kind == kind, Titled.id == UUID(key))
    return session.scalar(named) or ""


def followers(session: Session, partner_id: UUID, after: UUID | None, limit: int) -> list[dict[str, Any]]:
    """The next of those with an account who follow a partner."""
    columns = (Subscription.id, Recipient.person_id, Recipient.name, Subscription.frequency)
    query = select(*columns).join_from(Subscription, Recipient).where(_follow(partner_id), Recipient.has_account)
    if after is not None:
        query = query.where(Subscription.id > after)
    rows = session.execute(query.where(Subscription.confirmed.is_not(False)).order_by(Subscription.id).limit(limit))
    return [dict(row._mapping) for row in rows]


def counts(session: Session, partner_id: UUID) -> dict[str, int]:
    """How many follow a partner, each counted once: with an account, by address, and not yet confirmed."""
    per_head = (
        select(
            Recipient.has_account,
            func.bool_or(Subscription.confirmed.is_not(False)).label("confirmed"),
        )
        .join_from(Subscription, Recipient)
        .where(_follow(partner_id))
        .group_by(Recipient.id)
        .subquery()
    )
    account, confirmed = per_head.c.has_account, per_head.c.confirmed
    row = session.execute(
        select(
            func.count().filter(account & confirmed),
            func.count().filter(~account & confirmed),
            func.count().filter(~confirmed),
        ).select_from(per_head)
    ).one()
    return dict(zip(("with_account", "by_address", "unconfirmed"), row, strict=True))


def _follow(partner_id: UUID) -> ColumnElement[bool]:
    return (
        (Subscription.target_kind == "partner")
        & (Subscription.target_key == str(partner_id))
        & (Recipient.state == "active")
    )
