"""Sessions: opened by a link, continued by refresh tokens that are good once (and 30 s more)."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.identity import keys, links
from services.partners.identity.models import RefreshToken, SignedInSession
from services.partners.people.actions import find_roles
from shared import clock
from shared.errors import Gone, NotFound, Unauthenticated
from shared.identity import ACCESS_TOKEN_SECONDS, hash_secret, issue_access_token
from shared.settings import settings

LASTS = timedelta(days=30)
# Two tabs of one browser renew at once; both are hers.
STILL_GOOD_FOR = timedelta(seconds=30)


@dataclass(frozen=True)
class Tokens:
    """What a session is continued and used with."""

    access_token: str
    refresh_token: str
    expires_in: int = ACCESS_TOKEN_SECONDS


class Reused(Unauthenticated):
    """A refresh token came again after its time: one of two who hold it stole it, and the session is over."""


def begin(session: Session, link_token: str) -> Tokens:
    """A session for whoever holds a sign-in link."""
    person_id = links.use(session, link_token)
    if find_roles(session, person_id) is None:
        raise Gone("link-expired", "This link is no longer good.")
    signed_in = SignedInSession(person_id=person_id, expires_at=clock.now() + LASTS)
    session.add(signed_in)
    session.flush()
    return _tokens(session, signed_in)


def renew(session: Session, refresh_token: str) -> Tokens | Reused:
    """The next tokens of a session. A reuse is answered, not raised: that the session is over must be kept."""
    now = clock.now()
    row = session.execute(
        select(RefreshToken, SignedInSession)
        .join(SignedInSession, SignedInSession.id == RefreshToken.session_id)
        .where(RefreshToken.token_hash == hash_secret(refresh_token))
        .with_for_update()
    ).one_or_none()
    if row is None or row.SignedInSession.revoked_at or row.SignedInSession.expires_at <= now:
        raise Unauthenticated("invalid-token", "This session is over: sign in again.")
    token, signed_in = row.RefreshToken, row.SignedInSession
    if token.replaced_at and token.replaced_at <= now - STILL_GOOD_FOR:
        signed_in.revoked_at = now
        return Reused("invalid-token", "This session was ended, since its token came twice: sign in again.")
    if find_roles(session, signed_in.person_id) is None:
        raise Unauthenticated("invalid-token", "This session is over.")
    token.replaced_at = token.replaced_at or now
    signed_in.expires_at = now + LASTS
    return _tokens(session, signed_in)


def end(session: Session, session_id: UUID | None) -> None:
    """Sign out of one session."""
    signed_in = session.get(SignedInSession, session_id) if session_id else None
    if signed_in is None:
        raise NotFound("not-found", "This token belongs to no session.")
    signed_in.revoked_at = signed_in.revoked_at or clock.now()


def _tokens(session: Session, signed_in: SignedInSession) -> Tokens:
    refresh_token = secrets.token_urlsafe(32)
    session.add(RefreshToken(token_hash=hash_secret(refresh_token), session_id=signed_in.id))
    key_id, key = keys.current(session)
    access_token = issue_access_token(signed_in.person_id, key_id, key, settings().url, signed_in.id)
    return Tokens(access_token, refresh_token)
