"""Who may do what: every route with every role, against a table written by hand."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.events import policy_afterwards, policy_registrations, policy_sources
from tests.events.asking import Asking
from tests.events.consortium import EVENTS, Consortium
from tests.events.roles import EVERYBODY, HOSTS, INSIDE, ROLES
from tests.events.roles import only as _only

PLANNERS = EVERYBODY | {"stranger": 401, "operator": 403}

# Route → what each role is answered. `draft` and `published` are the host's; `elsewhere` coordinates another partner.
TABLE: dict[tuple[str, str], dict[str, int]] = {
    ("GET", "/api/v1/events"): EVERYBODY,
    ("POST", "/api/v1/events"): _only(*HOSTS, status=201),
    ("GET", "/api/v1/events/{published}"): EVERYBODY,
    ("GET", "/api/v1/events/{draft}"): _only(*INSIDE, stranger=404, elsewhere=404),
    ("PATCH", "/api/v1/events/{published}"): _only(*HOSTS),
    ("PATCH", "/api/v1/events/{draft}"): _only(*HOSTS, elsewhere=404),
    ("POST", "/api/v1/events/{draft}/publication"): _only(*HOSTS, elsewhere=404),
    ("POST", "/api/v1/events/{draft}/submission"): _only(*HOSTS, elsewhere=404),
    ("POST", "/api/v1/events/{submitted}/withdrawal"): _only(*HOSTS, elsewhere=404),
    # An admin is asked to review where a partner has no reviewer; the office stands in for everybody.
    ("POST", "/api/v1/events/{submitted}/review"): _only("reviewer", "admin", "office", elsewhere=404),
    ("GET", "/api/v1/reviews"): EVERYBODY | {"stranger": 401},
    ("GET", "/api/v1/reviews/rules"): EVERYBODY | {"stranger": 401},
    ("GET", "/api/v1/reviews/rules/all"): EVERYBODY | {"stranger": 401},
    ("PUT", "/api/v1/reviews/rules/all"): _only("office"),
    ("GET", "/api/v1/reviews/rules/{partner}"): _only(*INSIDE),
    ("PUT", "/api/v1/reviews/rules/{partner}"): _only("admin", "office"),
    ("POST", "/api/v1/events/{published}/postponement"): _only(*HOSTS),
    ("POST", "/api/v1/events/{published}/cancellation"): _only(*HOSTS),
    ("POST", "/api/v1/events/{draft}/cancellation"): _only(*HOSTS, elsewhere=404),
    ("POST", "/api/v1/events/{published}/preview"): _only(*HOSTS),
    ("POST", "/api/v1/events/{draft}/preview"): _only(*HOSTS, elsewhere=404),
    ("GET", "/api/v1/occurrences"): EVERYBODY,
    ("GET", "/api/v1/events/{published}/occurrences"): EVERYBODY,
    ("GET", "/api/v1/events/{draft}/occurrences"): _only(*INSIDE, stranger=404, elsewhere=404),
    ("PATCH", "/api/v1/events/{series}/occurrences/{key}"): _only(*HOSTS),
    ("POST", "/api/v1/events/{series}/occurrences/{key}/cancellation"): _only(*HOSTS),
    ("GET", "/api/v1/cohosts"): EVERYBODY | {"stranger": 401},
    ("GET", "/api/v1/events/{published}/cohosts"): EVERYBODY,
    ("GET", "/api/v1/events/{draft}/cohosts"): _only(*INSIDE, stranger=404, elsewhere=404),
    ("POST", "/api/v1/events/{published}/cohosts"): _only(*HOSTS),
    ("POST", "/api/v1/events/{draft}/cohosts"): _only(*HOSTS, elsewhere=404),
    # The host may not answer for whom it asks; to others nobody was asked.
    ("POST", "/api/v1/events/{asked_event}/cohosts/{asked_partner}/answer"): _only("office", elsewhere=404),
    ("POST", "/api/v1/events/{asked_event}/cohosts/{asked_partner}/withdrawal"): _only(*HOSTS, elsewhere=404),
    ("GET", "/api/v1/links/events/{cohost_link}"): EVERYBODY,
    ("GET", "/api/v1/links/events/{cohost_link}/cohost"): EVERYBODY,
    ("POST", "/api/v1/links/events/{cohost_link}/cohost"): EVERYBODY,
    ("GET", "/api/v1/programs"): EVERYBODY,
    ("GET", "/api/v1/programs/{program}"): EVERYBODY,
    ("POST", "/api/v1/imports/events"): _only("office"),
    ("POST", "/api/v1/imports/programs"): _only("office"),
    ("POST", "/api/v1/imports/registrations"): _only("office"),
    ("GET", "/api/v1/conflicts?event={published}"): PLANNERS,
    ("GET", "/api/v1/requests?partner={partner}"): PLANNERS,
    ("GET", "/api/v1/events/{draft}/cohost-suggestions"): _only(*HOSTS, elsewhere=404),
    ("GET", "/api/v1/calendars/mine"): EVERYBODY | {"stranger": 401},
    ("POST", "/api/v1/calendars/mine/rotation"): EVERYBODY | {"stranger": 401},
    ("GET", "/my/{secret}/calendar.ics"): EVERYBODY,
    ("GET", "/partners/{partner_slug}/calendar.ics"): EVERYBODY,
    ("GET", "/initiatives/{initiative_slug}/calendar.ics"): EVERYBODY,
    ("GET", "/communities/{community_slug}/calendar.ics"): EVERYBODY,
    ("GET", "/events.rss"): EVERYBODY,
    ("GET", "/calendar.ics"): EVERYBODY,
    ("GET", "/events/{published}.ics"): EVERYBODY,
    ("GET", "/events/{draft}.ics"): dict.fromkeys(ROLES, 404),
    **policy_afterwards.ROWS,
    **policy_registrations.ROWS,
    **policy_sources.ROWS,
}
BODIES: dict[str, Any] = {
    "submission": {},
    "withdrawal": {},
    "rules": {"reviewers": "nobody"},
    "postponement": {"reason": "The hall is flooded."},
    "publication": {},
    "cancellation": {"reason": "The hall is closed."},
    "preview": {"change": {"cancellation": {"reason": "The hall is closed."}}},
    "review": {"answer": "approved"},
    "imports": {"records": []},
    "answer": {"answer": "accepted"},
    "/cohost": {"answer": "accepted"},
    **policy_afterwards.BODIES,
    **policy_registrations.BODIES,
}


def _program(consortium: Consortium) -> str:
    records = [{"external_id": "p", "slug": "plunge", "title": "Plunge"}]
    answer = consortium.office.post("/api/v1/imports/programs", json={"records": records})
    return str(answer.json()["items"][0]["id"])


def _submitted(consortium: Consortium) -> str:
    event_id = consortium.draft()["id"]
    assert consortium.coordinator.post(f"{EVENTS}/{event_id}/submission").status_code == 200
    return str(event_id)


def _slug(consortium: Consortium, kind: str) -> str:
    return str(consortium.execute(f"SELECT slug FROM {kind} LIMIT 1")[0].slug)


def _secret(consortium: Consortium) -> str:
    answer = consortium.coordinator.post("/api/v1/calendars/mine/rotation")
    return str(answer.json()["url"].split("/")[-2])


def _asked(consortium: Consortium) -> Asking:
    asking = Asking(consortium)
    assert asking.invite().status_code == 200
    return asking


_LAST_KEY = "SELECT key FROM occurrences ORDER BY event_id DESC, key LIMIT 1"
_LAST_ASKED = "SELECT partner_id FROM cohosts ORDER BY asked_at DESC LIMIT 1"
# What a route names, and how one is made.
MADE: dict[str, Callable[[Consortium], object]] = {
    "program": _program,
    "draft": lambda consortium: consortium.draft()["id"],
    "published": lambda consortium: consortium.published()["id"],
    "submitted": _submitted,
    "series": lambda consortium: consortium.published(recurrence={"rule": "FREQ=DAILY;COUNT=2"})["id"],
    "key": lambda consortium: consortium.execute(_LAST_KEY)[0].key,
    "partner": lambda consortium: consortium.host,
    "partner_slug": lambda consortium: _slug(consortium, "partners"),
    "initiative_slug": lambda consortium: consortium.initiative() and _slug(consortium, "initiatives"),
    "community_slug": lambda consortium: consortium.community() and _slug(consortium, "communities"),
    "secret": _secret,
    "asked_event": lambda consortium: _asked(consortium).event["id"],
    "asked_partner": lambda consortium: consortium.execute(_LAST_ASKED)[0].partner_id,
    "cohost_link": lambda consortium: _asked(consortium).links()[-1].split("/")[-2],
    **policy_afterwards.MADE,
    **policy_registrations.MADE,
    **policy_sources.MADE,
}


def _address(consortium: Consortium, route: str) -> str:
    """The route with a new thing for each that it names."""
    return re.sub(r"{(\w+)}", lambda named: str(MADE[named[1]](consortium)), route)


def _door(consortium: Consortium, role: str) -> TestClient:
    match role:
        case "stranger":
            return consortium.http
        case "office" | "operator":
            return consortium.as_(consortium.person(consortium_roles=(role,)))
        case "elsewhere":
            return consortium.with_role("coordinator", consortium.partner())
    return consortium.with_role(role, consortium.host)


def _body(consortium: Consortium, method: str, route: str) -> Any:
    if method == "PATCH" and "{registration}" not in route:
        return {"title": "Another"}
    if route == "/api/v1/events":
        return consortium.an_event()
    if route.endswith("/cohosts"):
        return {"partner_id": str(consortium.partner())}
    if route in policy_sources.POSTED:
        return policy_sources.POSTED[route](consortium)
    return next((body for word, body in BODIES.items() if word in route), None)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_answered_as_the_table_says(consortium: Consortium, role: str) -> None:
    door = _door(consortium, role)
    for (method, route), expected in TABLE.items():
        body = _body(consortium, method, route) if method != "GET" else None
        answer = door.request(method, _address(consortium, route), json=body, headers={"If-Match": "*"})
        assert answer.status_code == expected[role], (method, route, answer.text)


def test_a_route_without_a_row_is_none_of_ours(consortium: Consortium) -> None:
    def shape(route: str) -> str:
        return re.sub(r"{\w+}", "{}", route.partition("?")[0])

    told = {(method, shape(route)) for method, route in TABLE}
    described = consortium.http.app.openapi()["paths"]  # type: ignore[attr-defined]
    assert {(method.upper(), shape(path)) for path, methods in described.items() for method in methods} == told


def test_a_token_that_may_only_read_changes_nothing(consortium: Consortium) -> None:
    office = consortium.person(consortium_roles=("office",))
    reader = consortium.as_(office, scopes=("read",))
    assert reader.get(EVENTS).status_code == 200
    answer = reader.post(EVENTS, json=consortium.an_event())
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient-scope")


def test_an_event_is_given_away_only_by_whoever_coordinates_both(consortium: Consortium) -> None:
    other = consortium.partner()
    both = consortium.as_(
        consortium.person(
            roles=(
                {"partner_id": consortium.host, "role": "coordinator"},
                {"partner_id": other, "role": "admin"},
            )
        )
    )
    event = consortium.draft()
    url, anyhow = f"{EVENTS}/{event['id']}", {"If-Match": "*"}
    assert consortium.coordinator.patch(url, json={"host_id": str(other)}, headers=anyhow).status_code == 403
    assert both.patch(url, json={"host_id": str(other)}, headers=anyhow).json()["host_id"] == str(other)
    assert consortium.coordinator.get(url).status_code == 404
