"""The form of an agreement: a new one, one that renews another, and what may be changed."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import agreement_form, agreement_words
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.event_choices import hosts
from services.portal.pages.agreements import dated
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

_LONGEST_VERSION = 9


@router.get("/agreements/new")
def show_form(visitor: Member) -> Response:
    """The form for an agreement."""
    partners = hosts(visitor)
    if not partners:
        return page(visitor, "no_host.html", 403)
    return _form_page(visitor, agreement_form.blank(partners[0]["id"], visitor.me["email"]), {})


@router.post("/agreements/new")
def draft(visitor: Member, form: Form) -> Response:
    """Keep it as a draft."""
    return _drafted(visitor, form, None)


@router.get("/agreements/{agreement_id:uuid}/renewal")
def show_renewal(visitor: Member, agreement_id: UUID) -> Response:
    """The form, filled in with what is agreed now."""
    agreement = visitor.api.get(f"/agreements/{agreement_id}")
    return _form_page(visitor, agreement_form.following(agreement), {}, renewed=agreement)


@router.post("/agreements/{agreement_id:uuid}/renewal")
def renew(visitor: Member, agreement_id: UUID, form: Form) -> Response:
    """Keep the agreement that is to follow as a draft."""
    return _drafted(visitor, form, visitor.api.get(f"/agreements/{agreement_id}"))


@router.get("/agreements/{agreement_id:uuid}/edit")
def show_edit(visitor: Member, agreement_id: UUID) -> Response:
    """The form, filled in with an agreement as it stands."""
    agreement = visitor.api.get(f"/agreements/{agreement_id}")
    return _form_page(visitor, agreement_form.shown(agreement), {}, agreement=agreement)


@router.post("/agreements/{agreement_id:uuid}/edit")
def change(visitor: Member, agreement_id: UUID, form: Form) -> Response:
    """Change what a draft says; of what is signed, what may still be mended."""
    agreement = visitor.api.get(f"/agreements/{agreement_id}")
    values = agreement_form.filled(form)
    given = str(form.get("version", ""))
    version = int(given) if given.isdecimal() and len(given) <= _LONGEST_VERSION else 0
    body, flaws = agreement_form.body(values, visitor, agreement)
    if flaws:
        return _form_page(visitor, values, flaws, 422, agreement=agreement)
    try:
        visitor.api.patch(f"/agreements/{agreement_id}", agreement_form.changed(body, agreement), version)
    except Refused as refused:
        return _refused(visitor, refused, values, agreement=agreement)
    return go(f"/agreements/{agreement_id}")


def _drafted(visitor: Visitor, form: Form, renewed: dict[str, Any] | None) -> Response:
    values = agreement_form.filled(form)
    body, flaws = agreement_form.body(values, visitor, renewed)
    if flaws:
        return _form_page(visitor, values, flaws, 422, renewed=renewed)
    if renewed:
        body["renewal_of"] = renewed["id"]
    try:
        drafted = visitor.api.post("/agreements", body)
    except Refused as refused:
        return _refused(visitor, refused, values, renewed=renewed)
    return go(f"/agreements/{drafted['id']}")


def _refused(
    visitor: Visitor, refused: Refused, values: agreement_form.Values, **about: dict[str, Any] | None
) -> Response:
    if refused.status in {403, 404}:
        raise refused
    return _form_page(visitor, values, flaws_of(refused, visitor), refused.status, **about)


def _form_page(
    visitor: Visitor,
    values: agreement_form.Values,
    flaws: dict[str, str],
    status: int = 200,
    agreement: dict[str, Any] | None = None,
    renewed: dict[str, Any] | None = None,
) -> Response:
    known = agreement or renewed
    return page(
        visitor,
        "agreement_form.html",
        status,
        agreement=agreement,
        renewed=renewed and dated(renewed),
        signed=agreement is not None and agreement["state"] not in agreement_form.OPEN,
        owners={owner["partner_id"]: owner["name"] for owner in (known["owners"] if known else [])},
        values=values,
        flaws=flaws,
        options=agreement_form.choices(visitor),
        words=agreement_words,
    )
