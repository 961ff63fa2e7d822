"""What the clock does: published events begin and end, some at a time, and nobody is written to."""

from datetime import timedelta
from typing import Any

import pytest

from services.events.calendar import passing
from services.events.calendar.models import Event
from shared import clock
from shared.errors import InvalidTransition
from tests.events.consortium import EVENTS, Consortium, changed


def _lasting(begins_in: float, hours: float = 2) -> dict[str, Any]:
    begins = (clock.now() + timedelta(hours=begins_in)).replace(microsecond=0)
    return {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=hours)).isoformat()}


def _states(consortium: Consortium) -> dict[str, str]:
    return dict(tuple(row) for row in consortium.execute("SELECT title, state FROM events"))


def _advance(consortium: Consortium) -> None:
    with consortium.store.transaction() as session:
        passing.advance(session)


def test_only_what_is_published_begins_and_ends(consortium: Consortium) -> None:
    times = {"to come": 1, "going on": -1, "over": -3}
    for state in ("published", "postponed", "submitted", "draft", "cancelled", "completed"):
        consortium.imported(
            *(consortium.a_record(title=f"{state} {when}", state=state, **_lasting(at)) for when, at in times.items())
        )
    before = _states(consortium)
    _advance(consortium)
    assert _states(consortium) == before | {"published going on": "in_progress", "published over": "ended"}


def test_copies_follow_and_nobody_is_written_to(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> None:
    event = consortium.published(**_lasting(1), time_zone="UTC")
    start = clock.now()
    for hours, state in ((0, "published"), (1.5, "in_progress"), (2, "in_progress"), (3.5, "ended"), (4, "ended")):
        monkeypatch.setattr(clock, "now", lambda hours=hours: start + timedelta(hours=hours))
        _advance(consortium)
        assert consortium.http.get(f"{EVENTS}/{event['id']}").json()["state"] == state
    assert consortium.told() == ["event_published", "event_recorded", "event_recorded"]
    assert [body["state"] for body in consortium.told("event_recorded")] == ["in_progress", "ended"]
    assert [body["version"] for body in consortium.told("event_recorded")] == [3, 4]


def test_it_takes_some_at_a_time_longest_due_first(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing, "TOGETHER", 2)
    consortium.imported(*(consortium.a_record(title=str(ago), **_lasting(-ago, 1)) for ago in (5, 4, 3, 2)))
    _advance(consortium)
    assert _states(consortium) == {"5": "ended", "4": "ended", "3": "published", "2": "published"}
    _advance(consortium)
    assert set(_states(consortium).values()) == {"ended"}


def test_what_has_begun_stays_so_when_the_office_says_again_that_it_is_published(consortium: Consortium) -> None:
    record = consortium.a_record(**_lasting(-1))
    [item] = consortium.imported(record)
    _advance(consortium)
    assert consortium.imported(record) == [{**item, "outcome": "unchanged"}]
    consortium.imported(record | _lasting(5))
    assert consortium.office.get(f"{EVENTS}/{item['id']}").json()["state"] == "published"


def test_what_is_moved_away_from_now_has_not_begun(consortium: Consortium) -> None:
    event = consortium.published(**_lasting(-1), time_zone="UTC")
    _advance(consortium)
    event = consortium.coordinator.get(f"{EVENTS}/{event['id']}").json()
    assert event["state"] == "in_progress"
    moved = changed(consortium.coordinator, event, **_lasting(24)).json()
    assert moved["state"] == "published"


def test_numbers_complete_what_has_ended_and_nothing_else(consortium: Consortium) -> None:
    event = consortium.published(**_lasting(-3), time_zone="UTC")
    with consortium.store.transaction() as session, pytest.raises(InvalidTransition):
        passing.complete(session, session.get_one(Event, event["id"]))
    _advance(consortium)
    with consortium.store.transaction() as session:
        passing.complete(session, session.get_one(Event, event["id"]))
    assert consortium.http.get(f"{EVENTS}/{event['id']}").json()["state"] == "completed"
    assert [body["state"] for body in consortium.told("event_recorded")] == ["ended", "completed"]
