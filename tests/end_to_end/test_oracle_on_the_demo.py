"""The oracle on the demo consortium, against lists made by hand from the file."""

from datetime import UTC, date, datetime
from pathlib import Path

from tests.oracle import Consortium

FILE = Path(__file__).parents[2] / "plexus/data/demo.yaml"
DEMO = Consortium.from_yaml(FILE, today=date(2026, 11, 22))
NOON = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # 12:00 in Chicago
NIGHT = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # 22:30 in Chicago


def test_dates_move_by_whole_weeks_that_leave_the_day_of_the_file_not_after_today() -> None:
    moved = Consortium.from_yaml(FILE, today=date(2026, 12, 12))
    kept = Consortium.from_yaml(FILE, today=date(2026, 12, 12), shift=False)
    assert moved.data["meta"]["as_of"] == "2026-12-06"
    assert moved.event("e-54")["starts_local"] == "2026-12-08T17:30"
    assert kept.event("e-54")["starts_local"] == "2026-11-24T17:30"


def test_a_public_event_two_days_ahead_is_cancelled_in_the_demo() -> None:
    told = DEMO.told(DEMO.event("e-54"), "cancelled", NOON)
    staff = ["p-17", "p-18", "p-19", "p-50", "p-51"]  # of slch, and of la-union, which accepted
    everything = ["p-01", "p-02", "p-03", "p-04", "p-20", "p-46"]
    southside = ["p-09", "p-47"]
    followers = ["bike.to.work", "retired.nurse", "library.desk", "southside.mama", "la.vecina"]
    others = ["p-56", "p-73", "p-74"]  # follows la-union; registered; follows families
    people = {DEMO.address(one) for one in [*staff, *everything, *southside, *others]}
    assert set(told.at_once) == people | {f"{name}@mail.example.org" for name in followers}
    assert told.at_once["la.vecina@mail.example.org"] == "es"
    assert told.at_once[DEMO.address("p-17")] == "en"
    assert told.suppressed == {
        DEMO.address("p-07"): "muted",
        DEMO.address("p-72"): "bounced",
        "new.arrival@mail.example.org": "unconfirmed",
        "abuela.rosa@mail.example.org": "unconfirmed",
    }
    assert told.digest == told.held_until == {}


def test_a_members_event_is_published_in_the_demo() -> None:
    told = DEMO.told(DEMO.event("e-60"), "published", NOON)
    # e-60: uofl-som-oce with uofl-sphis; two-city region; "Public Health Infrastructure"; coordinators
    assert told.at_once.keys() == {DEMO.address(one) for one in ["p-01", "p-03", "p-23", "p-27"]}
    digest = {"p-02": "daily", "p-04": "weekly", "p-20": "weekly", "p-46": "weekly"}
    digest |= {"p-21": "daily", "p-67": "weekly"}  # follow uofl-som-oce
    assert told.digest == {DEMO.address(one): frequency for one, frequency in digest.items()}
    assert told.suppressed == {}


def test_a_group_event_is_published_in_the_demo() -> None:
    told = DEMO.told(DEMO.event("e-59"), "published", NOON)
    members = ["p-61", "p-62", "p-63", "p-64", "p-65", "p-66"]
    staff = ["p-15", "p-17", "p-18", "p-19"]  # of bjh, and of slch, which accepted
    assert told.at_once.keys() == {DEMO.address(one) for one in [*members, *staff]}
    assert told.digest == told.suppressed == {}


def test_a_private_event_moved_at_night_waits_for_those_in_quiet_hours() -> None:
    told = DEMO.told(DEMO.event("e-57"), "moved", NIGHT)
    invited = ["p-31", "p-33", "p-43", "p-13"]
    staff = ["p-01", "p-32"]
    assert told.at_once.keys() == {DEMO.address(one) for one in [*invited, *staff]}
    assert {address: until.isoformat() for address, (_, until) in told.held_until.items()} == {
        DEMO.address("p-02"): "2026-11-23T07:00:00-06:00",
        DEMO.address("p-34"): "2026-11-23T08:00:00-06:00",
    }
