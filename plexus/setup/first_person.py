"""The first person's first sign-in: a link that works once, and of which only a hash is kept."""

import hashlib
import secrets


def first_sign_in() -> tuple[str, dict[str, str]]:
    """A token for the link, and the variable that lets the installation recognize it."""
    token = secrets.token_urlsafe(32)
    return token, {"PLEXUS_FIRST_SIGN_IN": hashlib.sha256(token.encode()).hexdigest()}
