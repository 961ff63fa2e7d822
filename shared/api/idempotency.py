"""The same request twice is one effect: its answer is kept with the effect itself, in one transaction.

Follows the IETF draft "The Idempotency-Key HTTP Header Field": the same key with another body is 422, one still
in progress 409.
"""

import base64
import hashlib
import json
import re

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from shared.direct import row_of
from shared.errors import Conflict, Invalid, Malformed
from shared.sealing import seal, unseal

_KEY = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,254}")
# It looks before it holds the lock: an answer kept in between is met by the primary key when this one is.
_TAKE = """
    SELECT pg_try_advisory_xact_lock(hashtextextended(:caller || ' ' || :key, 0)) AS taken,
           known.request_hash, known.status, known.headers, known.body
    FROM (VALUES (1)) AS one LEFT JOIN idempotency_keys AS known ON known.key = :key AND known.caller = :caller
"""
_KEEP = """
    INSERT INTO idempotency_keys (key, caller, request_hash, status, headers, body)
    VALUES (:key, :caller, :request_hash, :status, CAST(:headers AS jsonb), :body)
    ON CONFLICT DO NOTHING RETURNING key
"""
_KEPT_HEADERS = ("etag", "location", "content-type")


class Replay(Exception):
    """This request was answered before; here is the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__("answered before")
        self.response = response


class InProgress(Conflict):
    """The first of two equal requests has not been answered yet."""

    @property
    def headers(self) -> dict[str, str]:
        """RFC 9110, section 10.2.3."""
        return {"Retry-After": "1"}


def claim(session: Session, request: Request, raw: bytes) -> tuple[str, str, bytes] | None:
    """Take the key that a POST came with, for this transaction; raises Replay when its answer is known."""
    key = request.headers.get("idempotency-key")
    if request.method != "POST" or key is None:
        return None
    if not _KEY.fullmatch(key):
        raise Malformed("invalid-idempotency-key", "An Idempotency-Key has 1 to 255 printable ASCII characters.")
    # Whose key it is: the same word from two callers is two keys. A hash, for what identifies may be a secret.
    caller = hashlib.sha256(_who(request.headers.get("authorization", "")).encode()).hexdigest()
    fingerprint = hashlib.sha256(f"{request.url.path}\n".encode() + raw).digest()
    known = row_of(session, _TAKE, {"key": key, "caller": caller})
    if known is None or not known.taken:
        raise _in_progress()
    if known.request_hash is None:
        return key, caller, fingerprint
    if known.request_hash != fingerprint:
        raise Invalid("idempotency-mismatch", "This Idempotency-Key came with another request before.")
    raise Replay(
        Response(unseal(known.body, "idempotency"), known.status, {**known.headers, "Idempotent-Replayed": "true"})
    )


def keep(session: Session, claimed: tuple[str, str, bytes], response: Response) -> None:
    """Keep the answer, with the effect it answers for."""
    key, caller, fingerprint = claimed
    answer = {
        "key": key,
        "caller": caller,
        "request_hash": fingerprint,
        "status": response.status_code,
        "headers": json.dumps({name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}),
        "body": seal(bytes(response.body), "idempotency"),  # an answer may hold a secret
    }
    if row_of(session, _KEEP, answer) is None:
        raise _in_progress()


def _in_progress() -> InProgress:
    return InProgress("idempotency-in-progress", "The same request is being worked on.")


def _who(authorization: str) -> str:
    """What stays the same of a caller when her access token is renewed: the person, or the machine's token.

    Unverified: good for telling callers apart, not for letting them in.
    """
    token = authorization.partition(" ")[2]
    if token.startswith("plx_") or not token:
        return token
    try:
        padded = token.split(".")[1] + "=="
        return str(json.loads(base64.urlsafe_b64decode(padded))["sub"])
    except (IndexError, ValueError, KeyError, TypeError):
        return token
