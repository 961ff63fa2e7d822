"""How people are shown moments; expectations written by hand."""

from datetime import UTC, date, datetime

import pytest

from shared import dates


@pytest.mark.parametrize(
    ("zone", "language", "expected"),
    [
        ("America/Chicago", "en", "Sat, Dec 5, 2026, 10:00 AM CST"),
        ("America/Chicago", "es", "sáb, 5 de dic de 2026, 10:00 a.m. CST"),
        ("America/Kentucky/Louisville", "en", "Sat, Dec 5, 2026, 11:00 AM EST"),
        ("Africa/Nairobi", "en", "Sat, Dec 5, 2026, 7:00 PM EAT"),
        ("Asia/Kathmandu", "en", "Sat, Dec 5, 2026, 9:45 PM UTC+05:45"),
        ("America/Sao_Paulo", "es", "sáb, 5 de dic de 2026, 1:00 p.m. UTC-03:00"),
    ],
)
def test_a_moment_is_shown_by_the_wall_of_its_place_with_the_zone_beside_it(
    zone: str, language: str, expected: str
) -> None:
    assert dates.moment(datetime(2026, 12, 5, 16, tzinfo=UTC), zone, language) == expected


def test_summer_has_its_own_abbreviation() -> None:
    assert dates.time_of_day(datetime(2026, 7, 5, 16, tzinfo=UTC), "America/Chicago", "en") == "11:00 AM CDT"


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "Saturday, December 5, 2026"), ("es", "sábado, 5 de diciembre de 2026")]
)
def test_a_day_is_shown_in_full(language: str, expected: str) -> None:
    assert dates.day(date(2026, 12, 5), language) == expected
