"""How often one address, and one place in the network, may sign somebody up without an account."""

import hashlib
import hmac
import math
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from services.events.base import new_id
from services.events.registrations.models import Attempt
from services.events.registrations.schemas import SignUp
from shared import clock
from shared.api.fields import normalized
from shared.errors import TooMany
from shared.settings import settings

_WINDOW = timedelta(hours=1)
# A school or a clinic is one place in the network, and may sign up a whole class.
_PER_ADDRESS, _PER_PLACE = 20, 400


def count(session: Session, given: SignUp, place: str) -> None:
    """Count a sign-up by address, and refuse it when there were as many as there may be within the hour."""
    now = clock.now()
    most = {_hashed(f"place:{place}"): _PER_PLACE}
    if given.email is not None:
        most[_hashed(f"address:{normalized(given.email)}")] = _PER_ADDRESS
    for subject, limit in sorted(most.items()):
        recent = select(func.count(), func.min(Attempt.at)).where(
            Attempt.subject == subject, Attempt.at > now - _WINDOW
        )
        attempts, earliest = session.execute(recent).one()
        if attempts >= limit:
            wait = (earliest + _WINDOW - now).total_seconds()
            raise TooMany("Too many were signed up from here. Try again later, or sign in.", math.ceil(wait))
    session.add_all(Attempt(id=new_id(), subject=subject, at=now) for subject in most)


def forget(session: Session) -> None:
    """Drop what counts no longer; by the clock."""
    session.execute(delete(Attempt).where(Attempt.at < clock.now() - _WINDOW))


def _hashed(subject: str) -> str:
    # Keyed: whoever reads the table must not learn who signed up.
    return hmac.new(settings().secret.get_secret_value().encode(), subject.encode(), hashlib.sha256).hexdigest()
