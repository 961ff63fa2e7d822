"""Saying how one wants to be written to."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.subscriptions.models import Recipient
from shared.errors import NotFound


def of_person(session: Session, person_id: UUID, *, lock: bool = False) -> Recipient:
    """What a person has said."""
    query = select(Recipient).where(Recipient.person_id == person_id)
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound()
    return found


def change(session: Session, recipient: Recipient, wanted: dict[str, Any]) -> Recipient:
    """Say it anew; what is not named stays, and a kind without a wish comes as it is followed again."""
    facts = dict(wanted)
    if "kinds" in facts:
        said = {**recipient.wishes, **(facts.pop("kinds") or {})}
        facts["wishes"] = {kind: wish for kind, wish in said.items() if wish is not None}
    if "quiet_hours" in facts:
        quiet = facts.pop("quiet_hours") or {"start": None, "end": None}
        facts |= {"quiet_start": quiet["start"], "quiet_end": quiet["end"]}
    for name, value in facts.items():
        setattr(recipient, name, value)
    if session.is_modified(recipient):
        recipient.version += 1
        session.flush()
    return recipient
