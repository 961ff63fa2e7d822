"""The ledger of what was told."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.notifications.announcements.wording import Announced
from services.notifications.digests.wording import Digest
from services.notifications.emails.letters import Words, notice, titles
from services.notifications.emails.models import Email
from services.notifications.emails.rendering import Invitation
from services.notifications.emails.wording import Wording, language_of
from services.notifications.notices.kinds import KINDS
from shared.errors import NotFound
from shared.settings import settings

_COUNTS = text(
    """
    SELECT email_id, state, count(*) AS number,
        count(*) FILTER (WHERE reason = 'digest') AS digest,
        count(*) FILTER (WHERE reason = 'quiet-hours') AS held
    FROM deliveries WHERE email_id = ANY(CAST(:ids AS uuid[])) GROUP BY email_id, state
    """
)


def find(session: Session, email_id: UUID) -> Email:
    """One email."""
    email = session.get(Email, email_id)
    if email is None:
        raise NotFound()
    return email


def page(session: Session, event_id: UUID | None, kind: str | None, after: UUID | None, limit: int) -> list[Email]:
    """The next emails, newest first."""
    query = select(Email)
    if event_id is not None:
        query = query.where(Email.event_id == event_id)
    if kind is not None:
        query = query.where(Email.kind == kind)
    if after is not None:
        query = query.where(Email.id < after)
    return list(session.scalars(query.order_by(Email.id.desc()).limit(limit)))


def counts(session: Session, emails: Iterable[Email]) -> dict[UUID, tuple[dict[str, int], int, int]]:
    """Of each email: its deliveries by state, how many wait for a digest, how many for the end of quiet hours."""
    found: dict[UUID, tuple[dict[str, int], int, int]] = {}
    for row in session.execute(_COUNTS, {"ids": [email.id for email in emails]}):
        states, digest, held = found.get(row.email_id, ({}, 0, 0))
        waits = row.state == "pending"
        found[row.email_id] = (
            {**states, row.state: row.number},
            digest + row.digest * waits,
            held + row.held * waits,
        )
    return found


def subject(session: Session, email: Email) -> str:
    """What the list of emails shows, in the consortium's language."""
    return wording(session, email, settings().language).subject


def wording(session: Session, email: Email, wanted: str) -> Words:
    """The words of an email in the language that somebody wants, or in the one that comes closest."""
    language = language_of(wanted)
    if email.change == "sign_in":
        return Invitation(language)
    if email.kind == "announcement":
        return Announced(email.snapshot, language)
    if email.kind == "digest":
        return Digest(email.change, email.snapshot, (), language)
    if email.kind in KINDS:
        return notice(session.connection(), email.kind, email.snapshot, language)
    names = titles(session.connection(), email.snapshot)
    return Wording(email.change, email.snapshot, email.previous, names, language)  # type: ignore[arg-type]
