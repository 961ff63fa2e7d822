"""The clock of a request: working days by the host's wall, one warning for each answer that is due, and an end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from services.events.accommodations import routines, workdays
from shared import clock
from tests.events.consortium import EVENTS, Consortium

HERE = "/api/v1/accommodations"
A_NEED = {"kinds": ["captioning"]}


@pytest.mark.parametrize(
    ("asked", "zone", "answered"),
    [
        ("2026-11-16T10:00-06:00", "America/Chicago", "2026-11-18T10:00-06:00"),  # Monday
        ("2026-11-19T10:00-06:00", "America/Chicago", "2026-11-23T10:00-06:00"),  # Thursday, over a weekend
        ("2026-11-20T16:30-06:00", "America/Chicago", "2026-11-24T16:30-06:00"),  # Friday
        ("2026-11-21T10:00-06:00", "America/Chicago", "2026-11-24T10:00-06:00"),  # Saturday
        ("2026-11-22T23:59-06:00", "America/Chicago", "2026-11-24T23:59-06:00"),  # Sunday
        ("2026-10-30T09:00-05:00", "America/Chicago", "2026-11-03T09:00-06:00"),  # clocks go back on Sunday
        ("2027-03-12T09:00-06:00", "America/Chicago", "2027-03-16T09:00-05:00"),  # and forward
        ("2026-11-20T23:00-06:00", "Africa/Nairobi", "2026-11-24T08:00+03:00"),  # Saturday there already
        ("2027-04-28T00:30+02:00", "Africa/Cairo", "2027-04-30T01:30+03:00"),  # there is no 00:30 that Friday
    ],
)
def test_an_answer_is_due_two_working_days_later_by_the_wall_of_the_host(
    asked: str, zone: str, answered: str
) -> None:
    due = workdays.after(datetime.fromisoformat(asked), 2, zone)
    assert due == datetime.fromisoformat(answered)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001
    st.integers(1, 5),
    st.sampled_from(["America/Chicago", "America/New_York", "Africa/Nairobi", "Asia/Kathmandu", "UTC"]),
)
def test_as_many_working_days_lie_between_as_were_asked_for(wall: datetime, days: int, zone: str) -> None:
    asked = wall.replace(tzinfo=ZoneInfo(zone), microsecond=0).astimezone(UTC)
    due = workdays.after(asked, days, zone)
    first, last = (at.astimezone(ZoneInfo(zone)).date() for at in (asked, due))
    between = [first + timedelta(days=number + 1) for number in range((last - first).days)]
    assert sum(day.isoweekday() <= 5 for day in between) == days
    assert last.isoweekday() <= 5


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | datetime], datetime]:
    """Puts the clock at a moment."""

    def put(moment: str | datetime) -> datetime:
        now = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        monkeypatch.setattr(clock, "now", lambda: now)
        return now

    return put


def _an_event(consortium: Consortium) -> dict[str, Any]:
    return consortium.published(
        starts_at="2026-12-11T18:00:00-06:00", ends_at="2026-12-11T20:00:00-06:00", time_zone="America/Chicago"
    )


def _ask(consortium: Consortium, event: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = consortium.as_(consortium.person()).post(f"{EVENTS}/{event['id']}/accommodations", json=A_NEED | more)
    assert answer.status_code == 201, answer.text
    return answer.json()


def _coordinator(consortium: Consortium) -> TestClient:
    """The door with a token of this moment's: those of days ago have expired."""
    return consortium.with_role("coordinator", consortium.host)


def _warned(consortium: Consortium) -> list[str]:
    with consortium.store.transaction() as session:
        routines.warn(session)
    told = consortium.told("accommodation_changed")
    return [each["answer_by"] for each in told if each["change"] == "due_soon"]


def test_those_who_arrange_are_warned_once_for_each_answer_before_it_is_late(
    consortium: Consortium, at: Callable[[str | datetime], datetime]
) -> None:
    at("2026-11-20T10:00-06:00")
    event = _an_event(consortium)
    asked = _ask(consortium, event, needed_by="2026-12-08")
    url = f"{HERE}/{asked['id']}"
    assert asked["answer_by"] == "2026-11-24T16:00:00Z"
    assert _warned(consortium) == []
    at("2026-11-23T09:59-06:00")
    assert _warned(consortium) == []
    for moment in ("2026-11-23T10:00-06:00", "2026-11-23T22:00-06:00", "2026-11-25T10:00-06:00"):
        at(moment)
        assert _warned(consortium) == ["2026-11-24T16:00:00Z"]
    assert _coordinator(consortium).get(url).json()["is_late"] is True
    assert _coordinator(consortium).post(f"{url}/acknowledgement").json()["is_late"] is False
    assert _coordinator(consortium).post(f"{url}/arrangement").json()["answer_by"] == "2026-12-08T06:00:00Z"
    assert len(_warned(consortium)) == 1
    for moment in ("2026-12-03T00:00-06:00", "2026-12-05T00:00-06:00", "2026-12-09T00:00-06:00"):
        at(moment)
        assert _warned(consortium) == ["2026-11-24T16:00:00Z", "2026-12-08T06:00:00Z"]
    assert _coordinator(consortium).get(url).json()["is_late"] is True
    assert _coordinator(consortium).post(f"{url}/confirmation").json()["is_late"] is False


def test_nobody_is_warned_of_what_was_answered_withdrawn_or_is_not_to_be(
    consortium: Consortium, at: Callable[[str | datetime], datetime]
) -> None:
    at("2026-11-20T10:00-06:00")
    event = _an_event(consortium)
    for state in ("confirmed", "fulfilled", "declined_by_person", "not_possible", "withdrawn"):
        asked = _ask(consortium, event)
        consortium.execute("UPDATE accommodations SET state = :state WHERE id = :id", state=state, id=asked["id"])
    cancelled = _an_event(consortium)
    _ask(consortium, cancelled)
    consortium.coordinator.post(f"{EVENTS}/{cancelled['id']}/cancellation", json={"reason": "Snow."})
    at("2026-12-11T10:00-06:00")
    assert _warned(consortium) == []


def test_a_month_after_the_event_nothing_is_left_but_what_is_counted(
    consortium: Consortium, at: Callable[[str | datetime], datetime]
) -> None:
    at("2026-11-20T10:00-06:00")
    asked = _ask(consortium, _an_event(consortium), details="A zebrawood ramp.", needed_by="2026-12-08")
    consortium.coordinator.post(f"{HERE}/{asked['id']}/acknowledgement")

    def purged() -> Any:
        with consortium.store.transaction() as session:
            routines.purge(session)
        return consortium.execute("SELECT * FROM accommodations")[0]

    at("2027-01-10T19:59-06:00")
    assert purged().content is not None
    at("2027-01-10T20:01-06:00")
    row = purged()
    assert (row.content, row.person_id, row.registration_id, row.needed_by) == (None, None, None, None)
    assert (row.state, row.acknowledged_at is None) == ("acknowledged", False)
    assert _coordinator(consortium).get(f"{HERE}/{asked['id']}").status_code == 404
    who = consortium.execute("SELECT who FROM audit WHERE thing_id = :id", id=asked["id"])
    assert len(who) == 1  # that of who arranged; who asked is on no record
    before = row.version
    assert purged().version == before
