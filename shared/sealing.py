"""Secrets at rest and under way: sealed with keys made from the installation's one secret, a key per purpose."""

import base64
from datetime import timedelta
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadData, URLSafeTimedSerializer

from shared import clock
from shared.errors import Gone, NotFound
from shared.settings import settings


@lru_cache
def _fernet(purpose: str) -> Fernet:
    secret = settings().secret.get_secret_value().encode()
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)
    return Fernet(base64.urlsafe_b64encode(key))


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
        raise NotFound("invalid-link", "This link is not one of ours. Was it copied whole?") from error
    if clock.now() - made_at > good_for:
        raise Gone("link-expired", "This link is too old.")
    return tuple(facts)
