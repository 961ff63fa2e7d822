"""Who is asking: access tokens of people and API tokens of machines, both checked offline, in any service.

An access token (JWT, Ed25519, RFC 9864; ten minutes) says only who somebody is. An API token is
`plx_<id>_<secret>`; only its hash is kept and told. What a person may do comes from each service's own records.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared import clock
from shared.api.door import InTransaction, inline
from shared.database import api_tokens, signing_keys
from shared.direct import row_of
from shared.errors import NotAllowed, Unauthenticated
from shared.messages.partners import ApiTokenChanged, SigningKeyChanged

ACCESS_TOKEN_SECONDS = 600
_ALGORITHMS = ["Ed25519"]
_TOKEN = """
    SELECT token_id, secret_hash, person_id, scopes, revoked_at, expires_at FROM api_tokens WHERE token_id = :token_id
"""


@dataclass(frozen=True)
class Roles:
    """What a person may do: for the consortium, and for each partner."""

    consortium: frozenset[str] = frozenset()
    partners: dict[UUID, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Caller:
    """Somebody whom we know, and what she may do."""

    person_id: UUID
    roles: Roles
    scopes: frozenset[str]
    token_id: str | None = None
    session_id: UUID | None = None

    @property
    def is_office(self) -> bool:
        """Whether the caller works in the consortium's office."""
        return "office" in self.roles.consortium

    @property
    def is_operator(self) -> bool:
        """Whether the caller runs the system."""
        return "operator" in self.roles.consortium

    def holds(self, partner_id: UUID, *roles: str) -> bool:
        """Whether the caller holds one of these roles at a partner."""
        return bool(self.roles.partners.get(partner_id, frozenset()) & frozenset(roles))


# How a service finds what a person may do; None for somebody it does not know, or who has left.
FindRoles = Callable[[Session, UUID], Roles | None]


def _unknown() -> Unauthenticated:
    return Unauthenticated("invalid-token", "Sign in, or send a token that is valid.")


def maybe_caller(request: Request, session: InTransaction) -> Caller | None:
    """Who is asking; None for a stranger. A token that is not valid is refused, never taken for no token."""
    given = request.headers.get("authorization")
    if given is None:
        return None
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unknown()
    known = _machine(session, token) if token.startswith("plx_") else _person(session, token)
    find_roles: FindRoles = request.app.state.find_roles
    roles = find_roles(session, known.person_id)
    if roles is None:
        raise _unknown()
    needed = "read" if request.method in {"GET", "HEAD"} else "write"
    if needed not in known.scopes:
        raise NotAllowed("insufficient-scope", f"This token may not {needed}.")
    return replace(known, roles=roles)


MaybeCaller = Annotated[Caller | None, Depends(inline(maybe_caller))]


def caller(somebody: MaybeCaller) -> Caller:
    """Who is asking; strangers are refused."""
    if somebody is None:
        raise _unknown()
    return somebody


SignedIn = Annotated[Caller, Depends(inline(caller))]


def issue_access_token(
    person_id: UUID, key_id: str, private_key: OKPKey, issuer: str, session_id: UUID | None = None
) -> str:
    """An access token for a person in a session of hers, good for ten minutes in every service."""
    now = int(clock.now().timestamp())
    claims = {"iss": issuer, "sub": str(person_id), "iat": now, "exp": now + ACCESS_TOKEN_SECONDS}
    if session_id is not None:
        claims["sid"] = str(session_id)
    return jwt.encode({"alg": "Ed25519", "kid": key_id}, claims, private_key, algorithms=_ALGORITHMS)


def _person(session: Session, token: str) -> Caller:
    keys = session.scalars(select(signing_keys.c.public_key).where(signing_keys.c.retired_at.is_(None))).all()
    try:
        claims = jwt.decode(token, KeySet([OKPKey.import_key(key) for key in keys]), algorithms=_ALGORITHMS).claims
        if claims["exp"] <= clock.now().timestamp():
            raise _unknown()
        of = UUID(claims["sid"]) if "sid" in claims else None
        return Caller(UUID(claims["sub"]), Roles(), frozenset({"read", "write"}), session_id=of)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _unknown() from error


def _machine(session: Session, token: str) -> Caller:
    _, token_id, secret = (*token.split("_", 2), "", "")[:3]
    known = row_of(session, _TOKEN, {"token_id": token_id})
    right = hmac.compare_digest(known.secret_hash if known else "", hash_secret(secret))
    if known is None or not right or known.revoked_at is not None or known.expires_at <= clock.now():
        raise _unknown()
    return Caller(known.person_id, Roles(), frozenset(known.scopes), token_id=known.token_id)


def new_api_token() -> tuple[str, str, str]:
    """A token for a machine: its id, the whole token (shown once), and the hash that is kept."""
    token_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    return token_id, f"plx_{token_id}_{secret}", hash_secret(secret)


def hash_secret(secret: str) -> str:
    """What is kept of a secret. It has 256 bits of chance in it, so that one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def copy_signing_key(session: Session, told: SigningKeyChanged) -> None:
    """Keep a public key that access tokens are verified by."""
    values = {
        "key_id": told.key_id,
        "public_key": told.public_key,
        "retired_at": told.retired_at,
        "version": told.version,
    }
    session.execute(
        insert(signing_keys)
        .values(values)
        .on_conflict_do_update(index_elements=["key_id"], set_=values, where=signing_keys.c.version < told.version)
    )


def copy_api_token(session: Session, told: ApiTokenChanged) -> None:
    """Keep what is needed to check a machine's token."""
    values = told.model_dump(exclude={"scopes"}) | {"scopes": list(told.scopes)}
    session.execute(
        insert(api_tokens)
        .values(values)
        .on_conflict_do_update(index_elements=["token_id"], set_=values, where=api_tokens.c.version < told.version)
    )
