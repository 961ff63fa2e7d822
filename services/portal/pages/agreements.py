"""Agreements between partners: all that she may know of, one, and what can be done with it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.portal import agreement_words
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.event_choices import hosts
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

_KEEPING = ("admin", "coordinator")
_RENEWABLE = {"signed", "in_force", "suspended", "expired"}
_CHANGED_MEANWHILE = 412


@router.get("/agreements")
def show_agreements(
    visitor: Member,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: str = "",
    state: str = "",
    cursor: str = "",
) -> Response:
    """The agreements that she may know of, those at risk first."""
    asked = {
        "q": q,
        "kind": kind if kind in agreement_words.KINDS else "",
        "state": state if state in agreement_words.STATES else "",
    }
    listed = visitor.api.get("/agreements", **asked, cursor=cursor)
    return page(
        visitor,
        "agreements.html",
        agreements=[dated(each) for each in listed["items"]],
        next=listed["next"],
        asked_for=asked,
        options={
            "kind": [(code, visitor.gettext(said)) for code, said in agreement_words.KINDS.items()],
            "state": [(code, visitor.gettext(said)) for code, said in agreement_words.STATES.items()],
        },
        may_add=bool(hosts(visitor)),
        words=agreement_words,
    )


@router.get("/agreements/{agreement_id:uuid}")
def show_agreement(visitor: Member, agreement_id: UUID) -> Response:
    """One agreement."""
    return _one(visitor, agreement_id, {})


@router.post("/agreements/{agreement_id:uuid}/moves")
def move(visitor: Member, agreement_id: UUID, form: Form) -> Response:
    """Move it on; what interrupts or ends it asks for a word why."""
    wanted, reason = str(form.get("move", "")), str(form.get("reason", "")).strip()
    body = {"reason": reason} if wanted in agreement_words.ENDINGS else {}
    if body and not reason:
        return _one(visitor, agreement_id, {f"{wanted}-reason": visitor.gettext("Say why.")}, 422)
    if wanted not in agreement_words.STEPS | agreement_words.ENDINGS:
        return go(f"/agreements/{agreement_id}")
    try:
        visitor.api.post(f"/agreements/{agreement_id}/{wanted}", body)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _one(visitor, agreement_id, {"": next(iter(flaws_of(refused, visitor).values()))}, refused.status)
    return go(f"/agreements/{agreement_id}")


@router.post("/agreements/{agreement_id:uuid}/owner")
def look_after(visitor: Member, agreement_id: UUID, form: Form) -> Response:
    """Look after it, for one of its parties, from now on."""
    agreement = visitor.api.get(f"/agreements/{agreement_id}")
    mine = {"partner_id": str(form.get("partner_id", "")), "person_id": visitor.me["id"]}
    owners = [{name: owner[name] for name in mine} for owner in agreement["owners"]]
    try:
        visitor.api.patch(f"/agreements/{agreement_id}", {"owners": [*owners, mine]}, agreement["version"])
    except Refused as refused:
        if refused.status != _CHANGED_MEANWHILE:
            raise
        return _one(visitor, agreement_id, flaws_of(refused, visitor), _CHANGED_MEANWHILE)
    return go(f"/agreements/{agreement_id}")


def dated(agreement: dict[str, Any]) -> dict[str, Any]:
    """An agreement with its days as days."""
    last = agreement["expires_on"]
    return agreement | {
        "first_day": date.fromisoformat(agreement["effective_on"]),
        "last_day": date.fromisoformat(last) if last else None,
        "approvals": [
            one | {on: date.fromisoformat(one[on]) for on in ("endorsed_on", "approved_on") if one[on]}
            for one in agreement["approvals"]
        ],
    }


def may_keep(visitor: Visitor, agreement: dict[str, Any]) -> bool:
    """Whether it is hers to change."""
    return visitor.is_office or any(visitor.holds(party, *_KEEPING) for party in agreement["party_ids"])


def _one(visitor: Visitor, agreement_id: UUID, flaws: dict[str, str], status: int = 200) -> Response:
    agreement = visitor.api.get(f"/agreements/{agreement_id}")
    keeps = may_keep(visitor, agreement)
    cared_for = {owner["partner_id"] for owner in agreement["owners"]}
    return page(
        visitor,
        "agreement.html",
        status,
        agreement=dated(agreement),
        flaws=flaws,
        may_keep=keeps,
        may_renew=keeps and agreement["state"] in _RENEWABLE and not agreement["renewed_by"],
        hers=[
            party for party in agreement["party_ids"] if party not in cared_for and visitor.holds(party, *_KEEPING)
        ],
        words=agreement_words,
    )
