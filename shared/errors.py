"""What is refused, and in which words.

Refusal: understood, and the answer is no
├── Malformed 400 · Unauthenticated 401 · NotAllowed 403 · NotFound 404
├── Conflict 409 · Gone 410 · Stale 412 · Invalid 422 · PreconditionMissing 428 · TooMany 429
└── Unavailable 503
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Flaw:
    """What is wrong with one field: its JSON pointer (RFC 6901), a code for programs, a sentence for people."""

    pointer: str
    code: str
    detail: str


class Refusal(Exception):
    """Understood, and the answer is no: a code for programs and a sentence for people."""

    status = 400
    title = "Refused"

    def __init__(self, code: str, detail: str, *flaws: Flaw, **more: Any) -> None:
        super().__init__(detail)
        self.code, self.detail, self.flaws, self.more = code, detail, flaws, more

    @property
    def headers(self) -> dict[str, str]:
        """The HTTP headers that go with the answer."""
        return {}


class Malformed(Refusal):
    """The request cannot be read."""

    status, title = 400, "Malformed request"


class Unauthenticated(Refusal):
    """Nobody, or nobody we know, is asking."""

    status, title = 401, "Sign-in needed"

    @property
    def headers(self) -> dict[str, str]:
        """RFC 6750, section 3."""
        return {"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'}


class NotAllowed(Refusal):
    """Who is asking may know of the thing, and may not do this to it."""

    status, title = 403, "Not allowed"


class NotFound(Refusal):
    """There is no such thing, or none that the caller may know of."""

    status, title = 404, "Not found"

    def __init__(self, code: str = "not-found", detail: str = "There is nothing here.") -> None:
        super().__init__(code, detail)


class Conflict(Refusal):
    """The thing is not in a state for this."""

    status, title = 409, "Conflict"


class InvalidTransition(Conflict):
    """A move that its state does not allow; names those that it does."""

    def __init__(self, thing: str, state: str, move: str, allowed: list[str]) -> None:
        super().__init__(
            "invalid-transition",
            f"{thing} that is {state} cannot be given a {move}.",
            state=state,
            allowed=allowed,
        )


class Gone(Refusal):
    """It was here, and is over."""

    status, title = 410, "Gone"


class Stale(Refusal):
    """The caller has seen an older version than the one that stands."""

    status, title = 412, "Changed meanwhile"

    def __init__(self, current: int) -> None:
        super().__init__(
            "version-conflict",
            "It was changed since you read it: read it again, then change it.",
            current=current,
        )


class Invalid(Refusal):
    """Readable, and wrong in the fields that are named."""

    status, title = 422, "Invalid input"

    def __init__(self, code: str, detail: str, *flaws: Flaw, pointer: str | None = None, **more: Any) -> None:
        if pointer is not None:
            flaws = (*flaws, Flaw(pointer, code, detail))
        super().__init__(code, detail, *flaws, **more)


class PreconditionMissing(Refusal):
    """A change must say which version it changes."""

    status, title = 428, "If-Match needed"

    def __init__(self) -> None:
        super().__init__("if-match-required", "Send the ETag that you read as If-Match.")


class TooMany(Refusal):
    """Asked too often."""

    status, title = 429, "Too many requests"

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__("rate-limited", detail)
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        """RFC 9110, section 10.2.3."""
        return {"Retry-After": str(self.retry_after)}


class Unavailable(Refusal):
    """Something that this needs is down for a moment."""

    status, title = 503, "Temporarily unavailable"

    def __init__(self, detail: str = "Try again in a moment.", retry_after: int = 2) -> None:
        super().__init__("temporarily-unavailable", detail)
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        """RFC 9110, section 10.2.3."""
        return {"Retry-After": str(self.retry_after)}
