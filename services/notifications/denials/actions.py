"""Taking a denial: once for each email, with what follows from it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.deliveries.models import Delivery
from services.notifications.denials.models import Denial
from services.notifications.emails.models import Email
from services.notifications.notices.kinds import KINDS
from shared import clock
from shared.log import logger
from shared.messages.notifications import RegistrationDenied, SignInDenied
from shared.outbox import tell

log = logger(__name__)


def may_deny(email: Email, delivery: Delivery) -> bool:
    """Whether somebody else may have asked for this email."""
    if email.kind == "sign_in":
        return True
    return delivery.person_id is None and email.kind in KINDS and KINDS[email.kind].deniable


def deny(session: Session, email: Email, delivery: Delivery) -> None:
    """Note for the operator that it was not she, and undo what can be undone; saying it twice is saying it once."""
    made = insert(Denial).values(delivery_id=delivery.id, kind=email.kind, at=clock.now()).on_conflict_do_nothing()
    if session.execute(made.returning(Denial.delivery_id)).scalar() is None:
        return
    log.warning("email_denied", kind=email.kind, delivery=str(delivery.id))
    if email.kind != "sign_in":
        tell(session, RegistrationDenied(registration_id=email.cause_id, at=clock.now()))
    elif delivery.person_id is not None:
        tell(session, SignInDenied(sign_in_id=email.cause_id, person_id=delivery.person_id, at=clock.now()))


def page(session: Session, after: tuple[datetime, UUID] | None, limit: int) -> list[tuple[Denial, str]]:
    """The next denials, newest first, each with the address that it came from."""
    query = select(Denial, Delivery.address).join(Delivery, Delivery.id == Denial.delivery_id)
    if after is not None:
        query = query.where(tuple_(Denial.at, Denial.delivery_id) < after)
    rows = session.execute(query.order_by(Denial.at.desc(), Denial.delivery_id.desc()).limit(limit))
    return [(denial, address) for denial, address in rows]
