"""One's own calendar: what is in it, who finds it, and that its address can be taken back."""

from uuid import UUID

import icalendar
import pytest
from fastapi.testclient import TestClient

from tests.events.consortium import EVENTS, Consortium

MINE = "/api/v1/calendars/mine"


def _address(door: TestClient) -> str:
    answer = door.post(f"{MINE}/rotation")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["url"].removeprefix("http://consortium.test"))


def _titles(consortium: Consortium, address: str) -> list[str]:
    answer = consortium.http.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return sorted(str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(answer.text).events)


def _registered(consortium: Consortium, person: UUID, event_id: str) -> None:
    record = {"external_id": "r", "event_id": event_id, "person_id": str(person), "state": "registered"}
    answer = consortium.office.post("/api/v1/imports/registrations", json={"records": [record]})
    assert answer.status_code == 200, answer.text


def test_it_has_what_one_is_registered_for_invited_to_and_has_a_hand_in(consortium: Consortium) -> None:
    carried = consortium.partner()
    person = consortium.person(roles=({"partner_id": carried, "role": "viewer"},))
    address = _address(consortium.as_(person))
    signed_up = consortium.published(title="Registered")
    _registered(consortium, person, signed_up["id"])
    consortium.published(title="Invited", visibility="private", invited_person_ids=[str(person)])
    consortium.published(title="Invited, not she", visibility="private")
    consortium.published(title="Somebody's")
    consortium.draft(title="Not yet", invited_person_ids=[str(person)], visibility="private")
    cohosts = [{"partner_id": str(carried), "state": "accepted"}]
    asked = [{"partner_id": str(carried), "state": "invited"}]
    consortium.imported(
        consortium.a_record(title="Carried", cohosts=cohosts, visibility="members"),
        consortium.a_record(title="Asked to carry", cohosts=asked),
        consortium.a_record(title="Hosted", host_id=str(carried)),
    )
    assert _titles(consortium, address) == ["Carried", "Hosted", "Invited", "Registered"]


def test_what_one_may_no_longer_see_is_gone(consortium: Consortium) -> None:
    person = consortium.person()
    address = _address(consortium.as_(person))
    event = consortium.published(title="Invited", visibility="private", invited_person_ids=[str(person)])
    assert _titles(consortium, address) == ["Invited"]
    url, anyhow = f"{EVENTS}/{event['id']}", {"If-Match": "*"}
    assert consortium.coordinator.patch(url, json={"invited_person_ids": []}, headers=anyhow).status_code == 200
    assert _titles(consortium, address) == []


def test_a_new_address_ends_the_old_one(consortium: Consortium) -> None:
    door = consortium.as_(consortium.person())
    assert door.get(MINE).json() == {"made_at": None}
    old = _address(door)
    seen = {"If-None-Match": consortium.http.get(old).headers["ETag"]}
    assert consortium.http.get(old, headers=seen).status_code == 304
    new = _address(door)
    assert door.get(MINE).json()["made_at"] is not None
    assert consortium.http.get(old).status_code == 404
    assert consortium.http.get(old, headers=seen).status_code == 404
    assert consortium.http.get(new).status_code == 200


def test_who_has_left_has_no_calendar(consortium: Consortium) -> None:
    person = consortium.person(version=1)
    address = _address(consortium.as_(person))
    consortium.person(person_id=person, state="left", version=2)
    assert consortium.http.get(address).status_code == 404


def test_the_secret_is_kept_nowhere(consortium: Consortium, capsys: pytest.CaptureFixture[str]) -> None:
    address = _address(consortium.as_(consortium.person()))
    secret = address.split("/")[2]
    assert len(secret) >= 43
    shown = consortium.http.get(address).text
    assert secret not in shown
    logged = "".join(capsys.readouterr())
    assert "/my/[link]/calendar.ics" in logged
    assert secret not in logged
    tables = consortium.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        rows = consortium.execute(f"SELECT {table}::text AS row FROM {table}")
        assert not any(secret in row.row for row in rows), table
