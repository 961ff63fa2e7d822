"""Addresses that nothing is sent to: who, why, since when, the way back; what came back unread; who said "not me"."""

from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

_SHOWN = 50


@router.get("/addresses")
def show_addresses(visitor: Member) -> Response:
    """All of them, or one that is asked for."""
    return _page(visitor, {})


@router.post("/addresses")
def recover(visitor: Member, form: Form) -> Response:
    """Write to an address again, on the office's word."""
    values = {name: str(form.get(name, "")).strip() for name in ("address", "scope", "note")}
    if not values["note"]:
        return _page(visitor, {"note": visitor.gettext("Say why it may be written to again.")}, values, 422)
    try:
        visitor.api.post("/suppressions/recovery", values)
    except Refused as refused:
        if refused.status != 422:
            raise
        return _page(visitor, {"note": visitor.gettext("Say it in one line.")}, values, 422)
    return go("/addresses?lifted=1")


@router.get("/addresses/returned/{return_id:uuid}")
def show_returned(visitor: Member, return_id: str) -> Response:
    """An email that came back and that nobody could read, as it came."""
    _require(visitor)
    return page(visitor, "returned.html", returned=visitor.api.get(f"/returns/{return_id}"))


@router.post("/my/mailbox")
def works_again(visitor: Member) -> Response:
    """My mailbox works again: write to me."""
    visitor.api.post("/suppressions/recovery", {})
    return go("/my?mailbox=works")


def _page(
    visitor: Visitor, flaws: dict[str, str], values: dict[str, str] | None = None, status: int = 200
) -> Response:
    _require(visitor)
    asked = visitor.request.query_params.get("address", "").strip()
    rows: list[dict[str, Any]] = []
    try:
        rows = visitor.api.get("/suppressions", address=asked or None, limit=_SHOWN)["items"]
    except Refused as refused:
        if refused.status != 422:
            raise
        flaws = {"address": visitor.gettext("Enter an email address, like name@example.org.")}
    return page(
        visitor,
        "addresses.html",
        status,
        rows=rows,
        address=asked,
        values=values or {},
        flaws=flaws,
        unread=visitor.api.get("/returns", kind="unparsed", limit=_SHOWN)["items"],
        denials=visitor.api.get("/denials", limit=_SHOWN)["items"],
        is_lifted="lifted" in visitor.request.query_params,
    )


def _require(visitor: Visitor) -> None:
    if not visitor.is_office:
        raise HTTPException(403)
