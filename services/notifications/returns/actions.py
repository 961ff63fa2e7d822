"""Taking what came back: what it says of which delivery, and what follows. Nothing is ever answered."""

import hashlib
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.deliveries.models import Attempt, Delivery
from services.notifications.returns.models import Return
from services.notifications.returns.paths import Forged, delivery_at
from services.notifications.returns.reading import Report, Said, read
from services.notifications.suppressions.actions import shut
from services.notifications.suppressions.telling import tell_failures
from shared import clock
from shared.errors import Conflict, NotFound

_TOO_OLD = timedelta(days=30)
_KEPT = timedelta(days=90)
_RETURNED = "returned"
_LEFT = {"accepted", "uncertain", "bounced", "complained"}
_STATE = {"failed": "bounced", "complained": "complained"}


def take(session: Session, raw: bytes, to: str) -> Return:
    """Take a message that came back to an address (as the relay says); the same one again changes nothing."""
    digest = hashlib.sha256(to.encode() + b"\0" + raw).hexdigest()
    known = session.scalar(select(Return).where(Return.digest == digest))
    if known is not None:
        return known
    report = read(raw)
    kind, reason, delivery_id = _taken(session, report, to)
    kept = raw if kind == "unparsed" else None
    facts = {"kind": kind, "reason": reason, "delivery_id": delivery_id, "raw": kept, "received_at": clock.now()}
    session.execute(insert(Return).values(digest=digest, **facts).on_conflict_do_nothing())
    return session.scalars(select(Return).where(Return.digest == digest)).one()


def _taken(session: Session, report: Report, to: str) -> tuple[str, str, UUID | None]:
    """What it is, why, and the delivery that it is about."""
    try:
        delivery_id = _named(report, to)
    except Forged:
        return "refused", "forged", None
    if delivery_id is None:
        return "unparsed", "no-return-path", None
    delivery = session.scalar(select(Delivery).where(Delivery.id == delivery_id).with_for_update())
    if delivery is None:
        return "refused", "no-such-delivery", None
    if delivery.state == "sending":
        raise Conflict("still-sending", "The relay has not answered yet. Deliver this again in some minutes.")
    if delivery.state not in _LEFT:
        return "refused", "not-sent", delivery.id
    if (delivery.first_attempt_at or delivery.created_at) < clock.now() - _TOO_OLD:
        return "refused", "too-old", delivery.id
    said = report.of(delivery.address_key, delivery.message_id)
    if said is None:
        return "refused", "of-another", delivery.id
    return (*_follow(session, delivery, said), delivery.id)


def _named(report: Report, to: str) -> UUID | None:
    """The delivery that the way back names. The relay's word is believed before anything that the message says."""
    return next((found for path in (to, *report.return_paths) if path and (found := delivery_at(path))), None)


def _follow(session: Session, delivery: Delivery, said: Said) -> tuple[str, str]:
    if said.verdict == "unknown":
        return "unparsed", "unknown-format"
    if said.verdict == "automatic":
        return "automatic", "nothing-to-do"
    words = said.words or said.verdict
    attempt = {"relay": said.relay, "code": said.code, "enhanced": said.status, "reply": words, "phase": _RETURNED}
    session.add(Attempt(delivery_id=delivery.id, at=clock.now(), **attempt))
    if said.verdict == "delayed":
        return "delayed", words
    delivery.state, delivery.reason = _STATE[said.verdict], words
    session.flush()
    if said.of_the_address:
        shut(session, delivery.address_key, delivery.state, source="report", note=words)
        tell_failures(session)
    return delivery.state, words


def find(session: Session, return_id: UUID) -> Return:
    """One message that came back."""
    found = session.get(Return, return_id)
    if found is None:
        raise NotFound()
    return found


def page(session: Session, kind: str | None, after: UUID | None, limit: int) -> list[Return]:
    """The next of what came back, newest first."""
    query = select(Return)
    if kind is not None:
        query = query.where(Return.kind == kind)
    if after is not None:
        query = query.where(Return.id < after)
    return list(session.scalars(query.order_by(Return.id.desc()).limit(limit)))


def forget(session: Session) -> None:
    """Drop what came back long ago; what was made of it stands with its delivery."""
    session.execute(delete(Return).where(Return.received_at < clock.now() - _KEPT))
