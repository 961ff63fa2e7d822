"""An API application: what all services' front doors have in common."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from anyio import CapacityLimiter
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import log
from shared.api import health, problems
from shared.api.door import Door
from shared.database import Database
from shared.identity import FindRoles
from shared.reads import Reads

logger = log.logger(__name__)

_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same request with the same key is one effect, and gets the same answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}

# Requests worked on at once, in one process. More would wait for connections, and fight for the interpreter's lock.
_THREADS = 6

# The refusals that any operation may answer with; each is a Problem.
_REFUSALS = (400, 401, 403, 404, 405, 406, 409, 410, 412, 413, 415, 422, 428, 429, 503)


def create_api(
    service: str,
    database: Database,
    find_roles: FindRoles,
    routers: Sequence[APIRouter],
    backlog: Callable[..., dict[str, float]] | None = None,
) -> FastAPI:
    """The application of a service: its routers behind the common door, with health, metrics and problems."""

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        log.configure(service)
        yield
        await app.state.reads.close()

    app = FastAPI(
        title=service, docs_url=None, redoc_url=None, openapi_url=None, lifespan=alive, redirect_slashes=False
    )
    app.state.database, app.state.find_roles, app.state.service = database, find_roles, service
    app.state.reads = Reads(database.url)
    app.state.threads = CapacityLimiter(min(_THREADS, database.pool_size))
    problems.add_to(app)
    app.include_router(health.router(service, database, backlog))
    for router in routers:
        app.include_router(router)
    app.add_middleware(Correlated, service=service)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    return app


def router(tag: str) -> APIRouter:
    """A router whose routes go through the door."""
    return APIRouter(route_class=Door, tags=[tag])


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description of an application, every refusal of which is a Problem (RFC 9457)."""
    if app.openapi_schema is None:
        description = get_openapi(title=app.title, version="1", routes=app.routes)
        schemas = description.setdefault("components", {}).setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        problem = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs") | {"Problem": problem}
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for path in description["paths"].values():
            if "post" in path:
                path["post"].setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
            for operation in path.values():
                for status in _REFUSALS:
                    operation["responses"][str(status)] = {
                        "description": HTTPStatus(status).phrase,
                        "content": content,
                    }
        app.openapi_schema = description
    return app.openapi_schema


class Correlated:
    """Gives each request a correlation id (taken from `X-Request-Id` when it is a sane one) and logs its end."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3.0."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        sane = 8 <= len(given) <= 64 and given.isalnum() and given.isascii()
        correlation_id = given if sane else log.new_correlation_id()
        log.correlation.set(correlation_id)
        began = time.perf_counter()
        status = 0

        async def answering(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message["headers"],
                    (b"x-request-id", correlation_id.encode()),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        try:
            await self._app(scope, receive, answering)
        finally:
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", "")
            health.observe(scope["method"], route, status, seconds)
            logger.info(
                "request_answered",
                service=self._service,
                method=scope["method"],
                path=log.redact(scope["path"]),
                status=status,
                milliseconds=round(seconds * 1000, 1),
            )
