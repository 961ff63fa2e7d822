"""Who must review a partner's events before they are published: a page for its admins, and for the office."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor
from services.portal.words import marked

router = APIRouter()

_STALE = 412
_REQUIRED = {
    "nobody": marked("Nobody: coordinators publish at once"),
    "partner": marked("The partner's own reviewers"),
    "office": marked("The consortium's office"),
}


@router.get("/reviews/rules/all")
def show_rule_for_all(visitor: Member) -> Response:
    """The rule for all partners."""
    return _rule_page(visitor, "all")


@router.post("/reviews/rules/all")
def set_rule_for_all(visitor: Member, form: Form) -> Response:
    """Set the rule for all partners."""
    return _set(visitor, "all", form)


@router.get("/reviews/rules/{partner_id:uuid}")
def show_rule(visitor: Member, partner_id: UUID) -> Response:
    """A partner's rule."""
    return _rule_page(visitor, str(partner_id))


@router.post("/reviews/rules/{partner_id:uuid}")
def set_rule(visitor: Member, partner_id: UUID, form: Form) -> Response:
    """Set a partner's rule."""
    return _set(visitor, str(partner_id), form)


def _set(visitor: Visitor, whose: str, form: Form) -> Response:
    reviewers, version = str(form.get("reviewers", "")), str(form.get("version", ""))
    if reviewers not in _REQUIRED or not version.isdecimal():
        return _rule_page(visitor, whose, {"reviewers": visitor.gettext("Choose who must review.")}, 422)
    try:
        visitor.api.put(f"/reviews/rules/{whose}", {"reviewers": reviewers}, int(version))
    except Refused as refused:
        if refused.status != _STALE:
            raise
        words = visitor.gettext("Somebody else changed this meanwhile. Here is what holds now.")
        return _rule_page(visitor, whose, {"reviewers": words}, _STALE)
    return go(f"/reviews/rules/{whose}?saved=1")


def _rule_page(visitor: Visitor, whose: str, flaws: dict[str, str] | None = None, status: int = 200) -> Response:
    rule = visitor.api.get(f"/reviews/rules/{whose}")
    holding = _REQUIRED[rule["holds"]]
    name = visitor.gettext("All partners") if whose == "all" else visitor.directory.partner(whose)["name"]
    return page(
        visitor,
        "review_rule.html",
        status,
        rule=rule,
        name=name,
        whose=whose,
        holds=visitor.gettext(holding),
        options=[(code, visitor.gettext(words)) for code, words in _REQUIRED.items()],
        values={"reviewers": rule["reviewers"]},
        may_set=visitor.is_office or (whose != "all" and visitor.holds(whose, "admin")),
        saved="saved" in visitor.request.query_params,
        flaws=flaws or {},
    )
