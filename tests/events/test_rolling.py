"""What the clock does to a series: it goes on, is over with its last occurrence, and nobody is told of either."""

from datetime import UTC, datetime, timedelta

import pytest

from services.events.occurrences import rolling
from services.notifications.emails.changes import differences
from tests.events.consortium import EVENTS, Consortium
from tests.events.series import Clock, occurrences, published, setting, walls


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return setting(monkeypatch)


def _saturdays(first: str, count: int) -> list[str]:
    days = [datetime.fromisoformat(first) + timedelta(weeks=week) for week in range(count)]
    return [f"{day:%Y-%m-%dT10:00}" for day in days]


def test_a_series_shows_its_next_occurrence_as_the_clock_goes_and_is_over_with_its_last(
    consortium: Consortium, clock_at: Clock
) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    before = consortium.told("event_published")[0]
    clock_at("2026-12-05T19:00:01Z")
    for _ in range(2):
        rolling.roll_all(consortium.store)
    shown = consortium.http.get(f"{EVENTS}/{event['id']}").json()
    assert (shown["starts_at"], shown["version"]) == ("2026-12-12T10:00:00-06:00", event["version"] + 1)
    assert [item["id"] for item in consortium.http.get(EVENTS).json()["items"]] == [event["id"]]
    [after] = consortium.told("event_changed")
    assert differences(before, after) == frozenset()
    assert consortium.execute("SELECT over_at FROM events")[0].over_at == datetime(2027, 3, 27, 18, tzinfo=UTC)
    clock_at("2027-03-27T18:00:01Z")
    rolling.roll_all(consortium.store)
    shown = consortium.http.get(f"{EVENTS}/{event['id']}").json()
    assert shown["starts_at"] == "2027-03-27T10:00:00-05:00"


def test_nobody_hears_that_a_week_went_by_in_a_series_without_an_end(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    published(consortium, recurrence={"rule": "FREQ=WEEKLY"})
    clock_at("2026-12-05T19:00:01Z")
    rolling.roll_all(consortium.store)
    [before], [after] = consortium.told("event_published"), consortium.told("event_changed")
    assert differences(before, after) == frozenset()


def test_a_series_without_an_end_is_written_on(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium, recurrence={"rule": "FREQ=WEEKLY"})
    assert walls(occurrences(consortium, event)) == _saturdays("2026-12-05", 105)
    clock_at("2027-11-22T18:00Z")
    rolling.roll_all(consortium.store)
    assert walls(occurrences(consortium, event)) == _saturdays("2026-12-05", 155)
