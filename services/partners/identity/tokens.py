"""Machines' tokens: issued and revoked here, told as hashes, checked everywhere."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.identity.models import ApiToken
from shared import clock
from shared.errors import Invalid, NotFound
from shared.identity import copy_api_token, new_api_token
from shared.messages.partners import ApiTokenChanged
from shared.outbox import tell

GOOD_FOR = timedelta(days=365)


def fact(token: ApiToken) -> ApiTokenChanged:
    """What neighbours are told of a token: enough to check it, and nothing to use it with."""
    return ApiTokenChanged(
        token_id=token.token_id,
        secret_hash=token.secret_hash,
        person_id=token.person_id,
        scopes=tuple(token.scopes),
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        version=token.version,
    )


def issue_api_token(
    session: Session, person_id: UUID, name: str, scopes: Sequence[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A token for a machine that acts for a person (for a year unless said otherwise), and what to hand out once."""
    expires_at = expires_at or clock.now() + GOOD_FOR
    if expires_at <= clock.now():
        raise Invalid("out-of-range", "It would have expired already.", pointer="/expires_at")
    token_id, secret, secret_hash = new_api_token()
    token = ApiToken(
        person_id=person_id,
        name=name,
        token_id=token_id,
        secret_hash=secret_hash,
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
    )
    session.add(token)
    _told(session, token)
    return token, secret


def find(session: Session, person_id: UUID, token_id: UUID) -> ApiToken:
    """A token of a person's own."""
    query = select(ApiToken).where(ApiToken.id == token_id, ApiToken.person_id == person_id)
    token = session.scalar(query.with_for_update())
    if token is None:
        raise NotFound()
    return token


def revoke(session: Session, token: ApiToken) -> None:
    """End a token before its time."""
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.version += 1
        _told(session, token)


def _told(session: Session, token: ApiToken) -> None:
    session.flush()
    copy_api_token(session, fact(token))
    tell(session, fact(token))
