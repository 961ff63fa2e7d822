"""How this service answers with what was kept ready, and with nothing when the caller has it already."""

import hashlib
from typing import Annotated, Any

from fastapi import Header, Response

# RFC 9110, section 13.1.2.
IfNoneMatch = Annotated[str | None, Header(alias="if-none-match")]

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "Not modified"}}


def ready(content: str, tag: str, media_type: str = "application/json") -> Response:
    """What was kept ready, as it is; good to show again for as long as its tag holds."""
    return Response(content, headers=_validated(tag), media_type=media_type)


def unless_seen(given: str | None, tag: str) -> Response | None:
    """The answer for a caller who has what the tag stands for; None for whoever has not."""
    held = {each.strip().removeprefix("W/") for each in (given or "").split(",")}
    if tag.removeprefix("W/") not in held and "*" not in held:
        return None
    return Response(status_code=304, headers=_validated(tag))


def validator(*seen: object) -> str:
    """A weak entity tag for what was seen."""
    return f'W/"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'


def _validated(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Authorization"}
