"""What is forgotten by the clock: attempts, links and sessions that are over, and links that nobody fetched."""

from datetime import timedelta

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from services.partners.identity.models import SignedInSession, SignInAttempt, SignInLink
from shared import attempts, clock
from shared.messages.partners import SignInRequested

_KEPT = timedelta(days=30)

_UNFETCHED = text(
    """
    UPDATE outbox SET body = body || '{"sealed_link": ""}'
    WHERE name = :name AND acked_at IS NULL
      AND (body->>'expires_at')::timestamptz < :now AND body->>'sealed_link' <> ''
    """
)


def forget(session: Session) -> None:
    """Drop what is over; a link that expired unheard is wiped from the outbox, too."""
    now = clock.now()
    attempts.forget(session, SignInAttempt)
    session.execute(delete(SignInLink).where(SignInLink.expires_at < now - _KEPT))
    session.execute(delete(SignedInSession).where(SignedInSession.expires_at < now - _KEPT))
    session.execute(_UNFETCHED, {"name": SignInRequested.name, "now": now})
