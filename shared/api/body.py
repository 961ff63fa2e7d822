"""Reading what a caller sent, strictly: its size, its type, its encoding, its JSON."""

import json
import re
from collections.abc import Iterable
from typing import Any

from starlette.requests import Request

from shared.errors import Flaw, Invalid, Malformed, NotFound, Refusal

LARGEST = 1 << 20
_DEEPEST = 64
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class TooLarge(Refusal):
    """The body is larger than anything that we take."""

    status, title = 413, "Too large"


class UnsupportedMediaType(Refusal):
    """The body is not JSON."""

    status, title = 415, "Unsupported media type"


async def read(request: Request, largest: int = LARGEST) -> bytes:
    """The body, kept on the request for whoever reads it next; refused when it is too large, announced or not."""
    body = bytearray()
    if int(request.headers.get("content-length") or 0) <= largest:
        async for chunk in request.stream():
            body += chunk
            if len(body) > largest:
                break
        else:
            request._body = bytes(body)
            return request._body
    raise TooLarge("body-too-large", f"The body may have {largest} bytes at most.")


def parse(raw: bytes, content_type: str) -> Any:
    """The JSON that a body holds (RFC 8259; no repeated names, no NaN, no control characters, 64 levels at most)."""
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedMediaType("unsupported-media-type", "Send application/json.")
    try:
        parsed = json.loads(raw.decode("utf-8"), object_pairs_hook=_named_once, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Malformed("invalid-encoding", "The body is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise Malformed(
            "malformed-json", f"The body is not JSON: {error.msg} at {error.pos}.", offset=error.pos
        ) from error
    except RecursionError as error:
        raise Malformed("malformed-json", f"The body is nested more than {_DEEPEST} deep.") from error
    _check(parsed, "", 0)
    return parsed


def check_address(path: str, query: Iterable[tuple[str, str]]) -> None:
    """Refuse control characters in an address: PostgreSQL would, and there is nothing by such a name."""
    if _CONTROL.search(path):
        raise NotFound()
    for name, value in query:
        if _CONTROL.search(name + value):
            raise Invalid("control-character", "A filter holds a control character.", pointer=f"?{name}")


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise Malformed("malformed-json", "An object names the same field twice.")
    return named


def _no_constant(name: str) -> Any:
    raise Malformed("malformed-json", f"{name} is not JSON.")


def _check(value: Any, pointer: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise Malformed("malformed-json", f"The body is nested more than {_DEEPEST} deep.")
    if isinstance(value, str):
        if _SURROGATE.search(value):
            raise Malformed(
                "invalid-encoding",
                "A string holds half a character.",
                Flaw(pointer, "invalid-encoding", "Half a character."),
            )
        if _CONTROL.search(value):
            raise Invalid("control-character", "A string holds a control character.", pointer=pointer)
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check(name, f"{pointer}/{name}", depth + 1)
            _check(inner, f"{pointer}/{name}", depth + 1)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _check(inner, f"{pointer}/{place}", depth + 1)
