"""Who is told of a need: whoever raised it, of each step, and why where it says so."""

from typing import get_args

from sqlalchemy.orm import Session

from services.partners.needs.models import Need
from shared.messages.needs import NeedMoved, NeedStep
from shared.outbox import tell


def tell_moved(session: Session, need: Need) -> None:
    """Tell whoever raised a need where it stands now; that it was raised she knows."""
    if need.state in get_args(NeedStep) and (need.raised_by or need.raised_for):
        facts = {"title": need.title, "raised_by": need.raised_by, "raised_for": need.raised_for}
        note = need.state_reason or ""
        told = NeedMoved(need_id=need.id, version=need.version, step=need.state, note=note, **facts)
        tell(session, told)
