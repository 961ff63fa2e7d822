"""Who had a place at what is called off hears of that by the event, and her calendar with it."""

import pytest

from tests.events.consortium import EVENTS, Consortium
from tests.events.series import published, setting, staff

DAY = "2026-12-12T10:00"


def _comes(consortium: Consortium, event_id: str, number: int) -> str:
    person = {"name": f"Guest {number}", "email": f"guest{number}@example.org", "occurrence": DAY}
    answer = consortium.http.post(f"{EVENTS}/{event_id}/registrations", json=person)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


@pytest.mark.parametrize("what", ["event", "day"])
def test_who_had_a_place_still_had_one_and_who_waited_had_none(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    setting(monkeypatch)("2026-11-22T12:00-06:00")
    event = published(consortium, capacity=1)
    holder, waiting = (_comes(consortium, event["id"], number) for number in range(2))
    day = f"/occurrences/{DAY}" if what == "day" else ""
    answer = staff(consortium).post(f"{EVENTS}/{event['id']}{day}/cancellation", json={"reason": "Snow."})
    assert answer.status_code == 200, answer.text
    told = {each["registration_id"]: each for each in consortium.told("registration_recorded")}
    assert {key: (each["live"], each["has_place"], each["occurrence"]) for key, each in told.items()} == {
        holder: (True, True, DAY),
        waiting: (True, False, DAY),
    }
