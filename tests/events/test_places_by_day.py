"""One registration of an event of several days: places by day, and a queue for each that is full."""

from shared.sealing import unseal
from tests.events.asking import LINKS
from tests.events.consortium import EVENTS, Consortium, changed
from tests.events.plunge import comes, ids, places, plunge, waits

ONE = "/api/v1/registrations"


def test_one_registration_is_for_all_days_and_waits_for_the_one_that_is_full(consortium: Consortium) -> None:
    event = plunge(consortium, 3, 1, None)
    first, second = (comes(consortium, event)[1].json() for _ in range(2))
    assert (first["state"], first["code"], waits(first)) == ("registered", "has-place", [None, None, None])
    assert (second["state"], second["code"], waits(second)) == ("registered", "day-full", [None, 1, None])
    assert "Day 2" in second["reason"]
    assert places(consortium, event) == [(1, 0), (0, 1), (None, 0)]
    told = consortium.told("registration_changed")[-1]
    assert [(day["title"], day["waits"], day["place"]) for day in told["days"]] == [
        ("Day 1", False, "Hall, St. Louis"),
        ("Day 2", True, "Hall, St. Louis"),
        ("Day 3", False, "Hall, St. Louis"),
    ]


def test_somebody_comes_on_the_days_that_she_names_alone(consortium: Consortium) -> None:
    event = plunge(consortium, 1, 1)
    _, monday = comes(consortium, event, 0)
    _, tuesday = comes(consortium, event, 1)
    assert [one.json()["state"] for one in (monday, tuesday)] == ["registered", "registered"]
    assert places(consortium, event) == [(0, 0), (0, 0)]
    _, late = comes(consortium, event)
    assert (late.json()["state"], late.json()["code"], waits(late.json())) == ("waitlisted", "day-full", [1, 1])


def test_a_day_that_comes_free_is_hers_at_once_who_has_a_place_at_the_event(consortium: Consortium) -> None:
    event = plunge(consortium, 3, 1)
    (holder, held), (second, waiting), (third, last) = (comes(consortium, event) for _ in range(3))
    assert waits(last.json()) == [None, 2]
    given_up = holder.post(f"{ONE}/{held.json()['id']}/days", json={"days": ids(event, 0)})
    assert (given_up.status_code, waits(given_up.json())) == (200, [None])
    now = second.get(f"{ONE}/{waiting.json()['id']}").json()
    assert (now["state"], now["code"], waits(now)) == ("registered", "has-place", [None, None])
    assert waits(third.get(f"{ONE}/{last.json()['id']}").json()) == [None, 1]
    assert [each["change"] for each in consortium.told("registration_changed")] == [
        *["registered"] * 3,
        "days",
        "days",
    ]


def test_whoever_waits_for_everything_is_offered_what_is_free(consortium: Consortium) -> None:
    event = plunge(consortium, 1, 2)
    holder, held = comes(consortium, event, 0, 1)
    door, second = comes(consortium, event, 0)
    assert second.json()["state"] == "waitlisted"
    holder.post(f"{ONE}/{held.json()['id']}/cancellation")
    offered = door.get(f"{ONE}/{second.json()['id']}").json()
    assert (offered["state"], waits(offered)) == ("offered", [None])
    assert places(consortium, event) == [(0, 0), (2, 0)]
    assert door.post(f"{ONE}/{offered['id']}/acceptance").json()["state"] == "registered"


def test_without_a_waiting_list_a_full_day_is_refused_by_its_name(consortium: Consortium) -> None:
    event = plunge(consortium, 2, 1, registration={"waitlist": False})
    door, first = comes(consortium, event, 0)
    assert comes(consortium, event)[1].status_code == 200
    _, refused = comes(consortium, event)
    assert (refused.status_code, refused.json()["code"]) == (409, "day-full")
    assert "Day 2" in refused.json()["detail"]
    both = door.post(f"{ONE}/{first.json()['id']}/days", json={"days": ids(event, 0, 1)})
    assert (both.status_code, both.json()["code"]) == (409, "day-full")


def test_days_that_nobody_could_mean_are_refused(consortium: Consortium) -> None:
    event, other = plunge(consortium, 2, 2), plunge(consortium, 2)
    wrong = [(ids(other, 0), "unknown-reference", "/days/0/session_id"), (ids(event, 0, 0), "duplicate", "/days")]
    door = consortium.as_(consortium.person())
    for days, code, pointer in wrong:
        refused = door.post(f"{EVENTS}/{event['id']}/registrations", json={"days": days})
        assert (refused.status_code, refused.json()["code"]) == (422, code)
        assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]
    many = door.post(f"{EVENTS}/{event['id']}/registrations", json={"days": ids(event, 0), "party_size": 3})
    assert (many.status_code, many.json()["code"]) == (422, "party-too-large")
    assert door.post(f"{EVENTS}/{event['id']}/registrations", json={"days": []}).status_code == 422


def test_more_places_and_new_days_reach_those_who_wait_and_those_who_come_to_all(consortium: Consortium) -> None:
    event = plunge(consortium, 3, 1)
    (_, _), (door, waiting), (part, some) = (
        comes(consortium, event),
        comes(consortium, event),
        comes(consortium, event, 0),
    )
    third = event["sessions"][1] | {"title": "Evening", "id": None, "external_id": None}
    sessions = [event["sessions"][0], event["sessions"][1] | {"capacity": 2}, third | {"capacity": 1}]
    assert changed(consortium.coordinator, event, sessions=sessions).status_code == 200
    assert waits(door.get(f"{ONE}/{waiting.json()['id']}").json()) == [None, None, 1]
    assert waits(part.get(f"{ONE}/{some.json()['id']}").json()) == [None]


def test_a_link_changes_days_without_an_account(consortium: Consortium) -> None:
    event = plunge(consortium, 2, 2)
    body = {"name": "Rosa", "email": "rosa@example.org"}
    consortium.http.post(f"{EVENTS}/{event['id']}/registrations", json=body)
    sealed = consortium.told("registration_changed")[-1]["sealed_link"]
    url = f"{LINKS}/{unseal(sealed.encode(), 'link').decode().rpartition('/')[2]}/registration"
    assert "days" in consortium.http.get(url).json()["allowed"]
    chosen = consortium.http.post(url, json={"action": "days", "days": ids(event, 1)})
    assert [day["title"] for day in chosen.json()["registration"]["days"]] == ["Day 2"]
    assert places(consortium, event) == [(2, 0), (1, 0)]
    assert consortium.http.post(url, json={"action": "days"}).json()["errors"][0]["pointer"] == "/days"
