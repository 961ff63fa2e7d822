"""Wall times around clock changes; expectations by hand, from the rules of the United States."""

from datetime import date, time

import pytest

from services.portal import walltime

CHICAGO, LOUISVILLE, NAIROBI = "America/Chicago", "America/Kentucky/Louisville", "Africa/Nairobi"


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        ("2026-12-05", "10:00", CHICAGO, "2026-12-05T10:00:00-06:00"),
        ("2026-12-05", "10:00", LOUISVILLE, "2026-12-05T10:00:00-05:00"),
        ("2026-07-05", "10:00", LOUISVILLE, "2026-07-05T10:00:00-04:00"),
        ("2026-11-01", "00:59", CHICAGO, "2026-11-01T00:59:00-05:00"),
        ("2026-11-01", "02:00", CHICAGO, "2026-11-01T02:00:00-06:00"),
        ("2027-03-14", "01:59", CHICAGO, "2027-03-14T01:59:00-06:00"),
        ("2027-03-14", "03:00", CHICAGO, "2027-03-14T03:00:00-05:00"),
        ("2026-11-01", "01:30", NAIROBI, "2026-11-01T01:30:00+03:00"),
    ],
)
def test_a_wall_time_is_one_moment(day: str, at: str, zone: str, expected: str) -> None:
    assert walltime.moment(date.fromisoformat(day), time.fromisoformat(at), zone).isoformat() == expected


@pytest.mark.parametrize(
    ("which", "expected"), [("first", "2026-11-01T01:30:00-05:00"), ("second", "2026-11-01T01:30:00-06:00")]
)
def test_of_a_wall_time_that_comes_twice_one_says_which(which: str, expected: str) -> None:
    day, at = date(2026, 11, 1), time(1, 30)
    with pytest.raises(walltime.Twice) as twice:
        walltime.moment(day, at, CHICAGO)
    assert {twice.value.first.isoformat(), twice.value.second.isoformat()} >= {expected}
    assert walltime.moment(day, at, CHICAGO, which).isoformat() == expected


def test_a_wall_time_that_the_clocks_jump_over_is_refused_with_the_one_they_jump_to() -> None:
    with pytest.raises(walltime.Skipped) as skipped:
        walltime.moment(date(2027, 3, 14), time(2, 30), CHICAGO)
    assert skipped.value.to.isoformat() == "2027-03-14T03:30:00-05:00"
