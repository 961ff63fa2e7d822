"""The first person's first sign-in: a link that works once, and of which only a hash is kept."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum

GOOD_FOR = timedelta(days=1)


class Role(StrEnum):
    """What a person may do for the consortium."""

    OFFICE = "office"
    OPERATOR = "operator"


def first_sign_in() -> tuple[str, dict[str, str]]:
    """A token for the link, and the variable by which the installation will recognize it until its time is over."""
    token = secrets.token_urlsafe(32)
    until = (datetime.now(UTC) + GOOD_FOR).isoformat(timespec="seconds")
    return token, {"PLEXUS_FIRST_SIGN_IN": f"{hashlib.sha256(token.encode()).hexdigest()} {until}"}


def remembered(variable: str) -> tuple[str, datetime]:
    """The hash of the first link's token, and until when it is good."""
    token_hash, _, until = variable.partition(" ")
    return token_hash, datetime.fromisoformat(until)
