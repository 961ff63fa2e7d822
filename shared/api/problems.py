"""Every refusal leaves as `application/problem+json` (RFC 9457), with a code and the fields that are wrong."""

from http import HTTPStatus
from typing import Any

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from shared import errors
from shared.errors import Flaw, Refusal
from shared.log import correlation, logger

log = logger(__name__)

_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown-field",
    "string_too_long": "too-long",
    "string_too_short": "blank",
    "datetime_parsing": "invalid-datetime",
    "datetime_from_date_parsing": "invalid-datetime",
    "datetime_type": "invalid-datetime",
    "datetime_object_invalid": "invalid-datetime",
    "timezone_aware": "invalid-datetime",
    "uuid_parsing": "invalid-id",
    "uuid_type": "invalid-id",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "greater_than": "out-of-range",
    "less_than": "out-of-range",
}


class ProblemField(BaseModel):
    """One field that is wrong."""

    pointer: str
    code: str
    detail: str


class Problem(BaseModel):
    """Why the answer is no (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    errors: list[ProblemField]
    request_id: str


def answer(request: Request, refusal: Refusal) -> JSONResponse:
    """A refusal as a problem document."""
    return JSONResponse(
        {
            **refusal.more,
            "type": f"about:blank#{refusal.code}",
            "title": refusal.title,
            "status": refusal.status,
            "detail": refusal.detail,
            "code": refusal.code,
            "instance": request.url.path,
            "errors": [vars(flaw) for flaw in refusal.flaws],
            "request_id": correlation.get(),
        },
        status_code=refusal.status,
        headers=refusal.headers,
        media_type="application/problem+json",
    )


def add_to(app: FastAPI) -> None:
    """Let an application answer every refusal and every failure as a problem."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _unrouted)
    app.add_exception_handler(DBAPIError, _database_failed)
    app.add_exception_handler(PoolTimeout, _database_failed)
    app.add_exception_handler(psycopg.OperationalError, _database_failed)
    app.add_exception_handler(Exception, _failed)


def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return answer(request, error)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(flaw["loc"][0] == "path" for flaw in found):
        return answer(request, errors.NotFound())
    flaws = [_flaw(flaw) for flaw in found]
    if any(flaw["loc"][0] == "query" and flaw["type"] == "extra_forbidden" for flaw in found):
        return answer(request, errors.Malformed("invalid-filter", "There is no such filter here.", *flaws))
    return answer(request, errors.Invalid(flaws[0].code, flaws[0].detail, *flaws))


def _flaw(flaw: dict[str, Any]) -> Flaw:
    where, *path = flaw["loc"]
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
    kind = flaw["type"]
    if kind == "too_long":
        kind = "too-long" if isinstance(flaw.get("input"), str) else "too-many"
    code = "required" if flaw.get("input") is None and kind.endswith("_type") else _CODES.get(kind, kind)
    detail = flaw["msg"].removeprefix("Value error, ")
    return Flaw(pointer if where == "body" else f"?{pointer.removeprefix('/')}", code.replace("_", "-"), detail)


def _unrouted(request: Request, error: Exception) -> JSONResponse:
    """No such path, or no such method on it; `Allow` then names those of all its routes (RFC 9110, 15.5.6)."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return answer(request, errors.NotFound())
    if error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
        return answer(request, errors.Malformed("malformed-request", str(error.detail)))
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    allowed = sorted(
        {
            method
            for route in iter_route_contexts(request.app.routes)
            if route.path_regex.match(path)
            for method in route.methods or ()
        }
    )
    refusal = errors.Refusal("method-not-allowed", "This can be read or changed only in other ways.")
    refusal.status, refusal.title = 405, "Method not allowed"
    response = answer(request, refusal)
    response.headers["Allow"] = ", ".join(allowed)
    return response


def _database_failed(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, OperationalError | PoolTimeout | psycopg.OperationalError) or getattr(
        error, "connection_invalidated", False
    ):
        log.warning("database_unavailable", error=type(error).__name__)
        return answer(request, errors.Unavailable())
    return _failed(request, error)


def _failed(request: Request, error: Exception) -> JSONResponse:
    log.error("request_failed", path=request.scope.get("route_path", ""), exc_info=error)
    refusal = errors.Refusal("internal-error", "Something went wrong here; it has been noted.")
    refusal.status, refusal.title = 500, "Internal error"
    return answer(request, refusal)
