"""The keys that access tokens are signed with: made at first need, sealed where they are kept."""

import json
import secrets
from functools import lru_cache

from joserfc.jwk import OKPKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partners.identity.models import SigningKey
from shared.identity import copy_signing_key
from shared.messages.partners import SigningKeyChanged
from shared.outbox import tell
from shared.sealing import seal, unseal

_PURPOSE = "signing-key"
_CURRENT = select(SigningKey).where(SigningKey.retired_at.is_(None)).order_by(SigningKey.made_at.desc()).limit(1)


def current(session: Session) -> tuple[str, OKPKey]:
    """The key to sign with, and its id."""
    key = session.scalar(_CURRENT) or _first(session)
    return key.key_id, _opened(key.sealed_private_key)


def fact(key: SigningKey) -> SigningKeyChanged:
    """What neighbours are told of a key: its public part."""
    return SigningKeyChanged(
        key_id=key.key_id, public_key=key.public_key, retired_at=key.retired_at, version=key.version
    )


def _first(session: Session) -> SigningKey:
    # Two who need the first key at once: one waits, and finds the other's.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(_PURPOSE, 0))))
    if key := session.scalar(_CURRENT):
        return key
    made = OKPKey.generate_key("Ed25519", parameters={"kid": secrets.token_hex(8)})
    key = SigningKey(
        key_id=made.kid,
        public_key=made.as_dict(private=False),
        sealed_private_key=seal(json.dumps(made.as_dict(private=True)).encode(), _PURPOSE),
    )
    session.add(key)
    session.flush()
    copy_signing_key(session, fact(key))
    tell(session, fact(key))
    return key


@lru_cache(maxsize=8)
def _opened(sealed: bytes) -> OKPKey:
    return OKPKey.import_key(json.loads(unseal(sealed, _PURPOSE)))
