"""How often something may be asked for within an hour, by address and by place in the network."""

import hashlib
import hmac
import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import DeclarativeBase, Session

from shared import clock
from shared.errors import TooMany
from shared.settings import settings

WINDOW = timedelta(hours=1)


def count(session: Session, attempts: type[DeclarativeBase], most: Mapping[str, int], refusal: str) -> None:
    """Count one attempt for each subject, and refuse when one of them has had as many as it may within the hour.

    `attempts` are rows of `subject` (hashed here) and `at`.
    """
    now, table = clock.now(), attempts.__table__
    subjects = {_hashed(subject): limit for subject, limit in most.items()}
    for subject in sorted(subjects):  # in one order for all, so that nobody waits for each other
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(subject, 0))))
    for subject, limit in subjects.items():
        latest = session.scalars(
            select(table.c.at)
            .where(table.c.subject == subject, table.c.at > now - WINDOW)
            .order_by(table.c.at.desc())
            .limit(limit)
        ).all()
        if len(latest) >= limit:
            wait = (latest[-1] + WINDOW - now).total_seconds() if latest else WINDOW.total_seconds()
            raise TooMany(refusal, math.ceil(wait))
    rows: list[dict[str, Any]] = [{"subject": subject, "at": now} for subject in subjects]
    session.execute(insert(attempts), rows)


def forget(session: Session, attempts: type[DeclarativeBase]) -> None:
    """Drop what counts no longer."""
    table = attempts.__table__
    session.execute(delete(attempts).where(table.c.at < clock.now() - WINDOW))


def _hashed(subject: str) -> str:
    # Keyed: whoever reads the table must not learn who asked.
    return hmac.new(settings().secret.get_secret_value().encode(), subject.encode(), hashlib.sha256).hexdigest()
