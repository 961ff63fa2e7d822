"""Who may do what to needs, strengths and matches, by hand; in the order of the rows one thing leads to the next.

The need is of the partner that viewer, coordinator and admin are of, the strength of the other admin's.
"""

from itertools import count
from typing import Any

from services.partners.partners.models import Partner
from tests.partners.consortium import Consortium

_numbers = count(1)


def _need(world: Any) -> dict[str, Any]:
    return {"title": "Rides", "community_id": world.ids["community"], "raised_for": str(world.partner.id)}


def _strength(world: Any) -> dict[str, Any]:
    return {"title": "Vans", "kind": "transport", "partner_id": str(world.partner.id)}


def _pair(world: Any) -> dict[str, Any]:
    return {"need_id": world.ids["need_id"], "strength_id": world.ids["strength_id"]}


def _reason(_: Any) -> dict[str, Any]:
    return {"reason": "They said so."}


def _record(body: Any, **more: Any) -> Any:
    return lambda world: {"records": [body(world) | more | {"external_id": f"r{next(_numbers)}"}]}


def needed(here: Consortium, partner: Partner, other: Partner, community: str) -> dict[str, str]:
    """A new need and a drafted strength; and a match proposed by the need's side."""
    office, needing = here.office(), here.with_role("coordinator", partner)

    def posted(door: Any, path: str, **body: Any) -> str:
        answer = door.post(f"/api/v1/{path}", json=body or None)
        assert answer.is_success, answer.text
        return str(answer.json()["id"])

    def need() -> str:
        return posted(needing, "needs", title="Rides", community_id=community, raised_for=str(partner.id))

    def strength() -> str:
        return posted(office, "strengths", title="Vans", kind="transport", partner_id=str(other.id))

    asked, given = need(), strength()
    for move in (f"needs/{asked}/triage", f"needs/{asked}/publication", f"strengths/{given}/offer"):
        posted(office, move)
    match = posted(needing, "matches", need_id=asked, strength_id=given)
    return {"need_id": need(), "other_need_id": asked, "strength_id": strength(), "match_id": match}


_AT_NEED, _AT_STRENGTH, _AT_MATCH = "/needs/{need_id}", "/strengths/{strength_id}", "/matches/{match_id}"

# fmt: off
NEEDS: list[Any] = [
    # who, in the order of ROLES:                                       strang. view coord admin other offic oper.
    ("GET", "/needs", None,                                             (200, 200, 200, 200, 200, 200, 200)),
    ("POST", "/needs", _need,                                           (401, 201, 201, 201, 403, 201, 403)),
    ("GET", _AT_NEED, None,                                             (404, 200, 200, 200, 404, 200, 404)),
    ("PATCH", _AT_NEED, lambda _: {"summary": "x"},                     (401, 403, 200, 200, 404, 200, 404)),
    ("POST", f"{_AT_NEED}/triage", None,                                (401, 403, 403, 403, 404, 200, 404)),
    ("POST", f"{_AT_NEED}/publication", None,                           (401, 403, 403, 403, 404, 200, 403)),
    # From here on it is published.
    ("GET", _AT_NEED, None,                                             (200, 200, 200, 200, 200, 200, 200)),
    ("PATCH", _AT_NEED, lambda _: {"summary": "y"},                     (401, 403, 403, 403, 403, 200, 403)),
    ("GET", f"{_AT_NEED}/suggestions", None,                            (401, 200, 200, 200, 200, 200, 403)),
    ("GET", "/strengths", None,                                         (200, 200, 200, 200, 200, 200, 200)),
    ("POST", "/strengths", _strength,                                   (401, 403, 201, 201, 403, 201, 403)),
    ("GET", _AT_STRENGTH, None,                                         (404, 404, 404, 404, 200, 200, 404)),
    ("PATCH", _AT_STRENGTH, lambda _: {"summary": "x"},                 (401, 404, 404, 404, 200, 200, 404)),
    ("POST", f"{_AT_STRENGTH}/offer", None,                             (401, 404, 404, 404, 200, 409, 403)),
    # From here on it is on offer.
    ("POST", "/matches", _pair,                                         (401, 403, 201, 409, 409, 409, 403)),
    ("GET", "/matches", None,                                           (401, 200, 200, 200, 200, 200, 200)),
    ("GET", _AT_MATCH, None,                                            (401, 200, 200, 200, 200, 200, 404)),
    ("POST", f"{_AT_MATCH}/answer", lambda _: {"answer": "yes", "side": "strength"},
                                                                        (401, 403, 422, 422, 200, 409, 404)),
    ("POST", f"{_AT_MATCH}/activation", None,                           (401, 403, 200, 409, 409, 409, 404)),
    ("POST", f"{_AT_MATCH}/completion", _reason,                        (401, 403, 200, 409, 409, 409, 404)),
    ("POST", f"{_AT_MATCH}/cancellation", _reason,                      (401, 403, 409, 409, 409, 409, 404)),
    ("POST", f"{_AT_STRENGTH}/pause", _reason,                          (401, 403, 403, 403, 200, 409, 404)),
    ("POST", f"{_AT_STRENGTH}/resumption", None,                        (401, 404, 404, 404, 200, 409, 403)),
    ("POST", f"{_AT_STRENGTH}/withdrawal", None,                        (401, 403, 403, 403, 200, 409, 404)),
    ("POST", f"{_AT_NEED}/pause", _reason,                              (401, 403, 403, 403, 403, 200, 403)),
    ("POST", f"{_AT_NEED}/resumption", None,                            (401, 403, 403, 403, 403, 200, 403)),
    ("POST", f"{_AT_NEED}/start", None,                                 (401, 403, 403, 403, 403, 409, 403)),
    ("POST", f"{_AT_NEED}/resolution", _reason,                         (401, 403, 403, 403, 403, 409, 403)),
    ("POST", f"{_AT_NEED}/rejection", _reason,                          (401, 403, 403, 403, 403, 409, 403)),
    ("POST", f"{_AT_NEED}/merger", lambda world: {"into": world.ids["other_need_id"]},
                                                                        (401, 403, 403, 403, 403, 409, 403)),
    ("POST", f"{_AT_NEED}/closure", _reason,                            (401, 403, 403, 403, 403, 200, 403)),
    ("POST", f"{_AT_NEED}/reopening", None,                             (401, 403, 403, 403, 403, 200, 404)),
    ("POST", "/imports/needs", _record(_need),                          (401, 403, 403, 403, 403, 200, 403)),
    ("POST", "/imports/strengths", _record(_strength),                  (401, 403, 403, 403, 403, 200, 403)),
    ("POST", "/imports/matches", _record(_pair, state="completed", proposed_on="2026-01-01"),
                                                                        (401, 403, 403, 403, 403, 200, 403)),
]
# fmt: on
