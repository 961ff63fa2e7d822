"""How often one address, and one place in the network, may ask for a sign-in link."""

import hashlib
import hmac
import math
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partners.identity.models import SignInAttempt
from shared import clock
from shared.errors import TooMany
from shared.settings import settings

WINDOW = timedelta(hours=1)


def count(session: Session, most: Mapping[str, int]) -> None:
    """Count one attempt for each subject, and refuse when one of them has had as many as it may within the hour."""
    now = clock.now()
    subjects = {_hashed(subject): limit for subject, limit in most.items()}
    for subject in sorted(subjects):  # in one order for all, so that nobody waits for each other
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(subject, 0))))
    for subject, limit in subjects.items():
        latest = session.scalars(
            select(SignInAttempt.at)
            .where(SignInAttempt.subject == subject, SignInAttempt.at > now - WINDOW)
            .order_by(SignInAttempt.at.desc())
            .limit(limit)
        ).all()
        if len(latest) >= limit:
            wait = (latest[-1] + WINDOW - now).total_seconds() if latest else WINDOW.total_seconds()
            raise TooMany("Too many links were asked for. Try again later.", math.ceil(wait))
    session.add_all(SignInAttempt(subject=subject, at=now) for subject in subjects)


def _hashed(subject: str) -> str:
    # Keyed: whoever reads the table must not learn who tried to come in.
    return hmac.new(settings().secret.get_secret_value().encode(), subject.encode(), hashlib.sha256).hexdigest()
