"""The mailbox's page for people, and its API for tests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from plexus.mailbox import smtp
from plexus.mailbox.emails import Emails

HERE = Path(__file__).parent
PAGE = 100
# An email brings its own styles and pictures; it may run nothing and frame nothing.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src * data:",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'self'",
    )
)

templates = Jinja2Templates(HERE / "templates")


def _emails(request: Request) -> Emails:
    emails: Emails = request.app.state.emails
    return emails


def _page(request: Request, name: str, **context: object) -> Response:
    return templates.TemplateResponse(request, name, context, headers={"Content-Security-Policy": POLICY})


def show_list(request: Request) -> Response:
    to = request.query_params.get("to", "").strip()
    found = _emails(request).newest_first(to or None)
    return _page(request, "list.html", emails=found[:PAGE], total=len(found), to=to)


def show_email(request: Request) -> Response:
    found = _emails(request).find(request.path_params["number"])
    if found is None:
        raise HTTPException(404, "This email is no longer here.")
    return _page(request, "email.html", email=found)


def show_source(request: Request) -> Response:
    found = _emails(request).find(request.path_params["number"])
    if found is None:
        raise HTTPException(404, "This email is no longer here.")
    return PlainTextResponse(found.raw)


def empty(request: Request) -> Response:
    _emails(request).forget_all()
    return RedirectResponse("/", status_code=303)


def list_messages(request: Request) -> Response:
    found = _emails(request).newest_first(request.query_params.get("to"))
    return JSONResponse([received.as_json() for received in found])


def delete_messages(request: Request) -> Response:
    _emails(request).forget_all()
    return Response(status_code=204)


def healthy(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def application(emails: Emails, smtp_host: str, smtp_port: int) -> Starlette:
    """The page and the API; while they are served, SMTP is taken on `smtp_port`."""

    @contextlib.asynccontextmanager
    async def taking_mail(_: Starlette) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: smtp.session(emails), smtp_host, smtp_port)
        async with server:
            yield

    app = Starlette(
        routes=[
            Route("/", show_list),
            Route("/emails/{number:int}", show_email),
            Route("/emails/{number:int}/source", show_source),
            Route("/removal", empty, methods=["POST"]),
            Route("/api/messages", list_messages),
            Route("/api/messages", delete_messages, methods=["DELETE"]),
            Route("/health/live", healthy),
            Route("/health/ready", healthy),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        lifespan=taking_mail,
    )
    app.state.emails = emails
    return app
