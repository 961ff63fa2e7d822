"""The HTTP door: one request, one transaction, one thread, committed before the answer leaves.

Commits happen here and in the workers, nowhere else. A dependency that commits when the reply is already on the
wire would promise what PostgreSQL may still refuse: hence the transaction is around FastAPI's handler, not in it.
"""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

from anyio import to_thread
from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session

from shared.api import body, idempotency
from shared.database import Database
from shared.errors import PreconditionMissing, Refusal, Stale

P = ParamSpec("P")
R = TypeVar("R")
Respond = Callable[[Request], Coroutine[Any, Any, Response]]


def inline(function: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """A plain function as FastAPI calls it on the spot; left plain, it would be handed to another thread."""

    @wraps(function)
    async def on_the_spot(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    return on_the_spot


class NotAcceptable(Refusal):
    """The caller accepts nothing that we can give."""

    status, title = 406, "Not acceptable"


class Transacted(APIRoute):
    """A route whose request is one transaction, worked on by one thread from its first statement to its commit.

    FastAPI hands each dependency and endpoint to whichever thread is free. Between two of them a request would sit
    on its connection and wait for a thread, while threads wait for connections; and each change of hands costs as
    much as a statement.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **described: Any) -> None:
        super().__init__(path, inline(endpoint), **described)

    def get_route_handler(self) -> Respond:
        """Wrap FastAPI's own handler."""
        respond = super().get_route_handler()

        async def by_one_thread(request: Request) -> Response:
            await request.body()
            return await to_thread.run_sync(_work, request, respond, limiter=request.app.state.threads)

        return by_one_thread


class Checked(APIRoute):
    """A route whose address is looked at before anything is done with it."""

    def get_route_handler(self) -> Respond:
        """Refuse what nobody could mean."""
        respond = super().get_route_handler()

        async def once_checked(request: Request) -> Response:
            _accepts_json(request)
            body.check_address(request.scope["path"], request.query_params.multi_items())
            return await respond(request)

        return once_checked


class Strict(APIRoute):
    """A route that reads bodies strictly, and before the work begins: a slow sender holds no connection."""

    def get_route_handler(self) -> Respond:
        """Read and parse what was sent."""
        respond = super().get_route_handler()

        async def once_read(request: Request) -> Response:
            if request.method in {"POST", "PUT", "PATCH"} and (raw := await body.read(request)):
                request._json = body.parse(raw, request.headers.get("content-type", ""))
            return await respond(request)

        return once_read


class Door(Checked, Strict, Transacted):
    """What nearly every route is."""


def _work(request: Request, respond: Respond) -> Response:
    database: Database = request.app.state.database
    with database.transaction() as session:
        request.state.session = session
        try:
            claimed = idempotency.claim(session, request, request._body)
        except idempotency.Replay as replay:
            return replay.response
        response = _run(respond(request))
        if claimed is not None:
            idempotency.keep(session, claimed, response)
    return response


def _run(coroutine: Coroutine[Any, Any, R]) -> R:
    """Run what is a coroutine in form alone: all that it calls is ours and inline, and so it never waits."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        returned: R = done.value
        return returned
    coroutine.close()
    raise RuntimeError("a dependency or an endpoint waits: make it a plain function, inline")


def _accepts_json(request: Request) -> None:
    accepted = request.headers.get("accept", "*/*")
    kinds = {part.partition(";")[0].strip().lower() for part in accepted.split(",")}
    if not kinds & {"", "*/*", "application/*", "application/json", "application/problem+json", "text/html"}:
        raise NotAcceptable("not-acceptable", "This is given as application/json only.")


def _session(request: Request) -> Session:
    session: Session = request.state.session
    return session


InTransaction = Annotated[Session, Depends(inline(_session))]


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


IfMatch = Annotated[int | None, Depends(inline(expected_version))]


def match(expected: int | None, current: int) -> None:
    """Refuse a change of another version than the one that stands."""
    if expected is not None and expected != current:
        raise Stale(current)


def tagged(response: Response, version: int) -> None:
    """Give an answer the entity tag of what it shows."""
    response.headers["ETag"] = etag(version)
