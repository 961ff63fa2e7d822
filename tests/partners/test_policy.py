"""Every route, asked by everybody, against a table written by hand. A route without a row fails."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from services.partners.api import app
from tests.partners.consortium import Consortium
from tests.partners.policy_needs import NEEDS, needed

ROLES = ("stranger", "viewer", "coordinator", "admin", "other admin", "office", "operator")

_numbers = count(1)


@dataclass
class World:
    """A partner that is not public with its staff, one of whom is looked at, and somebody in each role."""

    consortium: Consortium
    doors: dict[str, TestClient] = field(init=False)

    def __post_init__(self) -> None:
        here = self.consortium
        self.partner = here.partner(public=False)
        self.other, self.third = here.partner(), here.partner()
        self.person = here.person(affiliations=[{"partner_id": self.partner.id, "kind": "staff"}])
        self.ids = {"partner": self.partner.id, "person_id": self.person.id}
        at_partner = {
            "viewer": (self.partner, "viewer"),
            "coordinator": (self.partner, "coordinator"),
            "admin": (self.partner, "admin"),
            "other admin": (self.other, "admin"),
        }
        people = {
            role: here.person(roles=[{"partner_id": partner.id, "role": held}])
            for role, (partner, held) in at_partner.items()
        } | {role: here.person(consortium_roles=[role]) for role in ("office", "operator")}
        self.doors = {"stranger": here.door(address="192.0.2.99")} | {
            role: here.door(self._session(person), address=f"192.0.2.{place}")
            for place, (role, person) in enumerate(people.items())
        }
        for kind, record in (
            ("communities", {"name": "C"}),
            ("initiatives", {"title": "I", "state": "proposed"}),
            ("groups", {"title": "G"}),
        ):
            body = {"records": [{"external_id": "x"} | record]}
            imported = self.doors["office"].post(f"/api/v1/imports/{kind}", json=body).json()
            self.ids[kind.removesuffix("ies") + "y" if kind.endswith("ies") else kind[:-1]] = imported["items"][0][
                "id"
            ]
        self.ids["initiative"] = self.ids.pop("initiative")
        drafted = self.doors["office"].post("/api/v1/agreements", json=_agreement(self))
        noted = self.doors["office"].post(f"/api/v1/partners/{self.partner.id}/interactions", json=_call(self))
        self.ids["interaction_id"] = noted.json()["id"]
        self.ids["agreement_id"] = drafted.json()["id"]
        self.ids |= needed(here, self.partner, self.other, self.ids["community"])
        door = here.as_(self.person)
        issued = door.post("/api/v1/tokens", json={"name": "hers", "scopes": ["read"]})
        self.ids["token_id"] = issued.json()["id"]

    def _session(self, person: Any) -> str:
        opened = self.consortium.http.post("/api/v1/sessions", json={"token": self.consortium.link(person)})
        token: str = opened.json()["access_token"]
        return token


def _call(_: World) -> dict[str, Any]:
    return {"kind": "call", "held_on": "2026-01-02", "summary": "They called."}


def _agreement(world: World) -> dict[str, Any]:
    parties = [str(world.partner.id), str(world.third.id)]
    return {"kind": "MOU", "scope": "Screening", "party_ids": parties, "effective_on": "2026-01-01"}


Body = Callable[[World], dict[str, Any]]
Row = tuple[str, str, Body | None, tuple[int, ...]]


def _named(**given: Any) -> Body:
    """A body with a name and an address that no other has."""
    return lambda _: (
        {"name": f"New {(number := next(_numbers))}"}
        | ({key: value.format(number) if isinstance(value, str) else value for key, value in given.items()})
    )


def _one(**record: Any) -> Body:
    return lambda _: {"records": [{"external_id": f"n{next(_numbers)}"} | record]}


def _role_at_partner(world: World) -> dict[str, Any]:
    return {"roles": [{"partner_id": str(world.partner.id), "role": "viewer"}]}


# fmt: off
TABLE: list[Row] = [
    # who, in the order of ROLES:                                       strang. view coord admin other offic oper.
    ("POST", "/sign-in", lambda _: {"email": f"n{next(_numbers)}@example.org"}, (202, 202, 202, 202, 202, 202, 202)),
    ("POST", "/sessions", lambda world: {"token": world.consortium.link(world.person)},
                                                                        (200, 200, 200, 200, 200, 200, 200)),
    ("DELETE", "/sessions/current", None,                               (401, 204, 204, 204, 204, 204, 204)),
    ("GET", "/tokens", None,                                            (401, 200, 200, 200, 200, 200, 200)),
    ("POST", "/tokens", lambda _: {"name": "mine", "scopes": ["read"]}, (401, 201, 201, 201, 201, 201, 201)),
    ("DELETE", "/tokens/{token_id}", None,                              (401, 404, 404, 404, 404, 404, 404)),
    ("GET", "/partners", None,                                          (200, 200, 200, 200, 200, 200, 200)),
    ("GET", "/partners/{partner}", None,                                (404, 200, 200, 200, 200, 200, 200)),
    ("POST", "/partners", _named(kind="clinic"),                        (401, 403, 403, 403, 403, 201, 403)),
    ("PATCH", "/partners/{partner}", lambda _: {"blurb": "New."},       (401, 403, 200, 200, 403, 200, 403)),
    ("PATCH", "/partners/{partner}", lambda _: {"state": "active"},     (401, 403, 403, 403, 403, 200, 403)),
    ("GET", "/people", None,                                            (401, 200, 200, 200, 200, 200, 200)),
    ("GET", "/people/me", None,                                         (401, 200, 200, 200, 200, 200, 200)),
    ("GET", "/people/{person_id}", None,                                (401, 404, 404, 200, 404, 200, 404)),
    ("POST", "/people", _named(email="new{}@example.org"),              (401, 403, 403, 403, 403, 201, 403)),
    ("PATCH", "/people/{person_id}", lambda _: {"name": "Other"},       (401, 404, 404, 403, 404, 200, 404)),
    ("PATCH", "/people/{person_id}", _role_at_partner,                  (401, 404, 404, 200, 404, 200, 404)),
    ("GET", "/groups", None,                                            (401, 200, 200, 200, 200, 200, 200)),
    ("GET", "/groups/{group}", None,                                    (401, 200, 200, 200, 200, 200, 200)),
    ("GET", "/communities", None,                                       (200, 200, 200, 200, 200, 200, 200)),
    ("GET", "/communities/{community}", None,                           (200, 200, 200, 200, 200, 200, 200)),
    ("GET", "/initiatives", None,                                       (200, 200, 200, 200, 200, 200, 200)),
    ("GET", "/initiatives/{initiative}", None,                          (404, 200, 200, 200, 200, 200, 200)),
    ("PATCH", "/partners/{partner}", lambda _: {"owner_id": None},      (401, 403, 403, 403, 403, 200, 403)),
    ("GET", "/partners/{partner}/interactions", None,                   (401, 403, 403, 403, 403, 200, 403)),
    ("POST", "/partners/{partner}/interactions", _call,                 (401, 403, 403, 403, 403, 201, 403)),
    ("PATCH", "/interactions/{interaction_id}", _call,                  (401, 403, 403, 403, 403, 200, 403)),
    ("GET", "/agreements", None,                                        (401, 200, 200, 200, 200, 200, 200)),
    ("POST", "/agreements", _agreement,                                 (401, 403, 201, 201, 403, 201, 403)),
    ("GET", "/agreements/{agreement_id}", None,                         (401, 200, 200, 200, 404, 200, 404)),
    ("PATCH", "/agreements/{agreement_id}", lambda _: {"document": "x"}, (401, 403, 200, 200, 404, 200, 404)),
    # Drafted with owners on no side: who may is refused by its state alone.
    ("POST", "/agreements/{agreement_id}/signature", None,              (401, 403, 409, 409, 404, 409, 404)),
    ("POST", "/agreements/{agreement_id}/submission", None,             (401, 403, 200, 409, 404, 409, 404)),
    ("POST", "/agreements/{agreement_id}/suspension", lambda _: {"reason": "x"}, (401, 403, 409, 409, 404, 409, 404)),
    ("POST", "/agreements/{agreement_id}/resumption", None,             (401, 403, 409, 409, 404, 409, 404)),
    ("POST", "/agreements/{agreement_id}/termination", lambda _: {"reason": "x"},
                                                                        (401, 403, 409, 409, 404, 409, 404)),
    ("POST", "/agreements/{agreement_id}/withdrawal", None,             (401, 403, 200, 409, 404, 409, 404)),
    ("POST", "/imports/agreements", lambda world: {"records": [_agreement(world) | {"external_id": "a"}]},
                                                                        (401, 403, 403, 403, 403, 200, 403)),
    *NEEDS,
    ("POST", "/imports/partners", _one(name="A", kind="clinic", slug="a"), (401, 403, 403, 403, 403, 200, 403)),
    ("POST", "/imports/people", _one(name="A", email="a@example.org"),  (401, 403, 403, 403, 403, 200, 403)),
    ("POST", "/imports/groups", _one(title="A"),                        (401, 403, 403, 403, 403, 200, 403)),
    ("POST", "/imports/communities", _one(name="A"),                    (401, 403, 403, 403, 403, 200, 403)),
    ("POST", "/imports/initiatives", _one(title="A"),                   (401, 403, 403, 403, 403, 200, 403)),
]
# fmt: on


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    routes = {
        (method, route.path.removeprefix("/api/v1"))
        for route in iter_route_contexts(app.routes)
        if route.path.startswith("/api/")
        for method in route.methods
    }
    assert {(method, path) for method, path, *_ in TABLE} == routes


def test_everybody_may_do_what_the_table_says_and_no_more(consortium: Consortium) -> None:
    world = World(consortium)
    wrong = []
    for method, path, body, expected in TABLE:
        for (role, door), status in zip(world.doors.items(), expected, strict=True):
            answer = door.request(
                method,
                f"/api/v1{path.format(**world.ids)}",
                json=body(world) if body else None,
                headers={"If-Match": "*"},
            )
            if answer.status_code != status:
                wrong.append(f"{role}: {method} {path} is {answer.status_code}, not {status}")
    assert wrong == []
    assert tuple(world.doors) == ROLES
