"""Following, and no longer following."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from services.notifications.copies.models import Partner, Titled
from services.notifications.subscriptions.models import Recipient, Subscription
from services.notifications.subscriptions.recipients import recipient_at, recipient_of_person
from services.notifications.suppressions.models import Suppression
from shared.api.imports import Outcome
from shared.errors import Conflict, Flaw, Invalid, NotFound


def find(session: Session, subscription_id: UUID, *, lock: bool = False) -> Subscription:
    """One subscription."""
    query = select(Subscription).where(Subscription.id == subscription_id)
    found = session.scalar(query.with_for_update(of=Subscription) if lock else query)
    if found is None:
        raise NotFound()
    return found


def page(session: Session, person_id: UUID | None, after: UUID | None, limit: int) -> list[Subscription]:
    """The next subscriptions, of one person or of all, oldest first."""
    query = select(Subscription).join(Recipient, Recipient.id == Subscription.recipient_id)
    if person_id is not None:
        query = query.where(Recipient.person_id == person_id)
    if after is not None:
        query = query.where(Subscription.id > after)
    return list(session.scalars(query.order_by(Subscription.id).limit(limit)))


def follow(session: Session, person_id: UUID, kind: str, key: str, **wishes: Any) -> Subscription:
    """Let a person follow something. Whoever had unsubscribed by a link wants to hear again."""
    recipient_id = recipient_of_person(session, person_id)
    if recipient_id is None or not is_known(session, kind, key):
        raise unknown("/person_id" if recipient_id is None else "/target/id")
    if session.scalar(select(_same(recipient_id, kind, key, None))):
        raise Conflict("already-exists", "This is followed already.")
    subscription = Subscription(recipient_id=recipient_id, target_kind=kind, target_key=key, **wishes)
    session.add(subscription)
    key_of = select(Recipient.address_key).where(Recipient.id == recipient_id).scalar_subquery()
    session.execute(delete(Suppression).where(Suppression.address_key == key_of, Suppression.scope == "following"))
    session.flush()
    session.refresh(subscription)
    return subscription


def change(session: Session, subscription: Subscription, wishes: dict[str, Any]) -> Subscription:
    """Hear more, or less."""
    for name, value in wishes.items():
        setattr(subscription, name, value)
    if session.is_modified(subscription):
        subscription.version += 1
        session.flush()
    return subscription


def unfollow(session: Session, subscription: Subscription) -> None:
    """Hear no more of it."""
    session.delete(subscription)
    session.flush()


def take(session: Session, record: dict[str, Any], place: int) -> tuple[UUID, Outcome]:
    """Import one subscription; `place` is its place in the request."""
    recipient_id = _recipient(session, record)
    kind, key = record["target"]["kind"], record["target"]["id"] or ""
    if recipient_id is None or not is_known(session, kind, key):
        raise unknown(f"/records/{place}/{'person_id' if recipient_id is None else 'target/id'}")
    wanted = {
        "recipient_id": recipient_id,
        "target_kind": kind,
        "target_key": key,
        "confirmed": record["confirmed"] if record["email"] else None,
        **{name: record[name] for name in ("frequency", "muted", "muted_until")},
    }
    known = session.scalar(select(Subscription).where(Subscription.external_id == record["external_id"]))
    if known is None:
        if session.scalar(select(_same(recipient_id, kind, key, wanted["confirmed"]))):
            raise Conflict("already-exists", f"{record['external_id']}: this is followed already.")
        known = Subscription(external_id=record["external_id"], **wanted)
        session.add(known)
        session.flush()
        return known.id, "created"
    before = known.version
    change(session, known, wanted)
    return known.id, "changed" if known.version > before else "unchanged"


def _recipient(session: Session, record: dict[str, Any]) -> UUID | None:
    if record["person_id"] is not None:
        return recipient_of_person(session, record["person_id"])
    return recipient_at(session, record["email"], record["language"], record["time_zone"])


def is_known(session: Session, kind: str, key: str) -> bool:
    """Whether there is such a thing to follow."""
    if kind in {"everything", "topic", "audience"}:
        return True
    known = Partner.id == UUID(key) if kind == "partner" else (Titled.kind == kind) & (Titled.id == UUID(key))
    return bool(session.scalar(select(exists().where(known))))


def _same(recipient_id: UUID, kind: str, key: str, confirmed: bool | None) -> Any:
    return exists().where(
        Subscription.recipient_id == recipient_id,
        Subscription.target_kind == kind,
        Subscription.target_key == key,
        Subscription.confirmed.is_(None) == (confirmed is None),
    )


def unknown(pointer: str) -> Invalid:
    """What is said of a record that was not heard of."""
    return Invalid("unknown-reference", "There is no such record.", Flaw(pointer, "unknown-reference", "Not known."))
