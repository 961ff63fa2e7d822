"""From one email to a row for each person, in chunks that can stop anywhere and go on."""

from uuid import UUID

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from services.notifications.announcements.audience import WHO_IS_ADDRESSED, Addressees
from services.notifications.announcements.stopping import STOPPED, take_back_some
from services.notifications.copies.models import Event
from services.notifications.deliveries.models import CONSORTIUM
from services.notifications.deliveries.withdrawing import WITHDRAWN_TOGETHER, replace_older, take_back, withdraw
from services.notifications.emails.audience import FIRST, WHO_IS_TOLD, Audience
from services.notifications.emails.changes import Change
from services.notifications.emails.models import Email, Telling
from services.notifications.notices.audience import WHO_IS_CONCERNED, Concerned
from services.notifications.notices.kinds import KINDS
from services.notifications.settings import notifications_settings
from shared import clock
from shared.api.fields import normalized
from shared.outbox import ring_after_commit

FIRST_CHUNK, CHUNK = 100, 2_000

_TO_ALL = """
    {who},
    added AS (
        INSERT INTO deliveries (
            id, email_id, event_id, sender_id, recipient_id, person_id, address, address_key, language, class,
            channel, route, target, state, reason, message_id, calendar_sequence, next_attempt_at, expires_at
        )
        SELECT new.id, :email_id, :event_id, :sender_id, recipient_id, person_id, address, address_key, language,
            :class, channel, route, target,
            CASE WHEN suppressed IS NULL THEN 'pending' ELSE 'suppressed' END,
            CASE WHEN suppressed IS NOT NULL THEN suppressed
                 WHEN channel <> 'email' THEN 'digest'
                 WHEN quiet_until IS NOT NULL THEN 'quiet-hours' END,
            '<' || new.id || '.' || :version || '@' || CAST(:domain AS text) || '>',
            calendar_sequence,
            due.at,
            {expires_at}
        FROM (SELECT judged.*, uuidv7() AS delivery_id FROM judged) j
        CROSS JOIN LATERAL (SELECT j.delivery_id AS id) new
        CROSS JOIN LATERAL (SELECT CASE channel WHEN 'daily' THEN tomorrow WHEN 'weekly' THEN monday
                                                ELSE coalesce(quiet_until, :now) END AS at) due
        ORDER BY recipient_id
        ON CONFLICT (email_id, address_key) DO NOTHING
    )
    SELECT id FROM page ORDER BY id DESC
"""
_OF_EVENT = text(_TO_ALL.format(who=WHO_IS_TOLD, expires_at="greatest(:expires_at, due.at + interval '72 hours')"))
_OF_NOTICE = text(_TO_ALL.format(who=WHO_IS_CONCERNED, expires_at=":expires_at")).bindparams(
    bindparam("asked", type_=JSONB)
)
_OF_ANNOUNCEMENT = text(_TO_ALL.format(who=WHO_IS_ADDRESSED, expires_at="due.at + interval '72 hours'"))


def step(session: Session, email_id: UUID) -> bool:
    """Make the next chunk of an email's deliveries; whether there is more to do.

    The row lock lets one worker at a time do this; another finds nothing to do and goes.
    """
    email = session.scalar(
        select(Email)
        .where(Email.id == email_id, Email.state.in_(["settling", "fanning_out"]), Email.due_at <= clock.now())
        .with_for_update(skip_locked=True)
    )
    if email is None:
        return False
    ring_after_commit(session)
    if email.kind == "sign_in":
        _to_one(session, email)
        return False
    if email.reason == STOPPED:
        return take_back_some(session, email)
    if _is_overtaken(session, email):
        return False
    if email.state == "settling":
        _begin(session, email)
    if email.kind in KINDS and KINDS[email.kind].takes_back:
        take_back(session, email)
    if email.cause_kind == "event" and email.change == "cancelled" and withdraw(session, email) == WITHDRAWN_TOGETHER:
        return True
    return _next_chunk(session, email)


def _begin(session: Session, email: Email) -> None:
    """From here on this is what people were told, and what the next email about the event compares with."""
    email.state, email.audience_as_of = "fanning_out", clock.now()
    if email.cause_kind != "event":
        return
    telling = session.get(Telling, email.cause_id)
    if telling is not None and email.previous is not None:
        email.previous = telling.snapshot
    fact = {"snapshot": email.snapshot, "version": email.cause_version, "email_id": email.id}
    session.execute(
        insert(Telling)
        .values(event_id=email.cause_id, **fact)
        .on_conflict_do_update(index_elements=["event_id"], set_=fact)
    )


def _next_chunk(session: Session, email: Email) -> bool:
    size = FIRST_CHUNK if email.last_recipient_id is None else CHUNK
    after = email.last_recipient_id or FIRST
    page = _add(session, email, after, size)
    if page:
        if email.kind != "announcement":
            replace_older(session, email, after, page[0])
        email.last_recipient_id = page[0]
    if len(page) < size:
        email.state, email.done_at = "done", clock.now()
    return len(page) == size


def _add(session: Session, email: Email, after: UUID, size: int) -> list[UUID]:
    audience = _audience(session, email)
    parameters = {
        **audience.parameters(),
        "email_id": email.id,
        "event_id": email.event_id,
        "sender_id": _sender(session, email),
        "class": email.urgency,
        "version": str(email.cause_version),
        "domain": notifications_settings().domain,
        "expires_at": email.expires_at,
        "after": after,
        "size": size,
    }
    statements = {Audience: _OF_EVENT, Concerned: _OF_NOTICE, Addressees: _OF_ANNOUNCEMENT}
    return list(session.scalars(statements[type(audience)], parameters))


def _sender(session: Session, email: Email) -> UUID:
    """In whose cause it is sent: the event's host, so that no partner's many emails hold up another's few."""
    event = session.get(Event, email.event_id) if email.event_id else None
    return event.host_id if event else CONSORTIUM


def _audience(session: Session, email: Email) -> Audience | Concerned | Addressees:
    assert email.audience_as_of is not None
    if email.kind == "announcement":
        return Addressees(**email.snapshot["target"], as_of=email.audience_as_of)
    if email.kind not in KINDS:
        return Audience(email.snapshot, _change(email), email.audience_as_of, email.previous)
    kind = KINDS[email.kind]
    event = session.get(Event, email.event_id) if email.event_id else None
    sequence = event.fact["sequence"] if event else 0
    return Concerned(kind, kind.read(email.snapshot), email.audience_as_of, email.previous, sequence)


def _to_one(session: Session, email: Email) -> None:
    address = email.snapshot["email"]
    session.execute(
        text(
            """
            INSERT INTO deliveries (id, email_id, person_id, address, address_key, language, class, channel, route,
                                    state, message_id, next_attempt_at, expires_at)
            SELECT new.id, :email_id, :person_id, :address, :address_key, :language, :class, 'email', 'sign_in',
                   'pending', '<' || new.id || '.1@' || CAST(:domain AS text) || '>', :now, :expires_at
            FROM (SELECT uuidv7() AS id OFFSET 0) new
            ON CONFLICT (email_id, address_key) DO NOTHING
            """
        ),
        {
            "email_id": email.id,
            "person_id": email.snapshot["person_id"],
            "address": address,
            "address_key": normalized(address),
            "language": email.snapshot["language"],
            "class": email.urgency,
            "domain": notifications_settings().domain,
            "now": clock.now(),
            "expires_at": email.expires_at,
        },
    )
    email.state, email.audience_as_of, email.done_at = "done", clock.now(), clock.now()


def _is_overtaken(session: Session, email: Email) -> bool:
    """Whether something newer is being told already; whoever was not reached yet hears that instead."""
    newer = select(Email.cause_version).where(
        Email.cause_id == email.cause_id,
        Email.cause_version > email.cause_version,
        (Email.state.in_(["fanning_out", "done"])) | ((Email.change == "cancelled") & (Email.state == "settling")),
    )
    version = session.scalar(newer.order_by(Email.cause_version.desc()).limit(1))
    if version is None:
        return False
    session.execute(
        update(Email).where(Email.id == email.id).values(state="superseded", reason=f"superseded by v{version}")
    )
    return True


def _change(email: Email) -> Change:
    change: Change = email.change  # type: ignore[assignment]
    return change
