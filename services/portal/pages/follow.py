"""Following something: with an account at once, by an address once its reader has confirmed it."""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal import follows
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.rendering import go, page
from services.portal.visitor import Anybody, Form, Visitor
from shared.settings import settings

router = APIRouter()

_FOLLOWED_ALREADY, _TOO_OFTEN = "already-exists", "rate-limited"


@router.get("/follow")
def show_follow(visitor: Anybody) -> Response:
    """What one is about to follow, and how often one wants to hear of it."""
    asked = visitor.request.query_params
    target = _target(asked.get("kind", "everything"), asked.get("id"), visitor)
    return _follow_page(visitor, target, {"email": "", "frequency": "immediate"}, {})


@router.get("/follow/sent")
def show_sent(visitor: Anybody) -> Response:
    """That an email is on its way, whoever reads it."""
    return page(visitor, "follow_sent.html")


@router.post("/follow")
def follow(visitor: Anybody, form: Form) -> Response:
    """Follow it, or have the address asked whether it wants to."""
    target = _target(str(form.get("kind", "")), str(form.get("id", "")) or None, visitor)
    values = {name: str(form.get(name, "")).strip() for name in ("email", "frequency", "key")}
    if values["frequency"] not in follows.OFTEN:
        values["frequency"] = follows.OFTEN[0]
    wanted = {"target": target, "frequency": values["frequency"]}
    try:
        if visitor.session:
            return _by_account(visitor, wanted, values["key"])
        return _by_address(visitor, wanted, values)
    except Refused as refused:
        if refused.code == _TOO_OFTEN:
            flaws = {"email": visitor.gettext("Too many emails were asked for. Try again in an hour.")}
        else:
            flaws = flaws_of(refused, visitor)
        return _follow_page(visitor, target, values, flaws, refused.status)


def _by_account(visitor: Visitor, wanted: dict[str, Any], key: str) -> Response:
    try:
        visitor.api.post("/subscriptions", wanted, key or None)
    except Refused as refused:
        if refused.code != _FOLLOWED_ALREADY:
            raise
    return go("/my/emails")


def _by_address(visitor: Visitor, wanted: dict[str, Any], values: dict[str, str]) -> Response:
    who = {"email": values["email"], "language": visitor.language, "time_zone": settings().time_zone}
    visitor.api.post("/subscriptions/requests", wanted | who, values["key"] or None)
    return go("/follow/sent")


def _target(kind: str, key: str | None, visitor: Visitor) -> follows.Target:
    target = {"kind": kind, "id": None if kind == "everything" else key}
    if not follows.followable(target, visitor):
        raise HTTPException(404)
    return target


def _follow_page(
    visitor: Visitor, target: follows.Target, values: dict[str, str], flaws: dict[str, str], status: int = 200
) -> Response:
    return page(
        visitor,
        "follow.html",
        status,
        target=target,
        name=follows.named(target, visitor),
        values=values,
        flaws=flaws,
        often=follows.OFTEN,
        key=uuid4().hex,
    )
