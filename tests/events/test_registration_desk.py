"""At the door and after: check-in, walk-ins, who came, who did not; hours, and who may say that they are right."""

from typing import Any

from shared.sealing import unseal
from tests.events.consortium import EVENTS, Consortium

REGISTRATIONS = "/api/v1/registrations"


def _comes(consortium: Consortium, event: dict[str, Any], **given: Any) -> tuple[Any, dict[str, Any]]:
    door = consortium.as_(consortium.person())
    answer = door.post(f"{EVENTS}/{event['id']}/registrations", json=given)
    assert answer.status_code == 200, answer.text
    return door, answer.json()


def _link(consortium: Consortium, which: int = -1) -> str:
    sealed = consortium.told("registration_changed")[which]["sealed_link"]
    token = unseal(sealed.encode(), "link").decode().rpartition("/")[2]
    return f"/api/v1/links/events/{token}/registration"


def test_somebody_is_checked_in_marked_missing_and_put_right(consortium: Consortium) -> None:
    event = consortium.published(capacity=1)
    door, one = _comes(consortium, event)
    url = f"{REGISTRATIONS}/{one['id']}"
    assert door.post(f"{url}/check-in").status_code == 403
    for noun, state in (("check-in", "checked_in"), ("no-show", "no_show"), ("check-in", "checked_in")):
        assert consortium.coordinator.post(f"{url}/{noun}").json()["state"] == state
    assert consortium.coordinator.post(f"{url}/attendance").json()["state"] == "attended"
    assert consortium.coordinator.post(f"{url}/check-in").status_code == 409
    assert consortium.told()[-4:] == ["registration_recorded"] * 4


def test_a_walk_in_takes_a_place_that_is_free(consortium: Consortium) -> None:
    event = consortium.published(capacity=1)
    _, one = _comes(consortium, event)
    url = f"{EVENTS}/{event['id']}/walk-ins"
    full = consortium.coordinator.post(url, json={"name": "Rosa"})
    assert (full.status_code, full.json()["code"]) == (409, "full")
    consortium.coordinator.post(f"{REGISTRATIONS}/{one['id']}/no-show")
    assert consortium.coordinator.post(url, json={"name": "Rosa"}).json()["state"] == "checked_in"
    late = consortium.coordinator.post(f"{REGISTRATIONS}/{one['id']}/check-in")
    assert (late.status_code, late.json()["code"]) == (409, "full")
    closed = consortium.published(registration={"walk_ins": False})
    answer = consortium.coordinator.post(f"{EVENTS}/{closed['id']}/walk-ins", json={"name": "Rosa"})
    assert answer.json()["code"] == "no-walk-ins"
    open_door = consortium.published()
    several = [consortium.coordinator.post(f"{EVENTS}/{open_door['id']}/walk-ins", json={"name": "R"}) for _ in "ab"]
    assert len({answer.json()["id"] for answer in several}) == 2


def test_nobody_verifies_her_own_hours(consortium: Consortium) -> None:
    event = consortium.published()
    own = consortium.coordinator.post(f"{EVENTS}/{event['id']}/registrations", json={}).json()
    door, other = _comes(consortium, event)
    hours = {"hours": 3.5, "own_time": True}
    early = door.post(f"{REGISTRATIONS}/{other['id']}/hours", json=hours)
    assert early.status_code == 409
    for each in (own, other):
        consortium.coordinator.post(f"{REGISTRATIONS}/{each['id']}/attendance")
    given = door.post(f"{REGISTRATIONS}/{other['id']}/hours", json=hours).json()["hours"]
    assert given == hours | {"state": "submitted", "verified_by": None}
    consortium.coordinator.post(f"{REGISTRATIONS}/{own['id']}/hours", json=hours)
    refused = consortium.coordinator.post(
        f"{REGISTRATIONS}/{own['id']}/hours/verification", json={"answer": "verified"}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "own-hours")
    assert (
        door.post(f"{REGISTRATIONS}/{other['id']}/hours/verification", json={"answer": "verified"}).status_code == 403
    )
    said = consortium.coordinator.post(
        f"{REGISTRATIONS}/{other['id']}/hours/verification", json={"answer": "verified"}
    ).json()["hours"]
    assert (said["state"], said["verified_by"]) == ("verified", other and said["verified_by"])
    anew = door.post(f"{REGISTRATIONS}/{other['id']}/hours", json=hours | {"hours": 4}).json()["hours"]
    assert (anew["state"], anew["verified_by"]) == ("submitted", None)


def test_by_the_link_one_looks_accepts_comes_fewer_and_cancels_without_an_account(consortium: Consortium) -> None:
    event = consortium.published(capacity=2)
    door, first = _comes(consortium, event, party_size=2)
    person = {"name": "Guest", "email": "guest@example.org", "party_size": 2}
    consortium.http.post(f"{EVENTS}/{event['id']}/registrations", json=person)
    link = _link(consortium)
    shown = consortium.http.get(link).json()
    assert (shown["event"]["title"], shown["registration"]["state"]) == (event["title"], "waitlisted")
    assert shown["allowed"] == ["cancellation", "party_size"]
    too_soon = consortium.http.post(link, json={"action": "acceptance"})
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "invalid-transition")
    door.post(f"{REGISTRATIONS}/{first['id']}/cancellation")
    assert _link(consortium) == link
    assert consortium.http.get(link).json()["allowed"] == ["acceptance", "cancellation", "party_size"]
    accepted = consortium.http.post(link, json={"action": "acceptance"}).json()["registration"]
    assert (accepted["state"], accepted["party_size"]) == ("registered", 2)
    more = consortium.http.post(link, json={"action": "party_size", "party_size": 3})
    assert (more.status_code, more.json()["errors"][0]["pointer"]) == (422, "/party_size")
    fewer = consortium.http.post(link, json={"action": "party_size", "party_size": 1}).json()
    assert fewer["registration"]["party_size"] == 1
    gone = consortium.http.post(link, json={"action": "cancellation"}).json()
    assert (gone["registration"]["state"], gone["allowed"]) == ("cancelled_by_person", [])
    assert [tuple(row) for row in consortium.execute("SELECT what, why FROM audit WHERE why <> '' ORDER BY id")] == [
        (f"registration.{action}", "by link: registration") for action in ("acceptance", "party_size", "cancellation")
    ]
    back = consortium.http.post(f"{EVENTS}/{event['id']}/registrations", json=person).json()
    assert (back["id"], back["state"]) == (shown["registration"]["id"], "registered")


def test_a_link_of_something_else_is_not_found(consortium: Consortium) -> None:
    assert consortium.http.get("/api/v1/links/events/nonsense/registration").status_code == 404
    answer = consortium.http.post("/api/v1/links/events/nonsense/registration", json={"action": "acceptance"})
    assert answer.status_code == 404


def test_the_host_ends_a_registration_and_says_why(consortium: Consortium) -> None:
    event = consortium.published()
    door, one = _comes(consortium, event)
    url = f"{REGISTRATIONS}/{one['id']}"
    ended = consortium.coordinator.post(f"{url}/cancellation", json={"reason": "For students only."}).json()
    assert (ended["state"], ended["code"]) == ("cancelled_by_host", "cancelled-by-host")
    assert "For students only." in ended["reason"]
    told = consortium.told("registration_changed")[-1]
    assert (told["reason_code"], told["note"]) == ("cancelled-by-host", "For students only.")
    assert consortium.execute("SELECT who::text FROM audit WHERE what = 'registration.cancellation'") == [
        (told["noted_by"],)
    ]
    again = door.post(f"{EVENTS}/{event['id']}/registrations", json={})
    assert (again.status_code, again.json()["code"]) == (409, "cancelled-by-host")


def test_a_party_becomes_smaller_of_the_version_that_was_read(consortium: Consortium) -> None:
    event = consortium.published(capacity=2)
    door, one = _comes(consortium, event, party_size=2)
    _, waits = _comes(consortium, event)
    url = f"{REGISTRATIONS}/{one['id']}"
    assert door.patch(url, json={"party_size": 1}).status_code == 428
    assert door.patch(url, json={"party_size": 1}, headers={"If-Match": '"9"'}).status_code == 412
    assert door.patch(url, json={"party_size": 1}, headers={"If-Match": '"1"'}).json()["party_size"] == 1
    assert consortium.coordinator.get(f"{REGISTRATIONS}/{waits['id']}").json()["state"] == "offered"
