"""Whom we may not write to: finding out, stopping, and the way back."""

from uuid import UUID

from sqlalchemy import delete, exists, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.subscriptions.models import Recipient
from services.notifications.suppressions.models import LiftedSuppression, Suppression
from services.notifications.suppressions.telling import tell_recovery
from shared import clock
from shared.api.fields import normalized


def page(session: Session, address: str | None, after: tuple[str, str] | None, limit: int) -> list[Suppression]:
    """The next suppressions by address."""
    query = select(Suppression)
    if address is not None:
        query = query.where(Suppression.address_key == normalized(address))
    if after is not None:
        query = query.where(tuple_(Suppression.address_key, Suppression.scope) > after)
    return list(session.scalars(query.order_by(Suppression.address_key, Suppression.scope).limit(limit)))


def stop_following(session: Session, address_key: str) -> None:
    """Write nothing more to an address that is merely followed; saying it again changes nothing."""
    stop(session, address_key, "following", "unsubscribed", source="link")


def shut(session: Session, address_key: str, reason: str, *, source: str, note: str) -> None:
    """Write nothing at all to an address that bounced or complained. A complaint weighs more than a bounce."""
    facts = {"reason": reason, "source": source, "note": note, "since": clock.now()}
    values = insert(Suppression).values(address_key=address_key, scope="all", **facts)
    session.execute(
        values.on_conflict_do_update(
            index_elements=["address_key", "scope"],
            set_={**facts, "told_at": None},
            where=(Suppression.reason == "bounced") & (values.excluded.reason == "complained"),
        )
    )


def stop(
    session: Session,
    address_key: str,
    scope: str,
    reason: str,
    *,
    source: str,
    note: str = "",
    by_person_id: UUID | None = None,
) -> Suppression:
    """Write no longer to an address what a scope holds; what stands already stays as it is."""
    facts = {"reason": reason, "source": source, "note": note, "by_person_id": by_person_id, "since": clock.now()}
    made = insert(Suppression).values(address_key=address_key, scope=scope, **facts)
    session.execute(made.on_conflict_do_nothing())
    return session.get_one(Suppression, (address_key, scope), populate_existing=True)


def lift(
    session: Session, address_key: str, scope: str, *, source: str, note: str = "", by_person_id: UUID | None = None
) -> bool:
    """Write to an address again; whether anything stood in the way. Who said so is kept."""
    gone = session.execute(
        delete(Suppression)
        .where(Suppression.address_key == address_key, Suppression.scope == scope)
        .returning(Suppression.reason, Suppression.since)
    ).one_or_none()
    if gone is not None:
        facts = {"address_key": address_key, "scope": scope, "reason": gone.reason, "since": gone.since}
        by = {"source": source, "note": note, "by_person_id": by_person_id}
        session.add(LiftedSuppression(**facts, **by, lifted_at=clock.now()))
    failed = scope == "all" and (gone is not None or _is_failing(session, address_key))
    if failed:
        tell_recovery(session, address_key)
    return gone is not None or failed


def standing(session: Session, address_key: str) -> dict[str, str]:
    """What stands in the way of an address: the reason by scope."""
    rows = session.execute(
        select(Suppression.scope, Suppression.reason).where(Suppression.address_key == address_key)
    )
    found = {row.scope: row.reason for row in rows}
    failing = select(Recipient.email_state).where(Recipient.address_key == address_key, Recipient.email_state != "ok")
    if "all" not in found and (state := session.scalar(failing.limit(1))):
        found["all"] = state
    return found


def lifted(session: Session, address_key: str) -> list[LiftedSuppression]:
    """What had stood in the way of an address, the newest first."""
    query = select(LiftedSuppression).where(LiftedSuppression.address_key == address_key)
    return list(session.scalars(query.order_by(LiftedSuppression.id.desc())))


def _is_failing(session: Session, address_key: str) -> bool:
    query = exists().where(Recipient.address_key == address_key, Recipient.email_state != "ok")
    return bool(session.scalar(select(query)))
