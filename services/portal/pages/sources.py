"""A partner's own calendars, whose events come in by themselves: how they are, and what came in twice."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import source_form, source_words
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.event_choices import hosts
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

_STALE = 412
_LONGEST_VERSION = 9


@router.get("/calendars")
def show_sources(visitor: Member) -> Response:
    """The calendars that she may look after, and the events that seem to have come in twice."""
    merges = list(visitor.api.every("/calendars/merges", state="proposed"))
    return page(
        visitor,
        "sources.html",
        sources=list(visitor.api.every("/calendars/sources")),
        merges=merges,
        merged=list(visitor.api.every("/calendars/merges", state="confirmed")),
        may_add=bool(hosts(visitor)),
        words=source_words,
    )


@router.get("/calendars/new")
def show_form(visitor: Member) -> Response:
    """The form for a calendar."""
    partners = hosts(visitor)
    if not partners:
        return page(visitor, "no_host.html", 403)
    return _form_page(visitor, source_form.blank(partners[0]), {})


@router.post("/calendars/new")
def add(visitor: Member, form: Form) -> Response:
    """Take a calendar, and show what would come in."""
    values = source_form.filled(form)
    body, flaws = source_form.body(values, visitor)
    if flaws:
        return _form_page(visitor, values, flaws, 422)
    try:
        source = visitor.api.post("/calendars/sources", body | {"partner_id": values["partner_id"]})
    except Refused as refused:
        return _form_page(visitor, values, _flaws(refused, visitor), 422)
    return go(f"/calendars/{source['id']}/preview")


@router.get("/calendars/{source_id:uuid}")
def show_source(visitor: Member, source_id: UUID) -> Response:
    """One calendar: how reading it goes, and its rules."""
    return page(visitor, "source.html", source=_source(visitor, source_id), words=source_words)


@router.get("/calendars/{source_id:uuid}/edit")
def show_edit(visitor: Member, source_id: UUID) -> Response:
    """The form, filled in with a calendar as it stands."""
    source = _source(visitor, source_id)
    return _form_page(visitor, source_form.shown(source), {}, source=source)


@router.post("/calendars/{source_id:uuid}/edit")
def change(visitor: Member, source_id: UUID, form: Form) -> Response:
    """Change where a calendar is, or its rules."""
    source, values = _source(visitor, source_id), source_form.filled(form)
    body, flaws = source_form.body(values, visitor)
    given = str(form.get("version", ""))
    version = int(given) if given.isdecimal() and len(given) <= _LONGEST_VERSION else 0
    if flaws:
        return _form_page(visitor, values, flaws, 422, source)
    try:
        visitor.api.patch(f"/calendars/sources/{source_id}", body, version)
    except Refused as refused:
        status = _STALE if refused.status == _STALE else 422
        return _form_page(visitor, values, _flaws(refused, visitor), status, source)
    return go(f"/calendars/{source_id}")


@router.get("/calendars/{source_id:uuid}/preview")
def show_preview(visitor: Member, source_id: UUID) -> Response:
    """What would come in, fetched right now."""
    source = _source(visitor, source_id)
    coming, trouble = None, ""
    try:
        coming = visitor.api.post(f"/calendars/sources/{source_id}/preview", {})
    except Refused as refused:
        if refused.status != 422:
            raise
        known = source_words.TROUBLES.get(refused.code)
        trouble = visitor.gettext(known) if known else refused.detail
    return page(visitor, "source_preview.html", source=source, coming=coming, trouble=trouble, words=source_words)


@router.post("/calendars/{source_id:uuid}/activation")
def activate(visitor: Member, source_id: UUID) -> Response:
    """Switch a calendar on."""
    visitor.api.post(f"/calendars/sources/{source_id}/activation", {})
    return go(f"/calendars/{source_id}")


@router.post("/calendars/{source_id:uuid}/pause")
def pause(visitor: Member, source_id: UUID) -> Response:
    """Pause a calendar."""
    visitor.api.post(f"/calendars/sources/{source_id}/pause", {})
    return go(f"/calendars/{source_id}")


@router.post("/calendars/merges/{merge_id:uuid}")
def decide(visitor: Member, merge_id: UUID, form: Form) -> Response:
    """Say that two events are one, or two; or undo it."""
    move = str(form.get("move", ""))
    if move in {"confirmation", "dismissal", "reversal"}:
        visitor.api.post(f"/calendars/merges/{merge_id}/{move}", {})
    return go("/calendars")


def _source(visitor: Visitor, source_id: UUID) -> dict[str, Any]:
    source: dict[str, Any] = visitor.api.get(f"/calendars/sources/{source_id}")
    return source


def _flaws(refused: Refused, visitor: Visitor) -> dict[str, str]:
    known = source_words.TROUBLES.get(refused.code)
    return {"url": visitor.gettext(known)} if known else flaws_of(refused, visitor)


def _form_page(
    visitor: Visitor,
    values: source_form.Values,
    flaws: dict[str, str],
    status: int = 200,
    source: dict[str, Any] | None = None,
) -> Response:
    return page(
        visitor,
        "source_form.html",
        status,
        source=source,
        partners=[(partner["id"], partner["name"]) for partner in hosts(visitor)],
        values=values,
        flaws=flaws,
        options=source_form.choices(visitor, values),
    )
