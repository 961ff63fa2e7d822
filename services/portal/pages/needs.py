"""Needs of communities: all that she may know of, one with what answers it, and the form to raise one."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.portal import matching, need_words, vocabulary
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.rendering import go, page
from services.portal.visitor import Anybody, Form, Member, Visitor

router = APIRouter()

_LINES = ("raised_for", "title", "summary", "community_id", "urgency", "evidence", "visibility")
_BLANK: dict[str, Any] = dict.fromkeys(_LINES, "") | {"urgency": "medium", "visibility": "public", "topics": []}


@router.get("/needs")
def show_needs(
    visitor: Anybody,
    q: Annotated[str, Query(max_length=200)] = "",
    community: str = "",
    state: str = "",
    cursor: str = "",
) -> Response:
    """The needs that she may know of."""
    communities = visitor.directory.communities
    asked = {
        "q": q,
        "community": community if community in communities else "",
        "state": state if state in need_words.STATES else "",
    }
    listed = visitor.api.get("/needs", **asked, cursor=cursor)
    states = need_words.STATES if visitor.is_office else {code: need_words.STATES[code] for code in need_words.MARKS}
    return page(
        visitor,
        "needs.html",
        needs=listed["items"],
        next=listed["next"],
        asked_for=asked,
        options={
            "community": _by_name((one["id"], one["name"]) for one in communities.values()),
            "state": [(code, visitor.gettext(said)) for code, said in states.items()],
        },
        may_raise=bool(visitor.session) and bool(_raised_for(visitor)),
        words=need_words,
    )


@router.get("/needs/new")
def show_form(visitor: Member) -> Response:
    """The form to raise a need."""
    return _form_page(visitor, _BLANK, {})


@router.post("/needs/new")
def raise_need(visitor: Member, form: Form) -> Response:
    """Raise a need; the office looks at it next."""
    values: dict[str, Any] = {name: str(form.get(name, "")).strip() for name in _LINES}
    values["topics"] = [str(topic) for topic in form.getlist("topics")]
    body = {name: values[name] for name in ("title", "summary", "urgency", "visibility", "topics") if values[name]}
    body |= {name: values[name] or None for name in ("community_id", "raised_for")}
    body["evidence"] = [{"text": values["evidence"]}] if values["evidence"] else []
    try:
        raised = visitor.api.post("/needs", body, key=str(form.get("key", "")) or None)
    except Refused as refused:
        return _form_page(visitor, values, flaws_of(refused, visitor), refused.status)
    return go(f"/needs/{raised['id']}")


@router.get("/needs/{need_id:uuid}")
def show_need(visitor: Anybody, need_id: UUID) -> Response:
    """One need, and what answers it."""
    return _one(visitor, need_id, {})


@router.post("/needs/{need_id:uuid}/moves")
def move(visitor: Member, need_id: UUID, form: Form) -> Response:
    """Move a need on; what ends or interrupts it asks for a word."""
    wanted, reason = str(form.get("move", "")), str(form.get("reason", "")).strip()
    if wanted in need_words.ENDINGS and not reason:
        return _one(visitor, need_id, {f"{wanted}-reason": visitor.gettext("Say why.")}, 422)
    if wanted not in need_words.STEPS | need_words.ENDINGS:
        return go(f"/needs/{need_id}")
    return _done(visitor, need_id, f"/needs/{need_id}/{wanted}", {"reason": reason} if reason else {})


@router.post("/needs/{need_id:uuid}/proposals")
def propose(visitor: Member, need_id: UUID, form: Form) -> Response:
    """Propose a strength for a need, for the reasons that were shown."""
    strength = str(form.get("strength_id", ""))
    reasons = [str(reason) for reason in form.getlist("reasons")]
    return _done(visitor, need_id, "/matches", {"need_id": str(need_id), "strength_id": strength, "reasons": reasons})


@router.post("/needs/{need_id:uuid}/answers")
def answer(visitor: Member, need_id: UUID, form: Form) -> Response:
    """Say yes or no to a match for one side, or how it goes on."""
    match, said = str(form.get("match_id", "")), str(form.get("said", ""))
    reason, side = str(form.get("reason", "")).strip(), str(form.get("side", "")) or None
    if said in {"no", "cancellation", "completion"} and not reason:
        return _one(visitor, need_id, {f"{match}-reason": visitor.gettext("Say why.")}, 422)
    if said in {"yes", "no"}:
        return _done(visitor, need_id, f"/matches/{match}/answer", {"answer": said, "side": side, "reason": reason})
    if said in {"activation", "completion", "cancellation"}:
        return _done(visitor, need_id, f"/matches/{match}/{said}", {"reason": reason} if reason else {})
    return go(f"/needs/{need_id}")


def _done(visitor: Visitor, need_id: UUID, path: str, body: dict[str, Any]) -> Response:
    try:
        visitor.api.post(path, body)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _one(visitor, need_id, {"": next(iter(flaws_of(refused, visitor).values()))}, refused.status)
    return go(f"/needs/{need_id}")


def _one(visitor: Visitor, need_id: UUID, flaws: dict[str, str], status: int = 200) -> Response:
    need = visitor.api.get(f"/needs/{need_id}")
    return page(
        visitor,
        "need.html",
        status,
        need=need | {"found_on": date.fromisoformat(need["identified_on"])},
        matches=matching.of(visitor, need),
        suggestions=matching.suggested(visitor, need),
        flaws=flaws,
        words=need_words,
    )


def _form_page(visitor: Visitor, values: dict[str, Any], flaws: dict[str, str], status: int = 200) -> Response:
    partners = _raised_for(visitor)
    if not partners:
        return page(visitor, "no_host.html", 403)
    communities = visitor.directory.communities.values()
    chosen = values if values["raised_for"] or len(partners) > 1 else values | {"raised_for": partners[0][0]}
    return page(
        visitor,
        "need_form.html",
        status,
        values=chosen,
        flaws=flaws,
        options={
            "raised_for": partners,
            "community_id": _by_name((one["id"], one["name"]) for one in communities),
            "urgency": [(code, visitor.gettext(said)) for code, said in need_words.URGENCY.items()],
            "visibility": [(code, visitor.gettext(said)) for code, said in need_words.VISIBILITY.items()],
            "topics": _by_name((code, visitor.gettext(said)) for code, said in vocabulary.TOPICS.items()),
        },
    )


def _raised_for(visitor: Visitor) -> list[tuple[str, str]]:
    """The partners that she may raise a need for; the office may for all."""
    known = visitor.directory.partners
    ids = known.keys() if visitor.is_office else {held["partner_id"] for held in visitor.me["roles"]}
    return _by_name((one, visitor.directory.partner(one)["name"]) for one in ids)


def _by_name(options: Any) -> list[tuple[str, str]]:
    return sorted(options, key=lambda option: option[1].casefold())
