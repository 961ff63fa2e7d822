"""Secrets at rest and under way: sealed with keys made from the installation's one secret, a key per purpose."""

import base64
import hmac
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadData, URLSafeTimedSerializer

from shared import clock
from shared.errors import Gone, NotFound
from shared.settings import settings


@lru_cache
def _key(purpose: str) -> bytes:
    secret = settings().secret.get_secret_value().encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)


@lru_cache
def _fernet(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(purpose)))


def seal(content: bytes, purpose: str) -> bytes:
    """Content that only this installation can read, and only for this purpose (Fernet; key by HKDF, RFC 5869)."""
    return _fernet(purpose).encrypt(content)


def unseal(sealed: bytes, purpose: str) -> bytes:
    """What was sealed; ValueError when it was sealed by another, for another purpose, or altered."""
    try:
        return _fernet(purpose).decrypt(sealed)
    except InvalidToken as error:
        raise ValueError("not sealed here for this") from error


@lru_cache
def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret.get_secret_value(), salt=f"link:{purpose}")


def sign_link(purpose: str, *facts: str) -> str:
    """The token of a link that needs no account: one purpose, unforgeable, readable by nobody's guess."""
    return _signer(purpose).dumps(facts)


def read_link(purpose: str, token: str, good_for: timedelta) -> tuple[str, ...]:
    """What a link's token says; NotFound when it was altered or made for something else, Gone when it is too old."""
    try:
        facts, made_at = _signer(purpose).loads(token, return_timestamp=True)
    except BadData as error:
        raise _not_ours() from error
    if clock.now() - made_at > good_for:
        raise Gone("link-expired", "This link is too old.")
    return tuple(facts)


def sign_id(purpose: str, key: UUID) -> str:
    """A short token that names one record, for links that are made by the thousand (HMAC, RFC 2104, 128 bits)."""
    return base64.urlsafe_b64encode(key.bytes + _mac(purpose, key)).rstrip(b"=").decode()


def read_id(purpose: str, token: str) -> UUID:
    """The record that a short token names; NotFound when it was altered or made for something else."""
    try:
        signed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        key = UUID(bytes=signed[:16])
    except ValueError as error:
        raise _not_ours() from error
    if not hmac.compare_digest(signed[16:], _mac(purpose, key)):
        raise _not_ours()
    return key


def mark(purpose: str, words: str) -> str:
    """What stands for words where they must not be written themselves: the same for the same, told by nobody else."""
    return hmac.digest(_key(f"mark:{purpose}"), words.encode(), "sha256").hex()


def _mac(purpose: str, key: UUID) -> bytes:
    return hmac.digest(_key(f"id:{purpose}"), key.bytes, "sha256")[:16]


def _not_ours() -> NotFound:
    return NotFound("invalid-link", "This link is not one of ours. Was it copied whole?")
