"""The pages of reviews and postponements, before the API of events itself; of its neighbors, what the pages need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.portal import clients, event_form
from services.portal import session as sessions
from services.portal.clients import Refused
from services.portal.session import Session
from services.portal.web import create_app
from shared.database import Database
from tests.events.consortium import EVENTS, Consortium
from tests.portal.visitors import a_visitor


@dataclass
class Somebody:
    """A person at the pages, signed in, with the roles that she has."""

    consortium: Consortium
    pages: TestClient
    api: TestClient
    roles: list[dict[str, str]]

    def asked(self, method: str, path: str, headers: dict[str, str], **request: Any) -> Any:
        """What the API answers the portal."""
        kind = path.split("/")[1]
        if path == "/people/me":
            return {
                "id": "me",
                "name": "Ana",
                "roles": self.roles,
                "consortium_roles": [],
                "time_zone": "UTC",
            }
        if kind == "emails":
            return {"items": []}
        if kind in ("partners", "communities", "initiatives", "groups"):
            return {"items": [], "next": None} if path == f"/{kind}" else {"id": path, "name": "Clinic"}
        kept = {name: value for name, value in headers.items() if name != "Authorization"}
        answer = self.api.request(method, f"/api/v1{path}", headers=kept, **request)
        if not answer.is_success:
            raise Refused(answer.status_code, answer.json())
        return answer.json() if answer.content else None


@pytest.fixture
def consortium(database_of: Callable[[str], Database]) -> Consortium:
    return Consortium(database_of("events"))


@pytest.fixture
def visit(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestClient]:
    """`visit("coordinator")` is a browser of somebody with that role at the host."""

    def visiting(*roles: str) -> TestClient:
        held = [{"partner_id": str(consortium.host), "role": role} for role in roles]
        known = consortium.person(roles=tuple(held))
        pages = TestClient(create_app(), base_url="http://consortium.test", follow_redirects=False)
        somebody = Somebody(consortium, pages, consortium.as_(known), held)
        monkeypatch.setattr(clients, "_ask", somebody.asked)
        monkeypatch.setattr(sessions, "_opened", lambda _: Session("Ana", "access", "refresh", 4e9))
        return pages

    return visiting


def _ruled(consortium: Consortium) -> None:
    answer = consortium.office.put(
        "/api/v1/reviews/rules/all", json={"reviewers": "partner"}, headers={"If-Match": "*"}
    )
    assert answer.status_code == 200


def _state(consortium: Consortium, event: dict[str, Any]) -> str:
    return str(consortium.coordinator.get(f"{EVENTS}/{event['id']}").json()["state"])


def test_without_a_rule_an_event_is_published_at_once(
    consortium: Consortium, visit: Callable[..., TestClient]
) -> None:
    event, browser = consortium.draft(), visit("coordinator")
    page = browser.get(f"/events/{event['id']}/review").text
    assert "/publication" in page
    assert "/submission" not in page


def test_where_a_rule_holds_the_page_submits_and_then_takes_back(
    consortium: Consortium, visit: Callable[..., TestClient]
) -> None:
    _ruled(consortium)
    event, browser = consortium.draft(), visit("coordinator")
    page = browser.get(f"/events/{event['id']}/review").text
    assert "Submit for review" in page
    assert f'action="/events/{event["id"]}/publication"' not in page
    sent = browser.post(f"/events/{event['id']}/submission", data={"note": "Please look."})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/events/{event['id']}")
    assert _state(consortium, event) == "submitted"
    assert "It waits for a review." in browser.get(f"/events/{event['id']}/review").text
    assert browser.post(f"/events/{event['id']}/withdrawal").status_code == 303
    assert _state(consortium, event) == "draft"


def test_a_reviewer_sees_what_waits_and_answers_it(consortium: Consortium, visit: Callable[..., TestClient]) -> None:
    browser, event = visit("reviewer"), consortium.draft(summary="What we will do.")
    consortium.coordinator.post(f"{EVENTS}/{event['id']}/submission", json={"note": "Is the hall right?"})
    assert event["title"] in browser.get("/reviews").text
    page = browser.get(f"/events/{event['id']}/answer").text
    assert "Is the hall right?" in page
    assert "Approve and publish" in page
    mute = browser.post(f"/events/{event['id']}/answer", data={"answer": "changes_requested", "note": " "})
    assert (mute.status_code, 'id="note-flaw"' in mute.text) == (422, True)
    stale = browser.post(
        f"/events/{event['id']}/answer", data={"answer": "approved", "version": "1", "note": "Fine."}
    )
    assert stale.status_code == 412
    assert "Fine." in stale.text
    version = str(event["version"] + 1)
    done = browser.post(f"/events/{event['id']}/answer", data={"answer": "approved", "version": version})
    assert (done.status_code, _state(consortium, event)) == (303, "published")
    assert "Nothing waits for your review." in browser.get("/reviews").text


def test_an_admin_sets_the_rule_of_her_partner_and_sees_the_stricter_one(
    consortium: Consortium, visit: Callable[..., TestClient]
) -> None:
    browser, url = visit("admin"), f"/reviews/rules/{consortium.host}"
    assert url in browser.get("/reviews").text
    assert browser.post(url, data={"reviewers": "office", "version": "0"}).status_code == 303
    assert browser.post(url, data={"reviewers": "nobody", "version": "0"}).status_code == 412
    assert browser.post(url, data={"reviewers": "nobody", "version": "1"}).status_code == 303
    assert browser.post(url, data={"version": "2"}).status_code == 422
    _ruled(consortium)
    assert "stricter" in browser.get(url).text


def test_the_review_of_a_move_says_that_sessions_move_along(
    consortium: Consortium, visit: Callable[..., TestClient]
) -> None:
    first_day = {"title": "First day", "starts_at": "2031-05-10T10:00:00Z", "ends_at": "2031-05-10T11:00:00Z"}
    times = {"starts_at": "2031-05-10T10:00:00Z", "ends_at": "2031-05-11T12:00:00Z", "time_zone": "UTC"}
    event, browser = consortium.published(**times, sessions=[first_day]), visit("coordinator")
    shown = event_form.shown(consortium.coordinator.get(f"{EVENTS}/{event['id']}").json(), a_visitor())
    filled = {name: value for name, value in shown.items() if value} | {"version": "2"}
    still = browser.post(f"/events/{event['id']}/edit", data=filled | {"title": "Another"}).text
    assert "moves along" not in still
    moved = {"day": "2031-05-12", "last_day": "2031-05-13", "start": "11:30"}
    page = browser.post(f"/events/{event['id']}/edit", data=filled | moved).text
    assert "Its session moves along with it." in page
    assert "May 12, 2031, 11:30" in page.split("Days and sessions")[1]


def test_postponing_asks_for_a_reason_and_says_it(consortium: Consortium, visit: Callable[..., TestClient]) -> None:
    event, browser = consortium.published(), visit("coordinator")
    assert "Postpone the event" in browser.get(f"/events/{event['id']}/postpone").text
    assert browser.post(f"/events/{event['id']}/postponement", data={"reason": " "}).status_code == 422
    assert browser.post(f"/events/{event['id']}/postponement", data={"reason": "Snow & ice"}).status_code == 303
    page = browser.get(f"/events/{event['id']}").text
    assert "Its new time is to come. Snow &amp; ice" in page
    assert "It will be as planned" in page
    assert browser.post(f"/events/{event['id']}/publication").status_code == 303
    assert _state(consortium, event) == "published"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("in_progress", "This event has begun."),
        ("ended", "This event is over."),
        ("completed", "This event is over."),
    ],
)
def test_the_page_of_an_event_says_plainly_how_it_stands(
    consortium: Consortium, visit: Callable[..., TestClient], state: str, said: str
) -> None:
    [item] = consortium.imported(consortium.a_record(state=state))
    page = visit("coordinator").get(f"/events/{item['id']}").text
    assert said in page
    assert f"/events/{item['id']}/postpone" not in page
