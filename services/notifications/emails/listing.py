"""What is sent to many who can stop it: which lists there are, and what their emails say of themselves."""

from services.notifications.settings import notifications_settings

# By the way in which it reaches somebody: what she is no longer sent when she stops it.
_SCOPES = {"follows": "following", "told": "following", "announced": "announcements"}


def scope_of(route: str) -> str | None:
    """What stopping an email that came by this way stops; None for what comes with what one does here."""
    return _SCOPES.get(route)


def list_headers(route: str, link: str) -> bytes:
    """What a list's email carries, so that a mail program can offer to stop it (RFC 2369, RFC 2919, RFC 8058)."""
    scope = scope_of(route)
    if scope is None:
        return b""
    lines = (
        f"List-Id: <{scope}.{notifications_settings().domain}>",
        f"List-Help: <{link}>",
        f"List-Unsubscribe: <{link}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()
