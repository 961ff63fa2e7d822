"""Who serves which path: the one table, and the front that mounts the services by it where there is no Caddy.

deploy/Caddyfile says the same for production; a test holds the one against the other.
"""

import contextlib
import os
import re
from collections.abc import AsyncIterator, Mapping
from importlib import import_module
from pathlib import Path

import httpx2
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

PORTAL = "portal"

# The longest pattern that a path falls under wins: a path itself and all below it, or a `*` within one segment.
SERVED_BY: Mapping[str, str] = {
    "/api/v1/partners": "partners",
    "/api/v1/people": "partners",
    "/api/v1/groups": "partners",
    "/api/v1/communities": "partners",
    "/api/v1/initiatives": "partners",
    "/api/v1/agreements": "partners",
    "/api/v1/interactions": "partners",
    "/api/v1/needs": "partners",
    "/api/v1/strengths": "partners",
    "/api/v1/matches": "partners",
    "/api/v1/tokens": "partners",
    "/api/v1/sessions": "partners",
    "/api/v1/sign-in": "partners",
    "/api/v1/imports/partners": "partners",
    "/api/v1/imports/people": "partners",
    "/api/v1/imports/groups": "partners",
    "/api/v1/imports/communities": "partners",
    "/api/v1/imports/initiatives": "partners",
    "/api/v1/imports/agreements": "partners",
    "/api/v1/imports/needs": "partners",
    "/api/v1/imports/strengths": "partners",
    "/api/v1/imports/matches": "partners",
    "/api/v1/events": "events",
    "/api/v1/cohosts": "events",
    "/api/v1/occurrences": "events",
    "/api/v1/programs": "events",
    "/api/v1/registrations": "events",
    "/api/v1/reviews": "events",
    "/api/v1/accommodations": "events",
    "/api/v1/calendars": "events",
    "/api/v1/conflicts": "events",
    "/api/v1/requests": "events",
    "/api/v1/links/events": "events",
    "/api/v1/imports/programs": "events",
    "/api/v1/imports/events": "events",
    "/api/v1/imports/registrations": "events",
    "/api/v1/imports/accommodations": "events",
    "/api/v1/imports/outcomes": "events",
    "/api/v1/imports/calendars": "events",
    "/calendar.ics": "events",
    "/events.rss": "events",
    "/events/*.ics": "events",
    "/partners/*/calendar.ics": "events",
    "/initiatives/*/calendar.ics": "events",
    "/communities/*/calendar.ics": "events",
    "/my/*/calendar.ics": "events",
    "/api/v1/subscriptions": "notifications",
    "/api/v1/emails": "notifications",
    "/api/v1/announcements": "notifications",
    "/api/v1/deliveries": "notifications",
    "/api/v1/suppressions": "notifications",
    "/api/v1/returns": "notifications",
    "/api/v1/denials": "notifications",
    "/api/v1/links/notifications": "notifications",
    "/api/v1/imports/subscriptions": "notifications",
    "/links/notifications": "notifications",
    "/": PORTAL,
}
APPLICATIONS: Mapping[str, str] = {
    "partners": "services.partners.api",
    "events": "services.events.api",
    "notifications": "services.notifications.api",
    PORTAL: "services.portal.web",
}
# Present while the demo is loaded for the first time: a consortium that is half there is not ready.
LOADING = "demo.loading"


def serving(path: str) -> str:
    """The service that answers a path."""
    return SERVED_BY[max((pattern for pattern in SERVED_BY if _falls_under(path, pattern)), key=len)]


def _falls_under(path: str, pattern: str) -> bool:
    if "*" in pattern:
        return re.fullmatch(re.escape(pattern).replace(r"\*", "[^/]+"), path) is not None
    return path == pattern or path.startswith(pattern.rstrip("/") + "/")


class Front:
    """An ASGI application that hands each request to the service of its path."""

    def __init__(self, services: Mapping[str, ASGIApp], home: Path | None = None) -> None:
        self._services, self._home = services, home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3.0."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        answer = await self._for_operators(scope["path"]) if scope["type"] == "http" else None
        await (answer or self._services[serving(scope["path"])])(scope, receive, send)

    async def _for_operators(self, path: str) -> Response | None:
        match path:
            case "/health/live":
                return JSONResponse({"status": "ok"})
            case "/health/ready":
                return await self._ready()
            case "/metrics":
                return await self._metrics()
            case _:
                return None

    async def _ready(self) -> Response:
        found = {name: (await self._ask(name, "/health/ready")).is_success for name in self._services}
        if not all(found.values()):
            status = "not ready"
        elif self._home is not None and (self._home / LOADING).exists():
            status = "loading the demo consortium"
        else:
            status = "ok"
        return JSONResponse({"status": status, "services": found}, 200 if status == "ok" else 503)

    async def _metrics(self) -> Response:
        """Everybody's figures: those of this process once, and what each service says of itself."""
        bodies = [(await self._ask(name, "/metrics")).text for name in self._services if name != PORTAL]
        own = [line for body in bodies[1:] for line in body.splitlines() if "{service=" in line]
        return PlainTextResponse(bodies[0] + "\n".join(own) + "\n")

    async def _ask(self, service: str, path: str) -> httpx2.Response:
        transport = httpx2.ASGITransport(app=self._services[service], raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://front") as client:
            return await client.get(path)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self._alive():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @contextlib.asynccontextmanager
    async def _alive(self) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            for service in self._services.values():
                await stack.enter_async_context(service.router.lifespan_context(service))  # type: ignore[attr-defined]
            yield


def create() -> Front:
    """The front of this machine, with every service in its process."""
    services = {name: import_module(module).app for name, module in APPLICATIONS.items()}
    return Front(services, Path(os.environ["PLEXUS_HOME"]) if "PLEXUS_HOME" in os.environ else None)
