"""The HTTP door: one request, one transaction, committed before the answer leaves.

Commits happen here and in the workers, nowhere else. A dependency that commits when the reply is already on the
wire would promise what PostgreSQL may still refuse: hence `scope="function"`.
"""

from collections.abc import Callable, Coroutine, Iterator
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session

from shared.api import body, idempotency
from shared.database import Database
from shared.errors import PreconditionMissing, Refusal, Stale

Respond = Callable[[Request], Coroutine[Any, Any, Response]]


class NotAcceptable(Refusal):
    """The caller accepts nothing that we can give."""

    status, title = 406, "Not acceptable"


class Door(APIRoute):
    """A route that reads bodies strictly and leaves its answer where the transaction can keep it."""

    def get_route_handler(self) -> Respond:
        """Wrap FastAPI's own handler, which runs between reading the body and committing."""
        respond = super().get_route_handler()

        async def through_the_door(request: Request) -> Response:
            _accepts_json(request)
            body.check_address(request.scope["path"], request.query_params.multi_items())
            raw = await body.read(request) if request.method in {"POST", "PUT", "PATCH"} else b""
            if raw:
                request._json = body.parse(raw, request.headers.get("content-type", ""))
            request.state.raw = raw
            try:
                response = await respond(request)
            except idempotency.Replay as replay:
                return replay.response
            request.state.response = response
            return response

        return through_the_door


def _accepts_json(request: Request) -> None:
    accepted = request.headers.get("accept", "*/*")
    kinds = {part.partition(";")[0].strip().lower() for part in accepted.split(",")}
    if not kinds & {"", "*/*", "application/*", "application/json", "application/problem+json", "text/html"}:
        raise NotAcceptable("not-acceptable", "This is given as application/json only.")


def _transaction(request: Request) -> Iterator[Session]:
    database: Database = request.app.state.database
    with database.transaction() as session:
        claimed = idempotency.claim(session, request, getattr(request.state, "raw", b""))
        yield session
        if claimed is not None:
            idempotency.keep(session, claimed, request.state.response)


InTransaction = Annotated[Session, Depends(_transaction, scope="function")]


def etag(version: int) -> str:
    """The entity tag of a version (RFC 9110, section 8.8.3)."""
    return f'"{version}"'


def expected_version(if_match: Annotated[str | None, Header()] = None) -> int | None:
    """The version that a change says it changes; None for `*`, any."""
    if if_match is None:
        raise PreconditionMissing()
    if if_match.strip() == "*":
        return None
    tag = if_match.strip().removeprefix("W/").strip('"')
    return int(tag) if tag.isascii() and tag.isdigit() and len(tag) < 18 else -1


IfMatch = Annotated[int | None, Depends(expected_version)]


def match(expected: int | None, current: int) -> None:
    """Refuse a change of another version than the one that stands."""
    if expected is not None and expected != current:
        raise Stale(current)


def tagged(response: Response, version: int) -> None:
    """Give an answer the entity tag of what it shows."""
    response.headers["ETag"] = etag(version)
