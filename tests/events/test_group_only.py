"""What is for a group, for those invited or for members is to everybody else as if it were not, whatever they ask."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from services.events.calendar.filters import EventFilters
from tests.events.consortium import EVENTS, Consortium
from tests.events.hidden import GROUP, MARKS, SUMMARY, TITLE, VENUE, Hidden
from tests.events.policy_afterwards import a_link

CONFLICTS, REQUESTS = "/api/v1/conflicts", "/api/v1/requests"
EITHER = ("/api/v1/events", "/api/v1/occurrences")

# What is sent along, by the last word of an address below an event's own.
BODIES: dict[str, Any] = {
    "assignment": {},
    "": {"title": "Another"},
    "accommodations": {"kinds": ["captioning"]},
    "answer": {"answer": "accepted"},
    "arrangers": {"person_ids": []},
    "cancellation": {"reason": "Snow."},
    "cohosts": {"partner_id": str(uuid4())},
    "key": {"title": "Another"},
    "outcome": {"attended": 41},
    "postponement": {"reason": "Snow."},
    "preview": {"change": {"cancellation": {"reason": "Snow."}}},
    "publication": {},
    "registrations": {"name": "Rosa Gast", "email": "rosa@example.org"},
    "review": {"answer": "approved"},
    "site-contact": {"email": "site@example.org"},
    "submission": {},
    "walk-ins": {"name": "Rosa Gast"},
    "withdrawal": {},
}


@pytest.fixture(params=["group", "private", "members"])
def hidden(request: pytest.FixtureRequest, consortium: Consortium) -> Hidden:
    return Hidden(consortium, request.param)


def _said(answer: Any, *own: str) -> tuple[int, dict[str, str], str]:
    """All that an answer says, but for what the asker named herself and the number of the request."""
    number = answer.headers["x-request-id"]
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    text = answer.text.replace(number, "…")
    for each in own:
        text = text.replace(each, "…")
    return answer.status_code, headers, text


def _by_id(consortium: Consortium) -> list[tuple[str, str]]:
    """Every route that names an event."""
    paths = consortium.http.app.openapi()["paths"]  # type: ignore[attr-defined]
    return [(method.upper(), path) for path, methods in paths.items() if "{event_id}" in path for method in methods]


def _asked(hidden: Hidden, door: TestClient, method: str, path: str, event_id: str, **headers: str) -> Any:
    word = path.rpartition("/")[2].strip("{}").replace("event_id", "")
    key = hidden.series["starts_at"][:16]
    another = hidden.partners["carrier"]
    names = {"event_id": event_id, "key": key, "partner_id": another, "session_id": another}
    body = None if method == "GET" else BODIES[word]
    return door.request(method, path.format(**names), json=body, headers=headers)


def test_by_its_id_it_is_answered_for_as_one_that_never_was(
    hidden: Hidden, capsys: pytest.CaptureFixture[str]
) -> None:
    hidden.happens()
    routes = _by_id(hidden.consortium)
    seen = hidden.doors["host"].get(f"{EVENTS}/{hidden.series['id']}").headers["ETag"]
    capsys.readouterr()
    for name, door in hidden.outsiders.items():
        for method, path in routes:
            for headers in ({"If-None-Match": seen}, {}) if method == "GET" else ({"If-Match": "*"},):
                absent = str(uuid4())
                theirs = _asked(hidden, door, method, path, hidden.series["id"], **headers)
                nothing = _asked(hidden, door, method, path, absent, **headers)
                where = (name, method, path, headers)
                assert _said(theirs, hidden.series["id"]) == _said(nothing, absent), where
                assert hidden.secrets_in(theirs.text.replace(hidden.series["id"], "…")) == [], where
                # A stranger may be asked first who she is.
                assert theirs.status_code in ({404, 401} if name == "stranger" else {404}), where
    # A line of the log says which address was asked for.
    logged = "".join(capsys.readouterr()).replace(hidden.series["id"], "…")
    assert "request_answered" in logged
    assert hidden.secrets_in(logged) == []


def _filters(hidden: Hidden) -> dict[str, Any]:
    """Each filter with a value by which it would be found."""
    facts = hidden.facts
    begins = hidden.consortium.an_event()["starts_at"]
    return {
        "host": str(hidden.consortium.host),
        "initiative": facts["initiative_id"],
        "program": facts["program_id"],
        "community": facts["community_ids"][0],
        "topic": "Plants",
        "audience": "seniors",
        "language": "es",
        "interpretation": "asl",
        "pillar": "community",
        "reach": "local",
        "accessible": True,
        "insurance_needed": True,
        "free": True,
        "place": VENUE,
        "visibility": hidden.visibility,
        "from_": begins,
        "to": "2199-01-01",
        "state": ["published", "completed"],
        "q": TITLE,
        "mine": True,
        "limit": 1,
        "cursor": None,
    }


def _everything(hidden: Hidden, door: TestClient, feeds: list[str]) -> dict[str, tuple[int, str]]:
    """Every list and feed that names no event, by every filter."""
    filters = _filters(hidden)
    assert filters.keys() == EventFilters.model_fields.keys()
    queries: list[dict[str, Any]] = [
        {},
        {"from": "2020-01-01"},
        *({name.rstrip("_"): value} for name, value in filters.items()),
        *({"q": each} for each in MARKS),
        {"host": str(hidden.partners["carrier"]), "from": "2020-01-01"},
    ]
    paths = hidden.consortium.http.app.openapi()["paths"]  # type: ignore[attr-defined]
    others = [path for path, methods in paths.items() if "get" in methods and "{" not in path]
    asked = [*((path, query) for path in EITHER for query in queries), *((path, {}) for path in [*others, *feeds])]
    found = {}
    for path, query in asked:
        given = {name: value for name, value in query.items() if value is not None}
        answer = door.get(path, params=given)
        assert hidden.secrets_in(str(answer.headers)) == []
        found[f"{path} {given}"] = (answer.status_code, _said(answer)[2])
    return found


def _feeds(hidden: Hidden, door: TestClient) -> list[str]:
    consortium = hidden.consortium
    host = consortium.execute("SELECT slug FROM partners WHERE id = :id", id=consortium.host)[0].slug
    feeds = [f"/partners/{slug}/calendar.ics" for slug in (host, "carrier", "elsewhere")]
    feeds += [
        "/initiatives/i/calendar.ics",
        "/communities/north/calendar.ics",
        f"{REQUESTS}?partner={consortium.host}",
    ]
    own = door.post("/api/v1/calendars/mine/rotation")
    return [*feeds, "/my/" + own.json()["url"].partition("/my/")[2]] if own.is_success else feeds


def test_no_list_and_no_feed_changes_by_it(hidden: Hidden, capsys: pytest.CaptureFixture[str]) -> None:
    hidden.series = hidden.past = {"id": "not yet", "uid": "not yet"}
    feeds = {name: _feeds(hidden, door) for name, door in hidden.outsiders.items()}
    plan = hidden.consortium.an_event(
        **{**hidden.facts, "host_id": str(hidden.partners["elsewhere"]), "visibility": "public"}
    )
    drafted = hidden.doors["elsewhere"].post(EVENTS, json=plan).json()["id"]
    feeds["elsewhere"].append(f"{EVENTS}/{drafted}/cohost-suggestions")
    before = {name: _everything(hidden, door, feeds[name]) for name, door in hidden.outsiders.items()}
    hidden.happens()
    capsys.readouterr()
    for name, door in hidden.outsiders.items():
        after = _everything(hidden, door, feeds[name])
        assert {asked: said for asked, said in after.items() if said != before[name][asked]} == {}, name
        assert {asked for asked, (_, text) in after.items() if hidden.secrets_in(text)} == set(), name
    logged = "".join(capsys.readouterr())
    assert "request_answered" in logged
    assert hidden.secrets_in(logged) == []


def test_who_plans_at_its_time_learns_that_somebody_is_busy_and_may_go_on(hidden: Hidden) -> None:
    hidden.happens()
    door, plan = hidden.doors["elsewhere"], hidden.plan
    answer = door.get(CONFLICTS, params=plan)
    assert answer.status_code == 200, answer.text
    kinds = {item["kind"] for item in answer.json()["items"]}
    assert "busy" in kinds
    assert kinds <= {"busy", "holiday"}
    assert hidden.secrets_in(answer.text) == []
    theirs, nothing = (door.get(CONFLICTS, params={"event": one}) for one in (hidden.series["id"], str(uuid4())))
    assert _said(theirs) == _said(nothing)
    own = hidden.consortium.an_event(
        **{name: plan[name] for name in ("starts_at", "ends_at", "time_zone")},
        **{name: hidden.facts[name] for name in ("community_ids", "audiences")},
        host_id=str(hidden.partners["elsewhere"]),
        venue={"name": f"{VENUE} hall", "locality": "St. Louis"},
    )
    event_id = door.post(EVENTS, json=own).json()["id"]
    assert door.post(f"{EVENTS}/{event_id}/publication").status_code == 200


def test_of_a_request_to_carry_it_only_the_count_is_told(hidden: Hidden) -> None:
    hidden.happens()
    quiet = hidden.consortium.partner(slug="quiet")
    url = f"{EVENTS}/{hidden.series['id']}/cohosts"
    assert hidden.doors["host"].post(url, json={"partner_id": str(quiet)}).status_code == 200
    told = hidden.doors["elsewhere"].get(REQUESTS, params={"partner": str(quiet)})
    assert (told.json()["asked"], told.json()["items"]) == (1, [])
    assert hidden.secrets_in(told.text) == []
    [item] = hidden.doors["host"].get(REQUESTS, params={"partner": str(quiet)}).json()["items"]
    assert item["event_id"] == hidden.series["id"]


def test_a_link_that_was_altered_says_no_more_than_one_that_was_made_up(
    hidden: Hidden, capsys: pytest.CaptureFixture[str]
) -> None:
    hidden.happens()
    token = a_link(hidden.consortium, "numbers", hidden.past["id"])
    assert TITLE in hidden.consortium.http.get(f"/api/v1/links/events/{token}/numbers").text
    capsys.readouterr()
    swapped = {False: "A", True: "B"}
    altered = [token[:at] + swapped[token[at] == "A"] + token[at + 1 :] for at in (0, len(token) // 2, -2)]
    for given in altered:
        for purpose in ("", "/numbers", "/cohost", "/registration", "/accommodations"):
            own, made_up = (f"/api/v1/links/events/{one}{purpose}" for one in (given, "x" * len(token)))
            theirs, nothing = hidden.consortium.http.get(own), hidden.consortium.http.get(made_up)
            assert theirs.status_code == 404
            assert _said(theirs, own) == _said(nothing, made_up)
            assert hidden.secrets_in(theirs.text) == []
    assert hidden.secrets_in("".join(capsys.readouterr())) == []


def test_those_to_whom_it_is_open_find_it_by_all_these_ways(hidden: Hidden) -> None:
    hidden.happens()
    for name, door in hidden.insiders.items():
        one = door.get(f"{EVENTS}/{hidden.series['id']}")
        assert hidden.secrets_in(one.text)[:3] == [TITLE, SUMMARY, VENUE], name
        for path in EITHER:
            for asked in ({}, {"q": TITLE}, {"place": VENUE}, {"visibility": hidden.visibility}):
                assert TITLE in door.get(path, params=asked).text, (name, path, asked)
    host = hidden.doors["host"]
    own = host.post("/api/v1/calendars/mine/rotation").json()["url"]
    assert TITLE in hidden.consortium.http.get("/my/" + own.partition("/my/")[2]).text
    assert TITLE in host.get(CONFLICTS, params=hidden.plan).text
    titles = hidden.consortium.execute("SELECT title FROM groups WHERE id = :id", id=hidden.group)
    assert [each.title for each in titles] == [GROUP]
