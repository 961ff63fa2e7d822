"""What answers a need: matches with what each side said, and suggestions for whoever may propose one."""

from typing import Any

from services.portal.clients import Refused
from services.portal.visitor import Visitor

_SPEAKS = ("admin", "coordinator")
_OPEN = {"published", "matched", "in_progress"}


def of(visitor: Visitor, need: dict[str, Any]) -> list[dict[str, Any]]:
    """The need's matches that she may know of, each with its strength and the sides that she speaks for."""
    if not visitor.session:
        return []
    found = visitor.api.get("/matches", need=need["id"], limit=50)["items"]
    return [_with_sides(visitor, need, match) for match in found]


def suggested(visitor: Visitor, need: dict[str, Any]) -> list[dict[str, Any]]:
    """What may answer the need, for staff; whoever may propose it sees a button."""
    if not visitor.session or need["state"] not in _OPEN:
        return []
    try:
        items = visitor.api.get(f"/needs/{need['id']}/suggestions", language=visitor.language, limit=5)["items"]
    except Refused as refused:
        if refused.status != 403:
            raise
        return []
    asks = _speaks_for(visitor, need["raised_for"])
    return [item | {"mine": asks or _speaks_for(visitor, item["partner_id"])} for item in items]


def _with_sides(visitor: Visitor, need: dict[str, Any], match: dict[str, Any]) -> dict[str, Any]:
    strength = _strength(visitor, match["strength_id"])
    speaks = {
        "need": _speaks_for(visitor, need["raised_for"]),
        "strength": _speaks_for(visitor, strength["partner_id"]),
    }
    waiting = [side for side in ("need", "strength") if match[f"{side}_said"] is None]
    answerable = [side for side in waiting if speaks[side]] if match["state"] == "proposed" else []
    return match | {"strength": strength, "sides": answerable, "mine": any(speaks.values()), "waiting": waiting}


def _strength(visitor: Visitor, strength_id: str) -> dict[str, Any]:
    """The strength; of one that is no longer on offer, and another partner's, she may know no more than that."""
    try:
        strength: dict[str, Any] = visitor.api.get(f"/strengths/{strength_id}")
    except Refused as refused:
        if refused.status != 404:
            raise
        return {"id": strength_id, "title": visitor.gettext("No longer on offer"), "partner_id": ""}
    return strength


def _speaks_for(visitor: Visitor, partner_id: str | None) -> bool:
    return visitor.is_office or (bool(partner_id) and visitor.holds(str(partner_id), *_SPEAKS))
