"""Days on which a partner, or the whole consortium, is closed, beside the federal holidays."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.events.consortium import EVENTS, Consortium

CLOSED, CONFLICTS = "/api/v1/calendars/closed-days", "/api/v1/conflicts"


def _named(door: TestClient, partner: object, **given: str) -> dict[str, Any]:
    body = {"title": "Retreat", "first_day": "2031-03-10"} | given
    answer = door.post(CLOSED, json=body | {"partner_id": str(partner) if partner else None})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def _reasons(consortium: Consortium, day: str, *hosts: object, until: str = "") -> list[str]:
    plan = {"starts_at": f"{day}T10:00:00-05:00", "ends_at": f"{until or day}T12:00:00-05:00"}
    asked = plan | {"time_zone": "America/Bogota", "host": [str(host) for host in hosts]}
    answer = consortium.coordinator.get(CONFLICTS, params=asked)
    assert answer.status_code == 200, answer.text
    return [item["reason"] for item in answer.json()["items"] if item["kind"] == "closed"]


def test_closed_days_are_named_changed_and_struck(consortium: Consortium) -> None:
    door = consortium.coordinator
    days = _named(door, consortium.host)
    url = f"{CLOSED}/{days['id']}"
    assert door.get(url).json() == days
    assert (days["first_day"], days["last_day"], days["version"]) == ("2031-03-10", "2031-03-10", 1)
    changed = door.patch(url, json={"last_day": "2031-03-12"}, headers={"If-Match": '"1"'})
    assert changed.json() == days | {"last_day": "2031-03-12", "version": 2}
    assert door.patch(url, json={"title": "Late"}, headers={"If-Match": '"1"'}).status_code == 412
    assert door.delete(url, headers={"If-Match": '"2"'}).status_code == 204
    assert door.get(url).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"last_day": "2031-03-09"},
        {"last_day": "2032-03-10"},
        {"first_day": "1969-12-31"},
        {"first_day": "2031-02-29"},
        {"title": " "},
        {"partner_id": "00000000-0000-0000-0000-000000000000"},
    ],
    ids=str,
)
def test_what_is_no_row_of_days_is_refused(consortium: Consortium, given: dict[str, str]) -> None:
    body = {"partner_id": str(consortium.host), "title": "Retreat", "first_day": "2031-03-10"} | given
    refused = consortium.coordinator.post(CLOSED, json=body)
    assert refused.status_code == 422
    [flaw] = refused.json()["errors"]
    assert flaw["pointer"] == f"/{next(iter(given))}"


def test_a_list_is_of_everybodys_and_ones_own_soonest_first(consortium: Consortium) -> None:
    other = consortium.partner()
    _named(consortium.coordinator, consortium.host, title="Third", first_day="2031-05-01")
    _named(consortium.office, None, title="Second", first_day="2031-04-01")
    _named(consortium.office, other, title="Another's", first_day="2031-03-20")
    _named(consortium.coordinator, consortium.host, title="First", first_day="2031-03-01", last_day="2031-03-15")

    def listed(**asked: str) -> list[str]:
        found: list[str] = []
        page = consortium.coordinator.get(CLOSED, params=asked | {"limit": "1"}).json()
        while page["items"]:
            found += [item["title"] for item in page["items"]]
            if page["next"] is None:
                return found
            page = consortium.coordinator.get(CLOSED, params=asked | {"limit": "1", "cursor": page["next"]}).json()
        return found

    assert listed() == ["First", "Another's", "Second", "Third"]
    assert listed(partner=str(consortium.host)) == ["First", "Second", "Third"]
    assert listed(partner=str(consortium.host), since="2031-03-15") == ["First", "Second", "Third"]
    assert listed(partner=str(consortium.host), since="2031-03-16") == ["Second", "Third"]


def test_a_plan_meets_the_closed_days_of_its_hosts_and_of_everybody(consortium: Consortium) -> None:
    other = consortium.partner(title="Free Clinic")
    _named(consortium.office, other, title="Inventory", first_day="2031-03-10", last_day="2031-03-12")
    _named(consortium.office, None, title="Founders' Day", first_day="2031-03-12")
    inventory = "Free Clinic is closed on Monday, March 10, 2031: Inventory."
    assert _reasons(consortium, "2031-03-10", other) == [inventory]
    assert _reasons(consortium, "2031-03-10", consortium.host) == []
    assert _reasons(consortium, "2031-03-08", other, until="2031-03-11") == [inventory]
    founders = "The whole consortium is closed on Wednesday, March 12, 2031: Founders' Day."
    assert _reasons(consortium, "2031-03-12", consortium.host) == [founders]
    assert set(_reasons(consortium, "2031-03-12", other)) == {
        "Free Clinic is closed on Wednesday, March 12, 2031: Inventory.",
        founders,
    }
    assert _reasons(consortium, "2031-03-13", other, consortium.host) == []


def test_a_closed_day_keeps_nobody_from_publishing_and_is_named_of_a_series_once(consortium: Consortium) -> None:
    times = {"starts_at": "2031-03-03T18:00:00-06:00", "ends_at": "2031-03-03T20:00:00-06:00"}
    event = consortium.draft(**times, time_zone="America/Chicago", recurrence={"rule": "FREQ=DAILY;COUNT=20"})
    _named(consortium.coordinator, consortium.host, first_day="2031-03-05", last_day="2031-03-07")
    items = consortium.coordinator.get(CONFLICTS, params={"event": event["id"]}).json()["items"]
    [item] = [each for each in items if each["kind"] == "closed"]
    assert item["starts_at"] == "2031-03-06T00:00:00Z"
    assert (item["title"], item["partner_id"], item["needs_note"]) == ("Retreat", str(consortium.host), False)
    assert consortium.coordinator.post(f"{EVENTS}/{event['id']}/publication").status_code == 200
