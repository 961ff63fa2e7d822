"""Partners, as anybody may know them: the directory, and one with what it does."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.portal import partner_words, vocabulary
from services.portal.rendering import page
from services.portal.visitor import Anybody, Visitor

router = APIRouter()

_EVENTS_SHOWN = 8


@router.get("/partners")
def show_partners(
    visitor: Anybody,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: str = "",
    reach: str = "",
    cursor: str = "",
) -> Response:
    """The directory: by words of names and aliases, by kind and by reach."""
    asked = {
        "q": q,
        "kind": kind if kind in partner_words.KINDS else "",
        "reach": reach if reach in vocabulary.REACHES else "",
    }
    listed = visitor.api.get("/partners", **asked, cursor=cursor)
    return page(
        visitor,
        "partners.html",
        partners=listed["items"],
        next=listed["next"],
        asked_for=asked,
        options={
            "kind": _worded(partner_words.KINDS, visitor),
            "reach": [(code, visitor.gettext(said)) for code, said in vocabulary.REACHES.items()],
        },
        words=partner_words,
    )


@router.get("/partners/{slug}")
def show_partner(visitor: Anybody, slug: str) -> Response:
    """One partner: what it is, what belongs to it, whom it works with, and what is on there."""
    partner = visitor.api.get(f"/partners/{slug}")
    coming = visitor.api.get("/events", host=partner["id"], limit=_EVENTS_SHOWN)
    return page(
        visitor,
        "partner.html",
        partner=partner,
        units=list(visitor.api.every("/partners", parent=partner["id"])),
        above=visitor.directory.partner(partner["parent_id"]) if partner["parent_id"] else None,
        related=[(one["kind"], visitor.directory.partner(one["partner_id"])) for one in partner["relationships"]],
        events=coming["items"],
        goes_on=coming["next"] is not None,
        works_with=may_work_with(visitor, partner),
        words=partner_words,
    )


def may_work_with(visitor: Visitor, partner: dict[str, Any]) -> bool:
    """Whether she looks after the consortium's work with it, or is of its staff."""
    return visitor.is_office or visitor.holds(partner["id"], "admin", "coordinator", "reviewer", "viewer")


def _worded(words: dict[str, str], visitor: Visitor) -> list[tuple[str, str]]:
    return sorted(((code, visitor.gettext(said)) for code, said in words.items()), key=lambda pair: pair[1])
