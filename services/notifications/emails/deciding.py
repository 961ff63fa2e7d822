"""From what is heard to what is told: at most one email for a message, decided against the newest known state."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.copies.actions import copy_event
from services.notifications.copies.models import Event
from services.notifications.emails.changes import OPEN, Change, Snapshot, differences, is_near, kind_of, settles
from services.notifications.emails.models import Email, Telling
from services.notifications.settings import notifications_settings
from shared import clock, log
from shared.messages.events import EventFact, EventPublished, EventRecorded
from shared.messages.partners import SignInRequested
from shared.outbox import ring_after_commit

EMAILS_EXPIRE_AFTER = timedelta(hours=72)
NOBODY_TOLD = "nobody had been told"


def hear_event(session: Session, told: EventFact) -> str | None:
    """Keep the newest state of an event, and decide what people are told of it."""
    copy_event(session, told)
    known = session.get_one(Event, told.event_id, populate_existing=True)
    telling = session.get(Telling, told.event_id)
    if known.version > told.version and not _still_to_publish(session, told, telling):
        reason = f"superseded by v{known.version}"
        return _record(session, told, _change(told, telling), told.model_dump(mode="json"), reason=reason)
    return _decide(session, told, known, None if _never_told(told, telling) else telling)


def record_event(session: Session, told: EventRecorded) -> str | None:
    """Keep the newest state of an event of which nobody is told; what is published counts as told."""
    stale = copy_event(session, told)
    if stale is None and told.state in OPEN:
        snapshot = told.model_dump(mode="json")
        statement = insert(Telling).values(event_id=told.event_id, snapshot=snapshot, version=told.version)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["event_id"],
                set_={"snapshot": snapshot, "version": told.version},
                where=Telling.email_id.is_(None) & (Telling.version < told.version),
            )
        )
    return stale


def hear_sign_in(session: Session, told: SignInRequested) -> str | None:
    """Write to somebody who wants to come in. Her link stays sealed until it is put into the email."""
    session.execute(
        insert(Email)
        .values(
            kind="sign_in",
            change="sign_in",
            urgency="urgent",
            cause_message=told.name,
            cause_kind="sign_in",
            cause_id=told.sign_in_id,
            cause_version=told.version,
            dedupe_key=f"sign_in|{told.sign_in_id}",
            state="settling",
            due_at=clock.now(),
            snapshot=told.model_dump(mode="json", exclude={"sealed_link"}),
            sealed=told.sealed_link.encode(),
            expires_at=told.expires_at,
            correlation_id=log.correlation.get(),
        )
        .on_conflict_do_nothing()
    )
    ring_after_commit(session)
    return None


def _decide(session: Session, told: EventFact, known: Event, telling: Telling | None) -> str | None:
    before, after = telling.snapshot if telling else None, known.fact
    _supersede_settling(session, known)
    if known.state == "cancelled":
        if before is None:
            return _record(session, told, "cancelled", after, reason=NOBODY_TOLD)
        return _record(session, told, "cancelled", after, before)
    if known.state not in OPEN:
        return f"nobody is told of what is {known.state}"
    if before is None:
        return _record(session, told, "published", after)
    if not differences(before, after):
        return "nobody needs to hear of it"
    return _record(session, told, kind_of(before, after), after, before)


def _record(
    session: Session,
    told: EventFact,
    change: Change,
    after: Snapshot,
    before: Snapshot | None = None,
    *,
    reason: str | None = None,
) -> str | None:
    """Write the one email that a message leads to; with a reason, that it leads to none. Returns the reason."""
    now = clock.now()
    kinds = {"published": "event_published", "cancelled": "event_cancelled"}
    session.execute(
        insert(Email)
        .values(
            kind=kinds.get(change, "event_changed"),
            change=change,
            urgency="urgent" if is_near(change, now, before, after) else "normal",
            cause_message=told.name,
            cause_kind="event",
            cause_id=told.event_id,
            cause_version=after["version"],
            event_id=told.event_id,
            dedupe_key=f"event|{told.event_id}|{after['version']}",
            state="superseded" if reason else "settling",
            reason=reason,
            due_at=now if reason else due_at(change, now, before, after),
            snapshot=after,
            previous=before,
            expires_at=now + EMAILS_EXPIRE_AFTER,
            correlation_id=log.correlation.get(),
        )
        .on_conflict_do_nothing()
    )
    ring_after_commit(session)
    return reason


def due_at(change: Change, now: datetime, before: Snapshot | None, after: Snapshot) -> datetime:
    """When it is told unless something newer comes: edits wait for some minutes of quiet, the rest does not."""
    wait = notifications_settings().settle_seconds if settles(change, now, before, after) else 0
    return now + timedelta(seconds=wait)


def _supersede_settling(session: Session, known: Event) -> None:
    """What had not begun to be told gives way to what is known now, and stays in the ledger."""
    session.execute(
        update(Email)
        .where(Email.cause_id == known.id, Email.state == "settling", Email.cause_version < known.version)
        .values(state="superseded", reason=f"superseded by v{known.version}")
    )


def _never_told(told: EventFact, telling: Telling | None) -> bool:
    """Whether nobody knows of the event: a snapshot that came before its publication was heard tells nobody."""
    if telling is None:
        return True
    return isinstance(told, EventPublished) and telling.email_id is None and telling.version >= told.version


def _still_to_publish(session: Session, told: EventFact, telling: Telling | None) -> bool:
    """Whether a publication that comes late is still the first that people hear of the event."""
    newer = exists().where(Email.cause_id == told.event_id, Email.cause_version > told.version)
    return isinstance(told, EventPublished) and _never_told(told, telling) and not session.scalar(select(newer))


def _change(told: EventFact, telling: Telling | None) -> Change:
    if told.state == "cancelled":
        return "cancelled"
    if telling is None or isinstance(told, EventPublished):
        return "published"
    return kind_of(telling.snapshot, told.model_dump(mode="json"))
