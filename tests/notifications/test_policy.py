"""Every route, asked by everybody, against a table written by hand. A route without a row fails."""

from collections.abc import Callable
from re import Match, sub
from typing import Any
from uuid import UUID

import pytest
from fastapi.routing import iter_route_contexts

from services.notifications.api import app
from shared.sealing import sign_id
from tests.notifications import policy_announcements
from tests.notifications.builders import EVENT, HOST, a_partner, a_subscription, named, published
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage

ROLES = ("stranger", "bea", "viewer", "coordinator", "admin", "other admin", "office", "operator")
EVERYTHING = {"kind": "everything"}
PREVIEW = {"messages": [{"name": "events.event_published", "body": published().model_dump(mode="json")}]}

SUPPRESSED = {"address": "nobody@example.org", "note": "He asked us by telephone."}

Row = tuple[str, str, dict[str, Any] | None, tuple[int, ...]]

# Answers to: stranger, bea (whose things they are), viewer, coordinator and admin of the host, another's admin,
# office, operator.
TABLE: list[Row] = [
    ("GET", "/api/v1/subscriptions", None, (401, 200, 200, 200, 200, 200, 200, 200)),
    ("GET", "/api/v1/subscriptions?person={bea}", None, (401, 200, 404, 404, 404, 404, 200, 404)),
    ("POST", "/api/v1/subscriptions", {"target": EVERYTHING}, (401, 409, 201, 201, 201, 201, 201, 201)),
    (
        "POST",
        "/api/v1/subscriptions",
        {"target": {"kind": "topic", "id": "{role}"}, "person_id": "{bea}"},
        (401, 201, 404, 404, 404, 404, 201, 404),
    ),
    ("GET", "/api/v1/subscriptions/{subscription}", None, (401, 200, 404, 404, 404, 404, 200, 404)),
    (
        "PATCH",
        "/api/v1/subscriptions/{subscription}",
        {"frequency": "daily"},
        (401, 200, 404, 404, 404, 404, 200, 404),
    ),
    ("DELETE", "/api/v1/subscriptions/{subscription}", None, (401, 204, 404, 404, 404, 404, 404, 404)),
    ("GET", "/api/v1/subscriptions/preferences", None, (401, 200, 200, 200, 200, 200, 200, 200)),
    ("GET", "/api/v1/subscriptions/preferences?person={bea}", None, (401, 200, 404, 404, 404, 404, 200, 404)),
    ("PATCH", "/api/v1/subscriptions/preferences", {"kinds": {}}, (401, 200, 200, 200, 200, 200, 200, 200)),
    ("PATCH", "/api/v1/subscriptions/preferences?person={bea}", {}, (401, 200, 404, 404, 404, 404, 200, 404)),
    ("POST", "/api/v1/subscriptions/requests", {"email": "{role_address}", "target": EVERYTHING}, (202,) * 8),
    ("GET", "/api/v1/subscriptions/followers?partner={clinic}", None, (401, 404, 404, 200, 200, 404, 200, 404)),
    ("GET", "/api/v1/deliveries/received", None, (401, 200, 200, 200, 200, 200, 200, 200)),
    ("GET", "/api/v1/links/notifications/{confirm}", None, (200,) * 8),
    ("GET", "/api/v1/links/notifications/{confirm}/confirmation", None, (200,) * 8),
    ("POST", "/api/v1/links/notifications/{confirm}/confirmation", {"answer": "yes"}, (200,) * 8),
    ("GET", "/api/v1/links/notifications/{manage}/following", None, (200,) * 8),
    ("PATCH", "/api/v1/links/notifications/{manage}/following", {"language": "es"}, (200,) * 8),
    ("PATCH", "/api/v1/links/notifications/{manage}/subscriptions/{followed}", {"muted": True}, (200,) * 8),
    ("DELETE", "/api/v1/links/notifications/{manage}/subscriptions/{followed}", None, (204,) + (404,) * 7),
    ("POST", "/api/v1/imports/subscriptions", {"records": []}, (401, 403, 403, 403, 403, 403, 200, 403)),
    ("GET", "/api/v1/emails", None, (401, 404, 404, 404, 404, 404, 200, 200)),
    ("GET", "/api/v1/emails?event={event}", None, (401, 404, 200, 200, 200, 404, 200, 200)),
    ("GET", "/api/v1/emails/{email}", None, (401, 404, 200, 200, 200, 404, 200, 200)),
    ("POST", "/api/v1/emails/preview", PREVIEW, (401, 404, 200, 200, 200, 404, 200, 200)),
    ("GET", "/api/v1/deliveries", None, (401, 200, 200, 200, 200, 200, 200, 200)),
    ("GET", "/api/v1/deliveries?person={bea}", None, (401, 200, 404, 404, 404, 404, 200, 200)),
    ("GET", "/api/v1/deliveries?event={event}&person={bea}", None, (401, 200, 200, 200, 200, 404, 200, 200)),
    ("GET", "/api/v1/deliveries/{viewers}/email", None, (401, 404, 200, 200, 200, 404, 200, 200)),
    ("POST", "/api/v1/deliveries/{delivery_id}/repetition", {}, (401, 403, 403, 403, 403, 403, 409, 409)),
    ("POST", "/api/v1/deliveries/{delivery_id}/acceptance", {}, (401, 403, 403, 403, 403, 403, 409, 409)),
    ("GET", "/api/v1/suppressions", None, (401, 403, 403, 403, 403, 403, 200, 403)),
    ("POST", "/api/v1/suppressions", SUPPRESSED, (401, 403, 403, 403, 403, 403, 201, 403)),
    ("POST", "/api/v1/suppressions/recovery", {}, (401, 200, 200, 200, 200, 200, 200, 200)),
    (
        "POST",
        "/api/v1/suppressions/recovery",
        {"address": "bea@example.org", "note": "She called."},
        (401, 200, 404, 404, 404, 404, 200, 404),
    ),
    ("POST", "/api/v1/returns", {}, (401, 403, 403, 403, 403, 403, 415, 415)),
    ("GET", "/api/v1/returns", None, (401, 403, 403, 403, 403, 403, 200, 200)),
    ("GET", "/api/v1/returns/{return_id}", None, (401, 403, 403, 403, 403, 403, 404, 404)),
    ("GET", "/api/v1/denials", None, (401, 403, 403, 403, 403, 403, 200, 200)),
    *policy_announcements.ROWS,
    ("GET", "/links/notifications/{token}", None, (200,) * 8),
    ("POST", "/links/notifications/{token}", None, (200,) * 8),
]


@pytest.fixture
def world(stage: Stage) -> Callable[[str], tuple[Doors, dict[str, str]]]:
    """Bea follows everything and was told of an event of the clinic's."""
    doors = Doors(stage)
    stage.hear(a_partner())
    for role in ROLES:
        doors.to(role)
    stage.follow(
        a_subscription(person="bea"),
        a_subscription(email="gil@example.org"),
        a_subscription("topic", "heart", email="gil@example.org", confirmed=False),
    )
    stage.hear(published())
    stage.tell()
    drafted = doors.to("office").post(policy_announcements.PATH, json=policy_announcements.DRAFT).json()
    ids = {
        "announcement_id": drafted["id"],
        "bea": str(named("person", "bea")),
        "event": str(EVENT),
        "delivery_id": _first(stage, "SELECT id FROM deliveries"),
        "viewers": _first(stage, "SELECT id FROM deliveries WHERE address = 'viewer@example.org'"),
        "return_id": str(named("return", "none")),
        "email": str(stage.rows("SELECT id FROM emails")[0].id),
        "subscription": _first(stage, "SELECT id FROM subscriptions WHERE confirmed IS NULL"),
        "clinic": str(HOST),
        "followed": _first(stage, "SELECT id FROM subscriptions WHERE confirmed"),
        "manage": sign_id("following", UUID(_first(stage, "SELECT id FROM recipients WHERE person_id IS NULL"))),
        "confirm": sign_id(
            "confirm-following", UUID(_first(stage, "SELECT id FROM subscriptions WHERE NOT confirmed"))
        ),
        "token": sign_id("why", stage.rows("SELECT id FROM deliveries WHERE route = 'follows'")[0].id),
    }
    return lambda role: (doors, ids | {"role": role, "role_address": f"{role.replace(' ', '-')}@example.net"})


def _first(stage: Stage, sql: str) -> str:
    return str(stage.rows(sql)[0].id)


def _ask(doors: Doors, ids: dict[str, str], role: str, row: Row) -> int:
    method, path, body, _ = row
    filled = _filled(body, ids)
    headers = {"If-Match": "*"} if method in {"PATCH", "DELETE"} else {}
    return doors.to(role).request(method, path.format(**ids), json=filled, headers=headers).status_code


def _filled(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, ids) for key, inner in value.items()}
    return value.format(**ids) if isinstance(value, str) and value.startswith("{") else value


def test_everybody_may_do_what_the_table_says(world: Callable[[str], tuple[Doors, dict[str, str]]]) -> None:
    wrong = []
    for row in TABLE:
        for role, expected in zip(ROLES, row[3], strict=True):
            answered = _ask(*world(role), role, row)
            if answered != expected:
                wrong.append((row[0], row[1], role, answered, expected))
    assert wrong == []


def test_every_route_has_a_row() -> None:
    paths = {
        (method, context.path)
        for context in iter_route_contexts(app.routes)
        for method in getattr(context.route, "methods", ())
        if not context.path.startswith(("/health", "/metrics"))
    }
    rows = {
        (
            method,
            sub(r"{(subscription|email|followed|confirm|manage|viewers)}", _parameter, path.partition("?")[0]),
        )
        for method, path, _, _ in TABLE
    }
    assert paths == rows


def _parameter(name: Match[str]) -> str:
    return {"email": "{email_id}", "viewers": "{delivery_id}", "confirm": "{token}", "manage": "{token}"}.get(
        name[1], "{subscription_id}"
    )
