"""Who carries an event with its host: whom the host asks, and what those say who are asked."""

from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from services.portal import cohost_answer
from services.portal.clients import Refused
from services.portal.cohost_suggestions import requests_in_words, suggested
from services.portal.complaints import flaws_of
from services.portal.pages.event import may_edit, may_see_emails
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

Asked = dict[str, Any]
Values = dict[str, str]
Flaws = dict[str, str]

_FIELDS = ("partner_id", "role", "share", "note", "over_limit")
_ASKED = {"invited", "accepted"}
_ALL_OF_IT = 100


@router.get("/events/{event_id:uuid}/cohosts")
def show_cohosts(visitor: Member, event_id: UUID) -> Response:
    """For the host's staff: who was asked, what they said, and a form to ask another."""
    return _cohosts_page(visitor, event_id, dict.fromkeys(_FIELDS, "") | {"role": "cohost"}, {})


@router.post("/events/{event_id:uuid}/cohosts")
def invite(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Ask a partner; an email is on its way to its coordinators. Or only see how often it was asked."""
    values = {name: str(form.get(name, "")).replace("\r\n", "\n").strip() for name in _FIELDS}
    body, flaws = _invitation(values, visitor)
    if form.get("step") == "count":
        return _cohosts_page(visitor, event_id, values, {}, count=requests_in_words(visitor, values["partner_id"]))
    if not flaws:
        try:
            visitor.api.post(f"/events/{event_id}/cohosts", body, _key(form))
            return go(f"/events/{event_id}/cohosts")
        except Refused as refused:
            if refused.status in {403, 404}:
                raise
            flaws = flaws_of(refused, visitor)
    return _cohosts_page(visitor, event_id, values, flaws, 422)


@router.get("/events/{event_id:uuid}/cohosts/{partner_id:uuid}")
def show_asked(visitor: Member, event_id: UUID, partner_id: UUID) -> Response:
    """For the partner's staff: who asks for what, and what was answered already."""
    return _answer_page(visitor, _asked(visitor, event_id, partner_id), cohost_answer.blank(), {})


@router.post("/events/{event_id:uuid}/cohosts/{partner_id:uuid}/answer")
def answer(visitor: Member, event_id: UUID, partner_id: UUID, form: Form) -> Response:
    """Give the answer; the page of the question then shows it."""
    asked = _asked(visitor, event_id, partner_id)
    values = cohost_answer.filled(form)
    body, flaws = cohost_answer.body(values, asked["time_zone"], visitor)
    if not flaws:
        try:
            visitor.api.post(f"/events/{event_id}/cohosts/{partner_id}/answer", body)
            return go(f"/events/{event_id}/cohosts/{partner_id}")
        except Refused as refused:
            if refused.status in {403, 404}:
                raise
            flaws = flaws_of(refused, visitor)
    return _answer_page(visitor, _asked(visitor, event_id, partner_id), values, flaws, 422)


@router.post("/events/{event_id:uuid}/cohosts/{partner_id:uuid}/withdrawal")
def withdraw(visitor: Member, event_id: UUID, partner_id: UUID, form: Form) -> Response:
    """Let a partner go, or leave; where it was left already, the page shows it."""
    try:
        visitor.api.post(f"/events/{event_id}/cohosts/{partner_id}/withdrawal", {}, _key(form))
    except Refused as refused:
        if refused.code != "invalid-transition":
            raise
    return go(f"/events/{event_id}/cohosts" if form.get("by") == "host" else "/my")


def _cohosts_page(
    visitor: Visitor, event_id: UUID, values: Values, flaws: Flaws, status: int = 200, count: str = ""
) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    if not may_see_emails(visitor, event):
        return go(f"/events/{event_id}")
    cohosts = visitor.api.get(f"/events/{event_id}/cohosts")["items"]
    taken = {event["host_id"], *(each["partner_id"] for each in cohosts if each["state"] in _ASKED)}
    partners = [each for each in visitor.directory.partners.values() if each["id"] not in taken]
    return page(
        visitor,
        "cohosts.html",
        status,
        event=event,
        cohosts=cohosts,
        may_edit=may_edit(visitor, event) and event["state"] not in {"cancelled", "ended", "completed"},
        partners=sorted(((each["id"], each["name"]) for each in partners), key=lambda one: str(one[1]).casefold()),
        suggested=suggested(visitor, str(event_id)),
        count=count,
        values=values,
        flaws=flaws,
        key=uuid4().hex,
    )


def _answer_page(visitor: Visitor, asked: Asked, values: Values, flaws: Flaws, status: int = 200) -> Response:
    at = f"/events/{asked['event_id']}/cohosts/{asked['partner_id']}"
    shown = {
        "question": asked,
        "values": values,
        "flaws": flaws,
        "action": f"{at}/answer",
        "leave": f"{at}/withdrawal",
    }
    return page(visitor, "cohost_answer.html", status, by_link=False, **shown)


def _asked(visitor: Visitor, event_id: UUID, partner_id: UUID) -> Asked:
    asked: list[Asked] = visitor.api.get(f"/events/{event_id}/cohosts")["items"]
    mine = [each for each in asked if each["partner_id"] == str(partner_id)]
    if not mine:
        raise Refused(404, {})
    return mine[0]


def _invitation(values: Values, visitor: Visitor) -> tuple[dict[str, Any], Flaws]:
    _ = visitor.gettext
    flaws: Flaws = {}
    if not values["partner_id"]:
        flaws["partner_id"] = _("Choose whom to ask.")
    share = values["share"].removesuffix("%").strip()
    if share and not (share.isascii() and share.isdigit() and int(share) <= _ALL_OF_IT):
        flaws["share"] = _("Give a whole number of percent, up to 100, or leave it empty.")
    if flaws:
        return {}, flaws
    return values | {"share": int(share) if share else None}, {}


def _key(form: FormData) -> str:
    return str(form.get("key") or uuid4().hex)
