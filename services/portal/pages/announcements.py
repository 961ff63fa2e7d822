"""Announcements of the office: written, looked at, tested, sent, and stopped if need be."""

from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal import announcement_form
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

# To so many it may go at a click; for more, the number is typed.
TYPED_ABOVE = 10_000
_LONGEST_NUMBER = 9
_GIVEN_UP = ("suppressed", "cancelled", "expired")


@router.get("/announcements")
def show_announcements(visitor: Member) -> Response:
    """What was announced, and what is to be."""
    _require_office(visitor)
    found = list(visitor.api.every("/announcements"))
    return page(visitor, "announcements.html", announcements=found, first_of=_first_of, out=_out)


@router.get("/announcements/new")
def show_form(visitor: Member) -> Response:
    """The form for an announcement."""
    _require_office(visitor)
    return _form_page(visitor, announcement_form.blank(), {})


@router.post("/announcements/new")
def write(visitor: Member, form: Form) -> Response:
    """Keep a draft, and show to whom it would go."""
    _require_office(visitor)
    values = announcement_form.filled(form)
    body, flaws = announcement_form.body(values, visitor)
    if flaws:
        return _form_page(visitor, values, flaws, 422)
    try:
        made = visitor.api.post("/announcements", body, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        return _form_page(visitor, values, _flaws(refused, visitor), 422)
    return go(f"/announcements/{made['id']}")


@router.get("/announcements/{announcement_id:uuid}")
def show_announcement(visitor: Member, announcement_id: UUID) -> Response:
    """A draft with whom it would reach, or what became of one that was sent."""
    _require_office(visitor)
    return _page_of(visitor, announcement_id, {})


@router.get("/announcements/{announcement_id:uuid}/edit")
def show_edit(visitor: Member, announcement_id: UUID) -> Response:
    """The form, filled in with a draft."""
    _require_office(visitor)
    announcement = visitor.api.get(f"/announcements/{announcement_id}")
    if announcement["state"] != "draft":
        return go(f"/announcements/{announcement_id}")
    return _form_page(visitor, announcement_form.shown(announcement), {}, announcement=announcement)


@router.post("/announcements/{announcement_id:uuid}/edit")
def rewrite(visitor: Member, announcement_id: UUID, form: Form) -> Response:
    """Change a draft."""
    _require_office(visitor)
    announcement, values = visitor.api.get(f"/announcements/{announcement_id}"), announcement_form.filled(form)
    body, flaws = announcement_form.body(values, visitor)
    if flaws:
        return _form_page(visitor, values, flaws, 422, announcement)
    try:
        visitor.api.patch(f"/announcements/{announcement_id}", body, _number(form, "version"))
    except Refused as refused:
        return _form_page(visitor, values, _flaws(refused, visitor), refused.status, announcement)
    return go(f"/announcements/{announcement_id}")


@router.post("/announcements/{announcement_id:uuid}/discard")
def discard(visitor: Member, announcement_id: UUID, form: Form) -> Response:
    """Throw a draft away."""
    _require_office(visitor)
    try:
        visitor.api.delete(f"/announcements/{announcement_id}", _number(form, "version"))
    except Refused as refused:
        return _page_of(visitor, announcement_id, _flaws(refused, visitor), refused.status)
    return go("/announcements")


@router.post("/announcements/{announcement_id:uuid}/test")
def send_test(visitor: Member, announcement_id: UUID, form: Form) -> Response:
    """Send it to oneself."""
    _require_office(visitor)
    visitor.api.post(f"/announcements/{announcement_id}/test", {}, str(form.get("key") or uuid4().hex))
    return go(f"/announcements/{announcement_id}?tested=1")


@router.post("/announcements/{announcement_id:uuid}/sending")
def send(visitor: Member, announcement_id: UUID, form: Form) -> Response:
    """Send it to as many as the page said, or as were typed."""
    _require_office(visitor)
    body = {"recipients": _number(form, "recipients")}
    try:
        visitor.api.post(f"/announcements/{announcement_id}/sending", body, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        return _page_of(visitor, announcement_id, _flaws(refused, visitor), refused.status)
    return go(f"/announcements/{announcement_id}")


@router.post("/announcements/{announcement_id:uuid}/stop")
def stop(visitor: Member, announcement_id: UUID, form: Form) -> Response:  # noqa: ARG001 - read, as every form is
    """Send no more of it."""
    _require_office(visitor)
    try:
        visitor.api.post(f"/announcements/{announcement_id}/stop", {})
    except Refused as refused:
        return _page_of(visitor, announcement_id, _flaws(refused, visitor), refused.status)
    return go(f"/announcements/{announcement_id}")


def _page_of(visitor: Visitor, announcement_id: UUID, flaws: dict[str, str], status: int = 200) -> Response:
    announcement = visitor.api.get(f"/announcements/{announcement_id}")
    draft = announcement["state"] == "draft"
    preview = visitor.api.get(f"/announcements/{announcement_id}/preview") if draft else None
    return page(
        visitor,
        "announcement.html",
        status,
        announcement=announcement,
        to_whom=announcement_form.target_in_words(announcement, visitor),
        preview=preview,
        is_typed=preview is not None and preview["recipients"] > TYPED_ABOVE,
        values={"recipients": ""},
        flaws=flaws,
        key=uuid4().hex,
        tested="tested" in visitor.request.query_params,
        out=_out(announcement),
        going_on=announcement["state"] == "sending" and announcement["left"] != announcement["held"],
        first_of=_first_of,
    )


def _form_page(
    visitor: Visitor,
    values: announcement_form.Values,
    flaws: dict[str, str],
    status: int = 200,
    announcement: dict[str, Any] | None = None,
) -> Response:
    return page(
        visitor,
        "announcement_form.html",
        status,
        values=values,
        flaws=flaws,
        announcement=announcement,
        targets=announcement_form.targets(visitor),
        key=uuid4().hex,
    )


def _flaws(refused: Refused, visitor: Visitor) -> dict[str, str]:
    if refused.status in {403, 404}:
        raise refused
    words = {
        "audience-changed": visitor.gettext("Whom it reaches has changed meanwhile. Look again before you send it."),
        "nobody-to-tell": visitor.gettext("There is nobody to whom it could go."),
        "invalid-transition": visitor.gettext("It has been sent or stopped meanwhile."),
    }
    return {"recipients": words[refused.code]} if refused.code in words else flaws_of(refused, visitor)


def _first_of(announcement: dict[str, Any]) -> dict[str, Any]:
    """Its words in English, else in the language that there is."""
    texts: dict[str, Any] = announcement["texts"]
    return dict(texts.get("en") or next(iter(texts.values())))


def _out(announcement: dict[str, Any]) -> tuple[int, int]:
    """How many are out, and of how many that were to be."""
    counts = announcement["counts"]
    wanted = sum(number for state, number in counts.items() if state not in _GIVEN_UP)
    return counts.get("accepted", 0), wanted


def _number(form: Form, name: str) -> int:
    typed = str(form.get(name, "")).replace(",", "").replace(".", "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_NUMBER else 0


def _require_office(visitor: Visitor) -> None:
    if not visitor.is_office:
        raise HTTPException(403)
