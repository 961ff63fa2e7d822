"""What can be done with announcements: write, look ahead, test, send, stop."""

from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, text
from sqlalchemy.orm import Session

from services.notifications.announcements.audience import WHO_IS_ADDRESSED, Addressees
from services.notifications.announcements.models import Announcement
from services.notifications.announcements.stopping import STOPPED
from services.notifications.copies.models import Group, Partner, Titled
from services.notifications.emails.audience import FIRST
from services.notifications.emails.deciding import EMAILS_EXPIRE_AFTER
from services.notifications.emails.models import Email
from shared import clock, log
from shared.errors import Conflict, Invalid, InvalidTransition, NotFound
from shared.outbox import ring_after_commit

_MOVES: dict[str, list[str]] = {"draft": ["test", "sending"], "sent": ["stop"], "stopped": []}
# Counts everybody at once: no page is asked for, and nothing but the sums leaves the database.
_FORESEE = text(
    f"""
    {WHO_IS_ADDRESSED}
    SELECT suppressed, count(DISTINCT address_key) AS number,
        count(DISTINCT address_key) FILTER (WHERE suppressed IS NULL AND quiet_until IS NOT NULL) AS held
    FROM judged GROUP BY suppressed
    """
)


def find(session: Session, announcement_id: UUID, *, lock: bool = False) -> Announcement:
    """One announcement."""
    found = session.get(Announcement, announcement_id, with_for_update=lock or None)
    if found is None:
        raise NotFound()
    return found


def page(session: Session, after: UUID | None, limit: int) -> list[Announcement]:
    """The next announcements, newest first."""
    query = select(Announcement).order_by(Announcement.id.desc()).limit(limit)
    return list(session.scalars(query if after is None else query.where(Announcement.id < after)))


def write(session: Session, author_id: UUID, given: dict[str, Any]) -> Announcement:
    """Write a draft; nobody is told."""
    announcement = Announcement(author_id=author_id, state="draft", texts={}, url="", target_kind="", target_key="")
    session.add(announcement)
    _take(session, announcement, given)
    session.flush()
    session.refresh(announcement)
    return announcement


def rewrite(session: Session, announcement: Announcement, given: dict[str, Any]) -> Announcement:
    """Change a draft."""
    _must_be_draft(announcement)
    _take(session, announcement, given)
    if session.is_modified(announcement):
        announcement.version += 1
        session.flush()
    return announcement


def discard(session: Session, announcement: Announcement) -> None:
    """Throw a draft away."""
    _must_be_draft(announcement)
    session.delete(announcement)
    session.flush()


def foresee(session: Session, announcement: Announcement) -> tuple[int, int, dict[str, int]]:
    """To how many it would go now, how many of them after quiet hours, and to how many not, by the reason."""
    addressees = Addressees(announcement.target_kind, announcement.target_key, clock.now())
    rows = session.execute(_FORESEE, {**addressees.parameters(), "after": FIRST, "size": None}).all()
    reached = [row for row in rows if row.suppressed is None]
    counts = {row.suppressed: row.number for row in rows if row.suppressed is not None}
    return sum(row.number for row in reached), sum(row.held for row in reached), counts


def test(session: Session, announcement: Announcement, person_id: UUID) -> Announcement:
    """Send it to one person, as it would look."""
    _must_allow(announcement, "test")
    announcement.tests += 1
    _record(session, announcement, {"kind": "person", "key": str(person_id)}, f"test-{announcement.tests}")
    return announcement


def send(session: Session, announcement: Announcement, recipients: int) -> Announcement:
    """Send it to all whom it names, if they are as many as whoever sends it believes."""
    _must_allow(announcement, "sending")
    number, _, _ = foresee(session, announcement)
    if number == 0:
        raise Conflict("nobody-to-tell", "There is nobody to whom it could go.")
    if number != recipients:
        raise Conflict("audience-changed", f"It would go to {number} now.")
    target = {"kind": announcement.target_kind, "key": announcement.target_key}
    announcement.email_id = _record(session, announcement, target, "sent")
    announcement.state, announcement.sent_at = "sent", clock.now()
    announcement.version += 1
    session.flush()
    return announcement


def stop(session: Session, announcement: Announcement) -> Announcement:
    """Let what has not left yet stay. Senders see it with their next claim; the rest is taken back in chunks."""
    _must_allow(announcement, "stop")
    email = session.get_one(Email, announcement.email_id, with_for_update=True)
    email.reason, email.state, email.due_at, email.done_at = STOPPED, "fanning_out", clock.now(), None
    announcement.state, announcement.stopped_at = "stopped", clock.now()
    announcement.version += 1
    session.flush()
    ring_after_commit(session)
    return announcement


def _take(session: Session, announcement: Announcement, given: dict[str, Any]) -> None:
    for name in ("texts", "url"):
        if name in given:
            setattr(announcement, name, given[name])
    if "target" in given:
        kind, key = given["target"]["kind"], given["target"]["id"] or ""
        if not _is_known(session, kind, key):
            raise Invalid("unknown-reference", "There is no such record.", pointer="/target/id")
        announcement.target_kind, announcement.target_key = kind, key


def _is_known(session: Session, kind: str, key: str) -> bool:
    if kind in {"everybody", "members", "topic", "audience"}:
        return True
    owners = {"partner": Partner.id, "group": Group.id}
    known = owners[kind] == UUID(key) if kind in owners else (Titled.kind == kind) & (Titled.id == UUID(key))
    return bool(session.scalar(select(exists().where(known))))


def _record(session: Session, announcement: Announcement, target: dict[str, str], what: str) -> UUID:
    """Write the email that is fanned out from here on."""
    now, is_test = clock.now(), target["kind"] == "person"
    email = Email(
        kind="announcement",
        change="test" if is_test else "announced",
        urgency="urgent" if is_test else "bulk",
        cause_message="notifications.announcement",
        cause_kind="announcement",
        cause_id=announcement.id,
        cause_version=announcement.version,
        dedupe_key=f"announcement|{announcement.id}|{what}",
        state="settling",
        due_at=now,
        snapshot={"texts": announcement.texts, "url": announcement.url, "target": target, "test": is_test},
        expires_at=now + EMAILS_EXPIRE_AFTER,
        correlation_id=log.correlation.get(),
    )
    session.add(email)
    session.flush()
    session.refresh(email)
    ring_after_commit(session)
    return email.id


def _must_be_draft(announcement: Announcement) -> None:
    if announcement.state != "draft":
        raise Conflict("already-sent", "It has been sent; what people read cannot be changed.")


def _must_allow(announcement: Announcement, move: str) -> None:
    allowed = _MOVES[announcement.state]
    if move not in allowed:
        raise InvalidTransition("An announcement", announcement.state, move, allowed)
