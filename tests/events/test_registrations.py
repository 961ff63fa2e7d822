"""Signing up: who gets a place, who waits, what comes free, and why each answer is what it is."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.events.registrations.offers import lapse_and_pass_on
from shared import clock
from tests.events.consortium import EVENTS, Consortium, changed


def _url(event: dict[str, Any]) -> str:
    return f"{EVENTS}/{event['id']}/registrations"


def _comes(consortium: Consortium, event: dict[str, Any], **given: Any) -> Any:
    """A new person with an account: her door, and what she is answered."""
    door = consortium.as_(consortium.person(), expires_at=clock.now() + timedelta(days=99))
    answer = door.post(_url(event), json=given)
    return door, answer


def _by_address(consortium: Consortium, event: dict[str, Any], number: int, **given: Any) -> Any:
    person = {"name": f"Guest {number}", "email": f"guest{number}@example.org"}
    return consortium.http.post(_url(event), json=person | given)


def _at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def _run(consortium: Consortium) -> None:
    with consortium.store.transaction() as session:
        lapse_and_pass_on(session)


def test_places_go_in_order_and_whoever_comes_later_waits_and_is_told_why(consortium: Consortium) -> None:
    event = consortium.published(capacity=2)
    answers = [_comes(consortium, event)[1] for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200] * 4
    found = [answer.json() for answer in answers]
    assert [(each["state"], each["position"], each["code"]) for each in found] == [
        ("registered", None, "has-place"),
        ("registered", None, "has-place"),
        ("waitlisted", 1, "full"),
        ("waitlisted", 2, "full"),
    ]
    assert "number 2 in the queue" in found[3]["reason"]
    told = consortium.told("registration_changed")
    assert [(each["change"], each["live"], each["position"]) for each in told] == [
        ("registered", True, None),
        ("registered", True, None),
        ("waitlisted", True, 1),
        ("waitlisted", True, 2),
    ]
    assert all(each["sealed_link"] and each["occasion"]["title"] == event["title"] for each in told)


def test_the_same_person_twice_is_one_row(consortium: Consortium) -> None:
    event = consortium.published(capacity=2)
    door, first = _comes(consortium, event)
    again = door.post(_url(event), json={})
    assert (again.status_code, again.json()) == (200, first.json())
    other = door.post(_url(event), json={"party_size": 2})
    assert (other.status_code, other.json()["code"]) == (409, "already-registered")
    one = _by_address(consortium, event, 1).json()
    same = consortium.http.post(_url(event), json={"name": "Guest", "email": "GUEST1@Example.org"})
    assert same.json()["id"] == one["id"]
    assert consortium.told() == ["event_published", "registration_changed", "registration_changed"]


def test_a_place_that_comes_free_is_offered_to_the_first_and_accepted_by_a_click(consortium: Consortium) -> None:
    event = consortium.published(capacity=1)
    (holder, held), (second, waits), (_, third) = (_comes(consortium, event) for _ in range(3))
    holder.post(f"/api/v1/registrations/{held.json()['id']}/cancellation")
    one = f"/api/v1/registrations/{waits.json()['id']}"
    offered = second.get(one).json()
    assert (offered["state"], offered["code"], offered["position"]) == ("offered", "offer-open", None)
    assert datetime.fromisoformat(offered["offer_expires_at"]) > clock.now() + timedelta(hours=23)
    assert second.post(f"{one}/acceptance").json()["state"] == "registered"
    again = second.post(f"{one}/acceptance")
    assert (again.status_code, again.json()["allowed"]) == (
        409,
        ["attendance", "cancellation", "check-in", "days", "no-show", "party-size"],
    )
    [last] = consortium.coordinator.get(_url(event), params={"state": "waitlisted"}).json()["items"]
    assert (last["id"], last["position"]) == (third.json()["id"], 1)
    changes = [each["change"] for each in consortium.told("registration_changed")]
    assert changes == ["registered", "waitlisted", "waitlisted", "cancelled_by_person", "offered", "promoted"]


def test_an_offer_passes_to_the_next_when_its_time_is_over(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = consortium.published(capacity=1, registration={"offer_hours": 2})
    (holder, held), (second, waits), (third, last) = (_comes(consortium, event) for _ in range(3))
    holder.post(f"/api/v1/registrations/{held.json()['id']}/cancellation")
    _run(consortium)
    assert second.get(f"/api/v1/registrations/{waits.json()['id']}").json()["state"] == "offered"
    _at(monkeypatch, clock.now() + timedelta(hours=2, minutes=1))
    late = second.post(f"/api/v1/registrations/{waits.json()['id']}/acceptance")
    assert (late.status_code, late.json()["code"]) == (409, "offer-lapsed")
    _run(consortium)
    _run(consortium)
    assert second.get(f"/api/v1/registrations/{waits.json()['id']}").json()["code"] == "offer-lapsed"
    assert third.get(f"/api/v1/registrations/{last.json()['id']}").json()["state"] == "offered"
    assert [each["change"] for each in consortium.told("registration_changed")][-2:] == ["lapsed", "offered"]


def test_an_offer_is_never_open_after_the_start_and_none_is_made_then(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = consortium.published(capacity=2)
    begins = datetime.fromisoformat(event["starts_at"])
    people = [_comes(consortium, event) for _ in range(5)]
    doors = [(door, f"/api/v1/registrations/{answer.json()['id']}") for door, answer in people]
    _at(monkeypatch, begins - timedelta(hours=1))
    doors[0][0].post(f"{doors[0][1]}/cancellation")
    offered = doors[2][0].get(doors[2][1]).json()
    assert datetime.fromisoformat(offered["offer_expires_at"]) == begins
    _at(monkeypatch, begins)
    assert doors[2][0].post(f"{doors[2][1]}/acceptance").json()["code"] == "event-begun"
    _run(consortium)
    doors[1][0].post(f"{doors[1][1]}/cancellation")
    states = [door.get(one).json()["state"] for door, one in doors]
    assert states == ["cancelled_by_person", "cancelled_by_person", "lapsed", "waitlisted", "waitlisted"]


def test_a_move_to_an_earlier_time_ends_offers_earlier_and_more_places_are_offered(consortium: Consortium) -> None:
    event = consortium.published(capacity=1)
    people = [_comes(consortium, event) for _ in range(4)]
    event = changed(consortium.coordinator, event, capacity=3).json()
    states = [door.get(f"/api/v1/registrations/{answer.json()['id']}").json() for door, answer in people]
    assert [each["state"] for each in states] == ["registered", "offered", "offered", "waitlisted"]
    soon = clock.now() + timedelta(hours=1)
    earlier = {"starts_at": soon.isoformat(), "ends_at": (soon + timedelta(hours=1)).isoformat()}
    assert changed(consortium.coordinator, event, **earlier).status_code == 200
    moved = people[1][0].get(f"/api/v1/registrations/{people[1][1].json()['id']}").json()
    assert datetime.fromisoformat(moved["offer_expires_at"]) == soon.replace(microsecond=0)


def test_a_party_is_passed_by_until_so_many_places_are_free(consortium: Consortium) -> None:
    event = consortium.published(capacity=3)
    first, three, one = _comes(consortium, event), _comes(consortium, event), _comes(consortium, event)
    party = _by_address(consortium, event, 1, party_size=3).json()
    assert "needs 3 at once" in party["reason"]
    single = _by_address(consortium, event, 2).json()
    assert (single["state"], single["position"]) == ("waitlisted", 2)
    for door, answer in (first, three, one)[:1]:
        door.post(f"/api/v1/registrations/{answer.json()['id']}/cancellation")
    items = {each["id"]: each["state"] for each in consortium.coordinator.get(_url(event)).json()["items"]}
    assert (items[party["id"]], items[single["id"]]) == ("waitlisted", "offered")


def test_cancelling_the_event_ends_registrations_which_its_own_message_tells(consortium: Consortium) -> None:
    event = consortium.published(capacity=1)
    people = [_comes(consortium, event) for _ in range(2)]
    before = len(consortium.told("registration_changed"))
    consortium.coordinator.post(f"{EVENTS}/{event['id']}/cancellation", json={"reason": "Snow."})
    found = [door.get(f"/api/v1/registrations/{answer.json()['id']}").json() for door, answer in people]
    assert [(each["state"], each["code"]) for each in found] == [("cancelled_by_host", "event-cancelled")] * 2
    assert len(consortium.told("registration_changed")) == before
    copies = consortium.told("registration_recorded")
    assert [(body["live"], body["version"]) for body in copies] == [(True, 2)] * 2


def test_of_a_series_each_day_has_its_places_and_its_end(consortium: Consortium) -> None:
    event = consortium.published(capacity=1, recurrence={"rule": "FREQ=DAILY;COUNT=3"})
    days = [each["key"] for each in consortium.http.get(f"{EVENTS}/{event['id']}/occurrences").json()["items"]]
    assert _comes(consortium, event)[1].json()["errors"][0]["pointer"] == "/occurrence"
    assert _comes(consortium, event, occurrence="2001-01-01")[1].json()["code"] == "unknown-reference"
    first, waits, other = (_comes(consortium, event, occurrence=day) for day in (days[0], days[0][:10], days[1]))
    states = [answer.json()["state"] for _, answer in (first, waits, other)]
    assert (states, waits[1].json()["occurrence"]) == (["registered", "waitlisted", "registered"], days[0])
    said = {body["occurrence"]: body["occasion"]["starts_at"] for body in consortium.told("registration_changed")}
    assert len(said) == len(set(said.values())) == 2
    url = f"{EVENTS}/{event['id']}/occurrences/{days[0]}/cancellation"
    assert consortium.coordinator.post(url, json={"reason": "Snow."}).status_code == 200
    found = [
        door.get(f"/api/v1/registrations/{answer.json()['id']}").json() for door, answer in (first, waits, other)
    ]
    assert [each["code"] for each in found] == ["event-cancelled", "event-cancelled", "has-place"]
    assert _comes(consortium, event, occurrence=days[0])[1].json()["code"] == "event-cancelled"


def test_rosters_are_private(consortium: Consortium) -> None:
    event = consortium.published(capacity=1)
    ana = consortium.person(full_name="Ana Testwell")
    door = consortium.as_(ana)
    own = door.post(_url(event), json={}).json()
    other, theirs = _comes(consortium, event)
    [mine] = door.get("/api/v1/registrations?mine=true").json()["items"]
    assert (mine | own, mine["event"]["title"]) == (mine, event["title"])
    assert door.get(f"/api/v1/registrations/{theirs.json()['id']}").status_code == 404
    assert door.get(_url(event)).status_code == 403
    names = [each["name"] for each in consortium.coordinator.get(_url(event)).json()["items"]]
    assert names == ["Ana Testwell", "Ana Testwell"]
    page = consortium.coordinator.get(_url(event), params={"limit": 1}).json()
    rest = consortium.coordinator.get(_url(event), params={"limit": 1, "cursor": page["next"]}).json()
    assert [each["id"] for each in page["items"] + rest["items"]] == [own["id"], theirs.json()["id"]]
    assert rest["next"] is None
    places = consortium.http.get(f"{EVENTS}/{event['id']}/places").json()
    assert places["lines"] == [{"role": None, "capacity": 1, "left": 0, "waiting": 1}]
    [hers] = other.get("/api/v1/registrations", params={"mine": "false"}).json()["items"]
    assert hers["id"] == theirs.json()["id"]
    assert len(consortium.office.get("/api/v1/registrations", params={"mine": "false"}).json()["items"]) == 2
