"""From a message that concerns a few to the one notice that it leads to."""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.copies.actions import copy_registration
from services.notifications.emails.models import Email
from services.notifications.notices.kind import Kind
from services.notifications.notices.kinds import BY_MESSAGE
from services.notifications.notices.kinds.registrations import has_place
from services.notifications.subscriptions.recipients import keep_address
from shared import clock, log
from shared.messages import Message
from shared.messages.participation import RegistrationChanged, RegistrationRecorded
from shared.outbox import ring_after_commit


def hear(session: Session, told: Message) -> str | None:
    """Write the notice that a message leads to, or, when a newer one about the same thing is known, why none."""
    kind: Kind[Any] = BY_MESSAGE[told.name]
    for route in kind.routes(told):
        if route.address:
            keep_address(session, route.address, route.language, route.called)
    same_thing = (Email.cause_kind == kind.cause, Email.cause_id == kind.cause_of(told))
    newest = session.scalar(select(func.max(Email.cause_version)).where(*same_thing)) or 0
    version = kind.version(told)
    reason = f"superseded by v{newest}" if newest > version else None
    if reason is None:
        session.execute(
            update(Email)
            .where(*same_thing, Email.state == "settling", Email.cause_version < version)
            .values(state="superseded", reason=f"superseded by v{version}")
        )
    _record(session, kind, told, reason)
    return reason


def hear_registration(session: Session, told: RegistrationChanged) -> str | None:
    """Keep who has a place, and tell her so."""
    copy_registration(
        session,
        RegistrationRecorded(
            **told.model_dump(include={"registration_id", "live", "occurrence", "registrant", "version"}),
            event_id=told.occasion.event_id,
            person_id=told.registrant.person_id,
            has_place=has_place(told),
        ),
    )
    return hear(session, told)


def _record(session: Session, kind: Kind[Any], told: Message, reason: str | None) -> None:
    now, occasion = clock.now(), kind.occasion(told)
    body = told.model_dump(mode="json")
    same_words = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    sealed = "".join(body[name] for name in kind.message.secrets)
    session.execute(
        insert(Email)
        .values(
            kind=kind.name,
            change=kind.change(told),
            urgency="urgent" if kind.is_urgent(told, now) else "normal",
            cause_message=told.name,
            cause_kind=kind.cause,
            cause_id=kind.cause_of(told),
            cause_version=kind.version(told),
            event_id=occasion.event_id if occasion and not kind.private else None,
            dedupe_key=f"{kind.name}|{kind.cause_of(told)}|{kind.version(told)}|{same_words}",
            state="superseded" if reason else "settling",
            reason=reason,
            due_at=now,
            snapshot={name: value for name, value in body.items() if name not in kind.message.secrets},
            previous=_last_told(session, kind, told),
            sealed=sealed.encode() if sealed and not reason else None,
            expires_at=kind.expires_at(told, now),
            correlation_id=log.correlation.get(),
        )
        .on_conflict_do_nothing()
    )
    ring_after_commit(session)


def _last_told(session: Session, kind: Kind[Any], told: Message) -> dict[str, Any] | None:
    """What was last told of the same thing by the same kind of notice."""
    if not kind.invites:
        return None
    return session.scalar(
        select(Email.snapshot)
        .where(
            Email.kind == kind.name,
            Email.cause_id == kind.cause_of(told),
            Email.cause_version < kind.version(told),
            Email.state.in_(["fanning_out", "done"]),
        )
        .order_by(Email.cause_version.desc())
        .limit(1)
    )
