"""The work with a partner, for its staff and the office: what is agreed, and what happened, on one line of time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal import agreement_words, partner_words
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.pages.agreements import dated
from services.portal.pages.partners import may_work_with
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor
from shared import clock

router = APIRouter()

_LOOKS_BACK = timedelta(days=365)
_SHOWN = 100
_NOTED = ("kind", "held_on", "summary")


@router.get("/partners/{slug}/work")
def show_work(visitor: Member, slug: str) -> Response:
    """The agreements that bind it, and the last year: events, calls, visits, meetings, beginnings and ends."""
    return _work_page(visitor, slug, dict.fromkeys(_NOTED, "") | {"kind": "call", "held_on": str(_today(visitor))})


@router.post("/partners/{slug}/work")
def note(visitor: Member, slug: str, form: Form) -> Response:
    """Note a call, a visit or a meeting."""
    values = {name: str(form.get(name, "")).strip() for name in _NOTED}
    try:
        visitor.api.post(f"/partners/{slug}/interactions", values, str(form.get("key") or "") or None)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _work_page(visitor, slug, values, flaws_of(refused, visitor), refused.status)
    return go(f"/partners/{slug}/work")


def _work_page(
    visitor: Visitor, slug: str, values: dict[str, str], flaws: dict[str, str] | None = None, status: int = 200
) -> Response:
    partner = visitor.api.get(f"/partners/{slug}")
    if not may_work_with(visitor, partner):
        raise HTTPException(404)
    agreements = [dated(each) for each in visitor.api.every("/agreements", partner=partner["id"])]
    interactions = list(visitor.api.get(f"/partners/{slug}/interactions")["items"]) if visitor.is_office else []
    spoken = [date.fromisoformat(one["held_on"]) for one in interactions]
    moments = [
        *_events(visitor, partner),
        *_promises(agreements, _today(visitor)),
        *((on, "interaction", one) for on, one in zip(spoken, interactions, strict=True)),
    ]
    return page(
        visitor,
        "partner_work.html",
        status,
        partner=partner,
        agreements=agreements,
        moments=sorted(moments, key=lambda moment: moment[0], reverse=True),
        last_spoken=max(spoken, default=None),
        values=values,
        flaws=flaws or {},
        options={"kind": [(code, visitor.gettext(said)) for code, said in partner_words.INTERACTIONS.items()]},
        words=agreement_words,
        partner_words=partner_words,
    )


Moment = tuple[date, str, dict[str, Any]]


def _events(visitor: Visitor, partner: dict[str, Any]) -> Iterator[Moment]:
    """What it held or helped to hold in the last year, and what is planned; a series by its next time."""
    since = _today(visitor) - _LOOKS_BACK
    for event in visitor.api.get("/events", host=partner["id"], **{"from": str(since)}, limit=_SHOWN)["items"]:
        yield datetime.fromisoformat(event["starts_at"]).date(), "event", event


def _promises(agreements: list[dict[str, Any]], on: date) -> Iterator[Moment]:
    """The days on which agreements began, and on which they ended."""
    for agreement in agreements:
        if agreement["state"] in {"draft", "in_review", "withdrawn"}:
            continue
        if agreement["first_day"] <= on:
            yield agreement["first_day"], "begun", agreement
        if agreement["last_day"] and agreement["last_day"] < on:
            yield agreement["last_day"], "over", agreement


def _today(visitor: Visitor) -> date:
    return clock.now().astimezone(ZoneInfo(visitor.me["time_zone"])).date()
