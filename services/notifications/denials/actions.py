"""Taking a denial: once for each email, with what follows from it."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.deliveries.models import Delivery
from services.notifications.denials.models import Denial
from services.notifications.emails.models import Email
from shared import clock
from shared.log import logger
from shared.messages.notifications import SignInDenied
from shared.outbox import tell

# Emails that go to an address because somebody typed it in: whoever has it may say that it was not she.
ASKED_FOR = frozenset({"sign_in", "registration_changed"})

log = logger(__name__)


def may_deny(email: Email, delivery: Delivery) -> bool:
    """Whether somebody else may have asked for this email."""
    return email.kind in ASKED_FOR and (email.kind == "sign_in" or delivery.person_id is None)


def is_denied(session: Session, delivery: Delivery) -> bool:
    """Whether it was said already."""
    return session.get(Denial, delivery.id) is not None


def deny(session: Session, email: Email, delivery: Delivery) -> None:
    """Note for the operator that it was not she, and undo what can be undone; saying it twice is saying it once."""
    made = insert(Denial).values(delivery_id=delivery.id, kind=email.kind, at=clock.now()).on_conflict_do_nothing()
    if session.execute(made.returning(Denial.delivery_id)).scalar() is None:
        return
    log.warning("email_denied", kind=email.kind, delivery=str(delivery.id))
    if email.kind == "sign_in" and delivery.person_id is not None:
        told = {"sign_in_id": email.cause_id, "person_id": delivery.person_id, "at": clock.now()}
        tell(session, SignInDenied(**told))
