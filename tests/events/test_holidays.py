"""Federal holidays against the lists that the government's personnel office publishes for 2026 and 2027."""

from datetime import date

import pytest

from services.events.coordination.holidays import holidays

OBSERVED = {
    2026: ("01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11", "11-26", "12-25"),
    2027: (
        *("01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11", "11-11", "11-25", "12-24"),
        "12-31",
    ),
}
# Days that offices observe on another day, and people keep all the same.
KEPT = {2026: ("07-04",), 2027: ("06-19", "07-04", "12-25")}


@pytest.mark.parametrize("year", OBSERVED)
def test_holidays_are_those_of_the_published_list(year: int) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in (*OBSERVED[year], *KEPT[year])}
    assert set(holidays(year)) == expected


def test_a_holiday_that_is_observed_on_another_day_says_so() -> None:
    assert holidays(2027)[date(2027, 12, 31)] == "New Year's Day (observed)"
    assert holidays(2026)[date(2026, 11, 26)] == "Thanksgiving Day"
