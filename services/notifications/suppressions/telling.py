"""What partners must know: that an address fails, and that it works again."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.notifications.subscriptions.models import Recipient
from services.notifications.suppressions.models import Suppression
from shared import clock
from shared.messages.notifications import ADDRESS, AddressFailed, AddressRecovered
from shared.outbox import tell_all
from shared.sealing import mark

_TOGETHER = 500


def tell_failures(session: Session) -> None:
    """Tell partners which people's addresses fail, each once, wherever it was learned."""
    now = clock.now()
    untold = (
        select(Suppression.address_key)
        .where(Suppression.scope == "all", Suppression.told_at.is_(None))
        .order_by(Suppression.address_key)
        .limit(_TOGETHER)
        .with_for_update(skip_locked=True)
    )
    told = session.execute(
        update(Suppression)
        .where(Suppression.scope == "all", Suppression.address_key.in_(list(session.scalars(untold))))
        .values(told_at=now)
        .returning(Suppression.address_key, Suppression.reason)
    )
    reasons = {key: reason for key, reason in told if reason in {"bounced", "complained"}}
    people = select(Recipient.person_id, Recipient.address_key).where(
        Recipient.address_key.in_(reasons), Recipient.person_id.is_not(None)
    )
    tell_all(
        session,
        [
            AddressFailed(person_id=person_id, address=mark(ADDRESS, key), reason=reasons[key], at=now)
            for person_id, key in session.execute(people)
        ],
    )


def tell_recovery(session: Session, address_key: str) -> None:
    """Tell partners that whoever has an address can be written to again, and write to her."""
    hers = update(Recipient).where(Recipient.address_key == address_key).values(email_state="ok")
    people = [person_id for person_id in session.scalars(hers.returning(Recipient.person_id)) if person_id]
    facts = {"address": mark(ADDRESS, address_key), "at": clock.now()}
    tell_all(session, [AddressRecovered(person_id=person_id, **facts) for person_id in people])
