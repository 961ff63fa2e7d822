"""The days that an agreement goes by: those of the consortium's own wall."""

from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, select
from sqlalchemy.orm import aliased

from services.partners.agreements.models import Agreement
from services.partners.agreements.moves import BINDING, SETTLED

# How many days before its end the owners of an agreement are told.
WARNINGS = (90, 30, 7)


def warning_due(on: date) -> ColumnElement[int]:
    """The nearest of the warnings whose day has come, null before the first and without an end."""
    left = Agreement.expires_on - on
    return case(*((left <= days, days) for days in sorted(WARNINGS)), else_=None)


def is_succeeded() -> ColumnElement[bool]:
    """That another agreement is signed to follow it."""
    following = aliased(Agreement)
    return exists(select(following.id).where(following.renewal_of == Agreement.id, following.state.in_(SETTLED)))


def is_at_risk(on: date) -> ColumnElement[bool]:
    """That it binds, ends within its notice, and nothing is signed to follow it."""
    return and_(
        Agreement.state.in_(BINDING),
        Agreement.expires_on.is_not(None),
        Agreement.expires_on - on <= Agreement.notice_days,
        ~is_succeeded(),
    )
