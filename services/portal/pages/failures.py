"""What goes wrong, said to people as a page and to programs as a problem document."""

from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal.clients import Refused, SignInNeeded, Unreachable
from services.portal.rendering import go, page
from services.portal.visitor import Visitor, read_form
from shared import errors, log
from shared.api import problems
from shared.errors import Refusal

logger = log.logger(__name__)

_FORBIDDEN, _MISSING, _UNAVAILABLE = 403, 404, 503


def add_to(app: FastAPI) -> None:
    """Let every failure end in a page."""
    app.add_exception_handler(SignInNeeded, _sign_in_first)
    app.add_exception_handler(Unreachable, _unavailable)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Refusal, _unreadable)
    app.add_exception_handler(HTTPException, _unrouted)
    app.add_exception_handler(Exception, _failed)


async def _sign_in_first(request: Request, _: Exception) -> Response:
    if request.method in {"GET", "HEAD"}:
        return go(f"/sign-in?next={quote(request.url.path)}")
    # What was typed is kept by the page itself, which works without JavaScript and leaves nothing behind.
    form = await read_form(request)
    return page(Visitor(request), "signed_out.html", _FORBIDDEN, filled=form.multi_items())


def _unavailable(request: Request, _: Exception) -> Response:
    answer = page(Visitor(request), "failure.html", _UNAVAILABLE, status_shown=_UNAVAILABLE)
    answer.headers["Retry-After"] = "5"
    return answer


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    status = error.status if error.status in {_FORBIDDEN, _MISSING} else 400
    return page(Visitor(request), "failure.html", status, status_shown=status)


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return page(Visitor(request), "failure.html", error.status, status_shown=error.status)


def _unrouted(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api/"):
        return problems.answer(request, errors.NotFound())
    status = error.status_code if error.status_code in {_FORBIDDEN, _MISSING, 405} else 400
    answer = page(Visitor(request), "failure.html", status, status_shown=status)
    answer.headers.update(error.headers or {})
    return answer


def _failed(request: Request, error: Exception) -> Response:
    logger.error("page_failed", path=log.redact(request.url.path), exc_info=error)
    return page(Visitor(request), "failure.html", 500, status_shown=500)
