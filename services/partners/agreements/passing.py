"""What the clock does to agreements: they begin, are followed by another, end; and owners are told ahead, once."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from services.partners import records
from services.partners.agreements import actions
from services.partners.agreements.days import is_succeeded, warning_due
from services.partners.agreements.models import Agreement
from services.partners.agreements.moves import BINDING, BY_THE_CLOCK, ClockMove
from services.partners.audit import Actor
from services.partners.today import today
from shared.messages.agreements import AgreementExpiring
from shared.outbox import tell

_CLOCK = Actor(None, "clock")
_TOGETHER = 500


def advance(session: Session) -> None:
    """Let agreements begin and end as their dates say, some hundreds at a time, and warn of those that will end."""
    on = today()
    following = aliased(Agreement)
    is_followed = (
        select(following.id).where(following.renewal_of == Agreement.id, following.state == "in_force").exists()
    )
    _move(session, "beginning", Agreement.effective_on <= on)
    _move(session, "succession", is_followed)
    _move(session, "expiry", Agreement.expires_on < on)
    _warn(session)


def _move(session: Session, move: ClockMove, is_due: ColumnElement[bool]) -> None:
    after = {state: moves[move] for state, moves in BY_THE_CLOCK.items() if move in moves}
    due = select(Agreement).where(Agreement.state.in_(after), is_due).order_by(Agreement.id).limit(_TOGETHER)
    for agreement in session.scalars(due.with_for_update(skip_locked=True)).all():
        state = after[agreement.state]  # type: ignore[index]
        records.change(session, _CLOCK, actions.KIND, agreement, {"state": state})


def _warn(session: Session) -> None:
    """Tell the owners of what ends in 90, 30 or 7 days; of several days that were missed, the nearest alone."""
    on = today()
    due = warning_due(on)
    ending = (
        select(Agreement, due)
        .where(
            Agreement.state.in_(BINDING),
            due.is_not(None),
            or_(Agreement.warned_days.is_(None), Agreement.warned_days > due),
            ~is_succeeded(),
        )
        .order_by(Agreement.id)
        .limit(_TOGETHER)
        .with_for_update(skip_locked=True)
    )
    for agreement, days in session.execute(ending).all():
        agreement.warned_days = days
        tell(session, _expiring(agreement, days))


def _expiring(agreement: Agreement, days: int) -> AgreementExpiring:
    return AgreementExpiring.model_validate(
        {
            "agreement_id": agreement.id,
            "version": agreement.version,
            "kind": agreement.kind,
            "title": agreement.scope,
            "party_ids": agreement.party_ids,
            "owner_ids": sorted({owner.person_id for owner in agreement.owners}),
            "expires_on": agreement.expires_on,
            "days": days,
        }
    )
