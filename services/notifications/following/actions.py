"""Asking to follow by an address, confirming it, refusing it for good, and forgetting what nobody confirmed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, exists, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.copies.models import Partner, Registration
from services.notifications.deliveries.models import Delivery
from services.notifications.following import links
from services.notifications.settings import notifications_settings
from services.notifications.subscriptions.actions import is_known, unknown
from services.notifications.subscriptions.models import Ask, Recipient, Subscription
from services.notifications.subscriptions.recipients import first_at, keep_address
from services.notifications.suppressions import actions as suppressions
from shared import attempts, clock
from shared.api.fields import normalized
from shared.messages.notifications import FollowRequested
from shared.outbox import ring_after_commit, tell
from shared.sealing import seal

FORGOTTEN_AFTER = timedelta(days=7)
PER_ADDRESS = 3
_FORGOTTEN_TOGETHER = 1_000
_NEVER_ASK = "asking"


def ask(session: Session, wanted: dict[str, Any], place: str) -> None:
    """Ask whoever reads an address whether she wants to follow; the same work, undone, when she never wants it.

    `place` is where in the network the question comes from.
    """
    key = normalized(wanted["email"])
    most = {f"address {key}": PER_ADDRESS, f"from {place}": notifications_settings().follow_requests_per_ip}
    attempts.count(session, Ask, most, "Too many emails were asked for. Try again later.")
    target, word = wanted["target"]["kind"], wanted["target"]["id"] or ""
    if not is_known(session, target, word) or (target == "partner" and not _is_public(session, UUID(word))):
        raise unknown("/target/id")
    with session.connection().begin_nested() as written:
        _ask(session, wanted, target, word)
        if _NEVER_ASK in suppressions.standing(session, key):
            written.rollback()
    ring_after_commit(session)


def confirm(session: Session, subscription: Subscription) -> None:
    """It is hers, and she wants it; whatever she had stopped by a link before."""
    if not subscription.confirmed:
        subscription.confirmed = True
        subscription.version += 1
    suppressions.lift(session, subscription.recipient.address_key, "following", source="link")
    session.flush()


def refuse(session: Session, subscription: Subscription) -> None:
    """It was not her: nothing comes of it, and nobody asks this address again."""
    suppressions.stop(session, subscription.recipient.address_key, _NEVER_ASK, "not-me", source="link")
    session.execute(
        delete(Subscription).where(
            Subscription.recipient_id == subscription.recipient_id, Subscription.confirmed.is_(False)
        )
    )
    session.execute(delete(Subscription).where(Subscription.id == subscription.id))


def forget(session: Session) -> None:
    """Forget what nobody confirmed within a week, and the addresses of which nothing else is known; by the clock."""
    old = (
        select(Subscription.id)
        .where(Subscription.confirmed.is_(False), Subscription.asked_at < clock.now() - FORGOTTEN_AFTER)
        .limit(_FORGOTTEN_TOGETHER)
    )
    dropped = delete(Subscription).where(Subscription.id.in_(old)).returning(Subscription.recipient_id)
    recipient_ids = set(session.scalars(dropped))
    session.execute(
        delete(Recipient).where(
            Recipient.id.in_(recipient_ids),
            Recipient.person_id.is_(None),
            ~exists().where(Subscription.recipient_id == Recipient.id),
            ~exists().where(Registration.address_key == Recipient.address_key),
            ~exists().where(Delivery.recipient_id == Recipient.id, Delivery.route != "asked"),
        )
    )
    attempts.forget(session, Ask)


def _ask(session: Session, wanted: dict[str, Any], target: str, word: str) -> None:
    keep_address(session, wanted["email"], wanted["language"], time_zone=wanted["time_zone"])
    subscription_id, version = _write(session, wanted, target, word)
    tell(
        session,
        FollowRequested(
            subscription_id=subscription_id,
            email=wanted["email"],
            language=wanted["language"],
            target_kind=target,
            target_id=word,
            sealed_link=seal(links.to_confirm(subscription_id).encode(), "link").decode(),
            expires_at=clock.now() + FORGOTTEN_AFTER,
            version=version,
        ),
    )


def _write(session: Session, wanted: dict[str, Any], target: str, word: str) -> tuple[UUID, int]:
    """The subscription that waits to be confirmed; one that was confirmed already stays as it is."""
    statement = insert(Subscription).values(
        recipient_id=first_at(session, normalized(wanted["email"])),
        target_kind=target,
        target_key=word,
        frequency=wanted["frequency"],
        confirmed=False,
        asked_at=clock.now(),
    )
    known = Subscription.__table__.c
    statement = statement.on_conflict_do_update(
        index_elements=["recipient_id", "target_kind", "target_key", text("(confirmed IS NULL)")],
        set_={
            "frequency": case((known.confirmed, known.frequency), else_=statement.excluded.frequency),
            "asked_at": statement.excluded.asked_at,
            "version": known.version + 1,
        },
    )
    row = session.execute(statement.returning(Subscription.id, Subscription.version)).one()
    return row.id, row.version


def _is_public(session: Session, partner_id: UUID) -> bool:
    return bool(session.scalar(select(Partner.public).where(Partner.id == partner_id)))
