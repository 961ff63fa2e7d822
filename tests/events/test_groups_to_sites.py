"""Groups of a session go to sites: the host says who goes where, or each chooses, and is told the place and time."""

from typing import Any

from tests.events.consortium import EVENTS, Consortium
from tests.events.plunge import comes, ids, plunge

ONE = "/api/v1/registrations"
GROUPS = [
    {"name": "A", "capacity": 2, "venue": {"name": "Riverbend Clinic", "street": "12 River Street"}},
    {"name": "B", "capacity": 2},
]


def _clinics(consortium: Consortium, **of_session: Any) -> dict[str, Any]:
    return plunge(consortium, None, None, of_sessions={1: {"groups": GROUPS} | of_session})


def _assign(consortium: Consortium, event: dict[str, Any], at: int = 1, **given: Any) -> Any:
    url = f"{EVENTS}/{event['id']}/sessions/{event['sessions'][at]['id']}/assignment"
    return consortium.coordinator.post(url, json=given)


def _roster(consortium: Consortium, event: dict[str, Any], **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = consortium.coordinator.get(
        f"{EVENTS}/{event['id']}/registrations", params=asked
    ).json()["items"]
    return found


def test_the_host_assigns_and_each_is_told_where_and_when_once(consortium: Consortium) -> None:
    event = _clinics(consortium)
    known = [comes(consortium, event)[1].json()["id"] for _ in range(3)]
    before = len(consortium.told("registration_changed"))
    assert _assign(consortium, event, group="A", registration_ids=known[:2]).json()["items"][0]["version"] == 2
    assert _assign(consortium, event, group="A", registration_ids=known[:2]).json()["items"] == []
    told = consortium.told("registration_changed")[before:]
    assert [each["change"] for each in told] == ["days", "days"]
    assert [(day["group"], day["place"]) for day in told[0]["days"]] == [
        ("", "Hall, St. Louis"),
        ("A", "Riverbend Clinic, 12 River Street"),
    ]
    session = event["sessions"][1]["id"]
    assert {each["id"] for each in _roster(consortium, event, session=session, group="A")} == set(known[:2])
    assert len(_roster(consortium, event, session=session)) == 3
    assert _roster(consortium, event, group="B") == []


def test_a_group_is_taken_whole_or_not_at_all_and_never_beyond_its_site(consortium: Consortium) -> None:
    event = _clinics(consortium)
    known = [comes(consortium, event)[1].json()["id"] for _ in range(2)]
    party = comes(consortium, event, party_size=2)[1].json()["id"]
    full = _assign(consortium, event, group="A", registration_ids=[*known, party])
    assert (full.status_code, full.json()["code"]) == (409, "group-full")
    assert _roster(consortium, event, group="A") == []
    assert _assign(consortium, event).status_code == 200
    places = consortium.http.get(f"{EVENTS}/{event['id']}/places").json()["days"][1]["groups"]
    assert [(group["name"], group["left"]) for group in places] == [("A", 0), ("B", 0)]
    comes(consortium, event)
    assert _assign(consortium, event).json()["code"] == "group-full"
    assert _assign(consortium, event, group=None, registration_ids=[party]).status_code == 200
    assert party in {each["id"] for each in _roster(consortium, event) if each["days"][1]["group"] is None}


def test_what_nobody_could_mean_is_refused(consortium: Consortium) -> None:
    event = _clinics(consortium)
    absent = comes(consortium, event, 0)[1].json()["id"]
    for given, pointer in (
        ({"group": "A", "registration_ids": [absent]}, "/registration_ids/0"),
        ({"group": "C"}, None),
    ):
        answer = _assign(consortium, event, **given)
        assert answer.status_code == (422 if pointer else 200)
    there = comes(consortium, event)[1].json()["id"]
    unknown = _assign(consortium, event, group="C", registration_ids=[there])
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/group")
    url = f"{EVENTS}/{event['id']}/sessions/{event['id']}/assignment"
    assert consortium.coordinator.post(url, json={}).status_code == 404


def test_somebody_chooses_her_group_only_where_she_may(consortium: Consortium) -> None:
    for by_choice, status in ((False, 422), (True, 200)):
        event = _clinics(consortium, groups_by_choice=by_choice)
        day = ids(event, 1)[0] | {"group": "A"}
        door = consortium.as_(consortium.person())
        answer = door.post(f"{EVENTS}/{event['id']}/registrations", json={"days": [day]})
        assert answer.status_code == status
    assert answer.json()["days"][0]["venue"]["name"] == "Riverbend Clinic"
    moved = door.post(f"{ONE}/{answer.json()['id']}/days", json={"days": [day | {"group": "B"}]})
    assert moved.json()["days"][0]["group"] == "B"


def test_each_day_has_its_own_sheet(consortium: Consortium) -> None:
    event = _clinics(consortium)
    one = comes(consortium, event, 1)[1].json()
    first, second = (session["id"] for session in event["sessions"])
    url = f"{ONE}/{one['id']}/check-in"
    elsewhere = consortium.coordinator.post(url, json={"session_id": first})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "not-on-this-day")
    there = consortium.coordinator.post(url, json={"session_id": second}).json()
    assert there["state"] == "checked_in"
    assert there["days"][0]["checked_in_at"] is not None
    mistake = consortium.coordinator.post(url, json={"session_id": second, "there": False}).json()
    assert mistake["days"][0]["checked_in_at"] is None
    walks = {"name": "Rosa", "days": ids(event, 1)}
    walked = consortium.coordinator.post(f"{EVENTS}/{event['id']}/walk-ins", json=walks).json()
    assert [day["session_id"] for day in walked["days"]] == [second]
    assert walked["days"][0]["checked_in_at"] is not None
