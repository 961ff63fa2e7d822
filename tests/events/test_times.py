"""Local time: what clocks on the wall show, and when that is; from the traps and from a table by hand."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.events.calendar import wall
from shared.errors import Invalid
from tests.events.consortium import EVENTS, Consortium, changed

TRAPS = yaml.safe_load((Path(__file__).parents[1] / "data" / "traps.yaml").read_text())
# A series has no place yet: of those that recur, the first time alone is taken.
EVENTS_OF_TRAPS = TRAPS["events"]
REFUSED = {
    "refused: this local time does not exist": "nonexistent-local-time",
    "refused: ends before it starts": "end-before-start",
}


def _offset(local: str, zone: str, fold: int = 0) -> str:
    """A wall time with its offset, by the standard library alone."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold).isoformat()


def _posted(consortium: Consortium, trap: dict[str, Any], fold: int = 0) -> Any:
    times = {f"{name}_at": _offset(trap[f"{name}_local"], trap["time_zone"], fold) for name in ("starts", "ends")}
    body = {name: trap[name] for name in ("title", "kind", "time_zone", "capacity", "visibility")}
    return consortium.coordinator.post(EVENTS, json={**body, **times, "host_id": str(consortium.host)})


def _instant(said: str) -> datetime:
    return datetime.fromisoformat(said).astimezone(UTC)


def test_the_traps_are_taken_and_refused_as_they_say(consortium: Consortium) -> None:
    seen = set()
    for trap in EVENTS_OF_TRAPS:
        answer = _posted(consortium, trap)
        seen.add(trap["expect"])
        if trap["expect"] in REFUSED:
            assert (answer.status_code, answer.json()["code"]) == (422, REFUSED[trap["expect"]]), trap["id"]
            continue
        assert answer.status_code == 201, (trap["id"], answer.text)
        event = answer.json()
        assert event["title"] == trap["title"]
        expected = trap.get("starts_utc") or trap["starts_utc_first"]
        assert _instant(event["starts_at"]) == _instant(str(expected)), trap["id"]
        assert event["starts_at"][:16] == trap["starts_local"]
        if "ends_utc" in trap:
            assert _instant(event["ends_at"]) == _instant(str(trap["ends_utc"])), trap["id"]
        if "expect_hours" in trap:
            length = _instant(event["ends_at"]) - _instant(event["starts_at"])
            assert length.total_seconds() == trap["expect_hours"] * 3600
    assert seen > REFUSED.keys() | {"accepted", "asked_or_first"}


def test_the_office_imports_the_traps_by_their_wall_times(consortium: Consortium) -> None:
    for trap in EVENTS_OF_TRAPS:
        record = {name: trap[name] for name in ("uid", "title", "starts_local", "ends_local", "time_zone", "state")}
        record |= {"external_id": trap["id"], "host_id": str(consortium.host)}
        answer = consortium.office.post("/api/v1/imports/events", json={"records": [record]})
        if trap["expect"] in REFUSED:
            assert (answer.status_code, answer.json()["code"]) == (422, REFUSED[trap["expect"]]), trap["id"]
            assert answer.json()["errors"][0]["pointer"].startswith("/records/0/")
        else:
            event = consortium.http.get(f"{EVENTS}/{answer.json()['items'][0]['id']}").json()
            assert (event["uid"], event["title"]) == (trap["uid"], trap["title"])
            expected = trap.get("starts_utc") or trap["starts_utc_first"]
            assert _instant(event["starts_at"]) == _instant(str(expected)), trap["id"]


def test_the_offset_settles_an_hour_that_the_wall_shows_twice(consortium: Consortium) -> None:
    for trap in EVENTS_OF_TRAPS:
        if trap["expect"] == "asked_or_first":
            for fold, which in enumerate(("first", "second")):
                event = _posted(consortium, trap, fold).json()
                assert _instant(event["starts_at"]) == _instant(str(trap[f"starts_utc_{which}"]))


@pytest.mark.parametrize(
    ("starts_at", "zone", "code"),
    [
        ("2026-12-05T10:00:00", "America/Chicago", "invalid-datetime"),
        ("2026-12-05T10:00:00-05:00", "America/Chicago", "invalid-datetime"),
        ("2026-12-05T10:00:00Z", "America/Chicago", "invalid-datetime"),
        ("2026-07-05T10:00:00-06:00", "America/Chicago", "invalid-datetime"),
        ("2027-03-14T02:30:00-06:00", "America/Chicago", "nonexistent-local-time"),
        ("2027-03-14T02:30:00-05:00", "America/Chicago", "nonexistent-local-time"),
        ("2026-12-05", "America/Chicago", "invalid-datetime"),
        ("2026-12-05T24:61:00-06:00", "America/Chicago", "invalid-datetime"),
        ("10000-01-01T10:00:00-06:00", "America/Chicago", "invalid-datetime"),
        ("0001-01-01T00:00:00+14:00", "Pacific/Kiritimati", "invalid-datetime"),
        (1796486400, "America/Chicago", "invalid-datetime"),
        ("2026-12-05T10:00:00-06:00", "Mars/Olympus", "unknown-timezone"),
        ("2026-12-05T10:00:00-06:00", "../../etc/passwd", "unknown-timezone"),
    ],
)
def test_a_time_that_no_clock_there_shows_is_refused(
    consortium: Consortium, starts_at: Any, zone: str, code: str
) -> None:
    event = consortium.an_event(starts_at=starts_at, ends_at="2028-12-05T11:00:00-06:00", time_zone=zone)
    answer = consortium.coordinator.post(EVENTS, json=event)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"] in {"/starts_at", "/time_zone"}


def test_an_event_is_moved_to_another_zone_with_both_its_times(consortium: Consortium) -> None:
    event = consortium.draft()
    there = {"time_zone": "America/Kentucky/Louisville", "starts_at": "2026-12-05T10:00:00-05:00"}
    half = changed(consortium.coordinator, event, **there)
    assert (half.status_code, half.json()["errors"][0]["pointer"]) == (422, "/ends_at")
    moved = changed(consortium.coordinator, event, **there, ends_at="2026-12-05T11:00:00-05:00")
    assert moved.json()["starts_at"] == "2026-12-05T10:00:00-05:00"


def test_the_zone_is_the_hosts_when_none_is_given(consortium: Consortium) -> None:
    given_ = consortium.an_event(starts_at="2026-12-05T10:00:00-06:00", ends_at="2026-12-05T11:00:00-06:00")
    del given_["time_zone"]
    assert consortium.coordinator.post(EVENTS, json=given_).json()["time_zone"] == "America/Chicago"


ZONES = st.sampled_from(["America/Chicago", "America/Kentucky/Louisville", "Africa/Nairobi", "Australia/Lord_Howe"])
YEARS = (datetime.fromisoformat("1971-01-01"), datetime.fromisoformat("2199-01-01"))
INSTANTS = st.datetimes(*YEARS, timezones=st.just(UTC))


@given(at=INSTANTS, zone=ZONES)
def test_every_instant_comes_back_from_the_wall_with_its_offset(at: datetime, zone: str) -> None:
    at = at.replace(microsecond=0)
    written = at.astimezone(ZoneInfo(zone))
    settled = wall.settled(datetime.fromisoformat(written.isoformat()), zone, "/starts_at")
    assert settled == wall.Moment(written.replace(tzinfo=None), at)
    assert wall.shown(settled.local, settled.at).isoformat() == written.isoformat()


@given(local=st.datetimes(*YEARS), zone=ZONES)
def test_a_wall_time_has_a_moment_unless_clocks_leave_it_out(local: datetime, zone: str) -> None:
    local = local.replace(microsecond=0)
    back = [
        local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC).astimezone(ZoneInfo(zone)) for fold in (0, 1)
    ]
    exists = any(each.replace(tzinfo=None) == local for each in back)
    try:
        moment = wall.first(local, zone, "/starts_local")
    except Invalid as refusal:
        assert not exists
        assert refusal.code == "nonexistent-local-time"
    else:
        assert exists
        assert moment.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local
