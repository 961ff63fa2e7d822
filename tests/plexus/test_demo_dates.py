"""The demo's dates: moved by whole weeks, and what is over by then completed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from plexus.demo_dates import completed, moved, weeks_to_move


@pytest.mark.parametrize(
    ("today", "weeks"),
    [("2026-11-22", 0), ("2026-11-28", 0), ("2026-11-29", 1), ("2027-11-21", 52), ("2026-11-21", -1)],
)
def test_the_files_day_is_moved_as_near_to_today_as_whole_weeks_allow(today: str, weeks: int) -> None:
    assert weeks_to_move({"meta": {"as_of": "2026-11-22"}}, date.fromisoformat(today)) == weeks


def test_fixed_dates_are_not_moved() -> None:
    meta = {"as_of": "2026-11-22", "fixed_dates": True}
    assert weeks_to_move({"meta": meta}, date(2030, 1, 1)) == 0


def test_dates_and_wall_times_move_and_what_only_holds_one_does_not() -> None:
    record = {
        "starts_local": "2026-12-30T17:30",
        "exdates_local": ["2026-12-23"],
        "cycle": "2025",
        "note": "First met on 2026-01-05",
        "size": 12,
        "until": None,
    }
    assert moved(record, 1) == record | {"starts_local": "2027-01-06T17:30", "exdates_local": ["2026-12-30"]}


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ({"state": "published", "ends_local": "2026-12-01T11:59"}, "completed"),
        ({"state": "published", "ends_local": "2026-12-01T12:01"}, "published"),
        ({"state": "draft", "ends_local": "2026-11-01T12:00"}, "draft"),
        ({"state": "postponed", "ends_local": "2026-11-01T12:00"}, "postponed"),
        ({"state": "published", "ends_local": "2026-11-01T12:00", "recurrence": {"rule": "…"}}, "published"),
    ],
)
def test_what_was_to_happen_and_is_over_is_completed(event: dict[str, Any], state: str) -> None:
    noon_in_chicago = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
    assert completed(event | {"time_zone": "America/Chicago"}, noon_in_chicago)["state"] == state
