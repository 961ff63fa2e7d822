"""Coming in by a link sent to one's address, going out, and choosing a language."""

import re

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.rendering import go, page
from services.portal.session import cookie
from services.portal.visitor import Anybody, Form, Visitor
from services.portal.words import LANGUAGES

router = APIRouter()

# Where one may be sent on to: pages of ours, so that an address made elsewhere leads nowhere else.
_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_INSIDE = re.compile(
    rf"/|/my|/about|/events/new(\?host={_ID})?|/accommodations(/{_ID})?"
    rf"|/events/{_ID}(/(review|edit|cancel|sign-up|check-in|emails|accommodation|numbers|cohosts(/{_ID})?))?"
)
_SHOWN = re.compile(rf"{_INSIDE.pattern}|/sign-in|/links/events/[\w-]+|/calendar/\d{{4}}-\d\d|/api/docs")
_KEPT_DAYS = 1


def onward(path: str, pages: re.Pattern[str] = _INSIDE) -> str:
    """Where to go next, if it is a page of ours; otherwise one's own page."""
    return path if pages.fullmatch(path) else "/my"


@router.get("/sign-in")
def show_sign_in(visitor: Anybody) -> Response:
    """Ask for an address."""
    return page(visitor, "sign_in.html", values={"email": ""}, flaws={}, next=_next(visitor))


@router.post("/sign-in")
def ask_for_link(visitor: Anybody, form: Form) -> Response:
    """Send a link, if we know the address; what is shown is the same for all."""
    _ = visitor.gettext
    email = str(form.get("email", "")).strip()
    after = str(form.get("next", ""))
    try:
        visitor.api.post("/sign-in", {"email": email})
    except Refused as refused:
        words = {
            429: _("This was asked for too often. Wait an hour, or use a link that you have."),
        }.get(refused.status, _("Enter an email address, like name@example.org."))
        return page(visitor, "sign_in.html", 422, values={"email": email}, flaws={"email": words}, next=after)
    shown = page(visitor, "sign_in_sent.html", email=email)
    shown.headers.append("Set-Cookie", cookie("next", onward(after), _KEPT_DAYS))
    return shown


@router.get("/links/partners/{token}")
def show_link(visitor: Anybody, token: str) -> Response:
    """A button, and nothing else: programs that look into emails open links, and must not use them up."""
    return page(visitor, "sign_in_link.html", token=token)


@router.post("/links/partners/{token}")
def use_link(visitor: Anybody, token: str) -> Response:
    """Begin the session."""
    try:
        me = visitor.api.sign_in(token)
    except Refused as refused:
        return page(visitor, "sign_in_over.html", refused.status, is_old=refused.status == 410)
    arrived = go(onward(visitor.request.cookies.get("next", "")))
    if "language" not in visitor.request.cookies:
        arrived.headers.append("Set-Cookie", cookie("language", me["language"], 365))
    arrived.headers.append("Set-Cookie", cookie("next", "", 0))
    return arrived


@router.post("/sign-out")
def leave(visitor: Anybody) -> Response:
    """End the session."""
    visitor.api.sign_out()
    return go("/")


@router.post("/language")
def choose_language(form: Form) -> Response:
    """Keep a language for this browser."""
    path, _, query = str(form.get("next", "")).partition("?")
    back = f"{path}?{query}" if query and path == "/" else path
    went = go(back if _SHOWN.fullmatch(path) else "/")
    if (language := str(form.get("language", ""))) in LANGUAGES:
        went.headers.append("Set-Cookie", cookie("language", language, 365))
    return went


def _next(visitor: Visitor) -> str:
    return visitor.request.query_params.get("next", "")
