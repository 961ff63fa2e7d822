"""A series as calendars read it: recurring-ical-events expands the feed, and finds the API's occurrences."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import icalendar
import pytest
import recurring_ical_events
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.events.calendar.models import Event
from services.events.calendar.vevent import fragment
from services.events.feeds.frames import calendar
from services.events.occurrences import changing, series
from services.events.occurrences.schemas import RecurrenceGiven
from services.events.occurrences.stretches import written
from shared.errors import Invalid
from tests.events.consortium import EVENTS, Consortium
from tests.events.series import changed, occurrences, one_changed, published, setting, staff
from tests.events.test_times import TRAPS

_numbers = count(1)
ZONES = ["America/Chicago", "America/Kentucky/Louisville", "Africa/Nairobi"]
# Around both clock changes of the United States, some in the hours that are missing or come twice, some all day.
HOURS = ["00:00", "01:30", "02:30", "09:00", "22:00"]
LENGTHS = [timedelta(minutes=30), timedelta(hours=3), timedelta(hours=8), timedelta(days=1)]
RULES = [
    "FREQ=DAILY;COUNT=40",
    "FREQ=WEEKLY;COUNT=20",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=MONTHLY;COUNT=6",
    "FREQ=WEEKLY",
]
NOW = datetime.fromisoformat("2026-09-01T00:00Z")

Found = set[tuple[datetime, datetime]]


def _event(starts: datetime, length: timedelta, zone: str, recurrence: dict[str, Any]) -> Event:
    said = {"title": "Clinic", "summary": "", "venue": None, "online_url": None, "topics": [], "capacity": None}
    access = {"accessibility_statement": "", "accessibility_contact": ""}
    kept = {"uid": "clinic@example.org", "sequence": 0, "version": 1, "published_at": NOW, "changed_at": NOW}
    event = Event(id=UUID(int=next(_numbers)), state="published", visibility="public", time_zone=zone, sessions=[])
    for name, value in {**said, **access, **kept}.items():
        setattr(event, name, value)
    stretch = changing.pattern(event.uid, starts, starts + length, zone, RecurrenceGiven(**recurrence))
    series.arrange(event, [stretch], NOW)
    return event


def _read(text: str, since: datetime, until: datetime) -> Found:
    """What a library that knows nothing of ours finds in a calendar."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(since, until)
    return {(each.start.astimezone(UTC), each.end.astimezone(UTC)) for each in found if each["STATUS"] != "CANCELLED"}


def _kept(event: Event, since: datetime, until: datetime) -> Found:
    return {
        (row.starts_at, row.ends_at)
        for row in event.occurrences
        if row.state != "cancelled" and since <= row.starts_at < until
    }


def _agrees(event: Event) -> None:
    since, until = datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 8, 1, tzinfo=UTC)
    text = calendar(fragment(event), [event.time_zone])
    found = {each for each in _read(text, since, until) if since <= each[0] < until}
    assert found == _kept(event, since, until)


@settings(max_examples=60, deadline=None)
@given(
    day=st.sampled_from(["2026-10-28", "2026-11-01", "2027-03-10", "2027-03-14"]),
    hour=st.sampled_from(HOURS),
    length=st.sampled_from(LENGTHS),
    zone=st.sampled_from(ZONES),
    rule=st.sampled_from(RULES),
    data=st.data(),
)
def test_a_library_finds_what_is_kept(
    day: str, hour: str, length: timedelta, zone: str, rule: str, data: st.DataObject
) -> None:
    starts = datetime.fromisoformat(f"{day}T{hour}")
    # The door takes no start that clocks leave out; one of a series may fall there, and ends by the wall.
    assume(hour != "02:30" or (day != "2027-03-14" and length > timedelta(hours=1)))
    until = None if "COUNT" in rule else data.draw(st.sampled_from([None, "2027-04-30"]))
    left_out = [starts + timedelta(days=7 * week) for week in data.draw(st.sets(st.integers(0, 6), max_size=3))]
    try:
        event = _event(
            starts, length, zone, {"rule": rule, "until_local": until, "exdates": [*map(written, left_out)]}
        )
    except Invalid as refusal:
        assert refusal.code == "invalid-recurrence"
        assert left_out
        return
    _agrees(event)
    rows = sorted(event.occurrences, key=lambda row: row.starts_at)
    for row in data.draw(st.lists(st.sampled_from(rows), max_size=3, unique_by=id)):
        if data.draw(st.booleans()):
            row.state = "cancelled"
        else:
            moved = row.original_local + timedelta(minutes=data.draw(st.sampled_from([45, 600])))
            (begin, end) = series.standing(series.stretches_of(event), row).times(moved)
            row.state, row.starts_local, row.starts_at = "moved", begin.local, begin.at
            row.ends_local, row.ends_at = end.local, end.at
    _agrees(event)
    now = data.draw(st.sampled_from([NOW, rows[len(rows) // 2].starts_at]))
    to_come = [row.key for row in rows if row.starts_at > now]
    was = {row.key: (row.starts_at, row.ends_at, row.state) for row in rows if row.starts_at <= now}
    if to_come:
        key = data.draw(st.sampled_from([None, *to_come[:5]]))
        given_ = RecurrenceGiven(
            rule=data.draw(st.sampled_from(["FREQ=WEEKLY;COUNT=9", "FREQ=DAILY;INTERVAL=2;COUNT=9"]))
        )
        sent = changing.Change(recurrence=given_, says_recurrence=data.draw(st.booleans()), from_occurrence=key)
        changing.say(event, {"title": "Clinic"}, now, key)
        event.title = "Another clinic"
        changing.change(event, replace(sent, recurrence=given_ if sent.says_recurrence else None), now)
        _agrees(event)
    assert {row.key: (row.starts_at, row.ends_at, row.state) for row in event.occurrences if row.key in was} == was


@pytest.mark.parametrize(
    "trap", [trap for trap in TRAPS["events"] if trap["recurrence"]], ids=lambda trap: trap["id"]
)
def test_the_series_of_the_traps_keep_their_hour(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch, trap: dict[str, Any]
) -> None:
    setting(monkeypatch)("2026-09-22T18:00Z")
    record = {name: trap[name] for name in ("uid", "title", "starts_local", "ends_local", "time_zone", "state")}
    record |= {"external_id": trap["id"], "host_id": str(consortium.host)}
    record["recurrence"] = {
        "rule": trap["recurrence"]["rule"],
        "until_local": trap["recurrence"]["until_local"],
        "exdates": trap["recurrence"]["exdates_local"],
    }
    [item] = consortium.imported(record)
    assert consortium.imported(record) == [item | {"outcome": "unchanged"}]
    found = occurrences(consortium, item)
    assert len(found) == trap["expect_occurrences"]
    instants = {datetime.fromisoformat(each["starts_at"]).astimezone(UTC) for each in found}
    assert instants >= {datetime.fromisoformat(str(at)) for at in trap["occurrences_utc"]}
    text = consortium.http.get(f"/events/{item['id']}.ics").text
    read = _read(text, datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC))
    assert {begin for begin, _ in read} == instants


def test_what_was_changed_at_the_door_is_what_calendars_show(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting(monkeypatch)("2026-11-22T18:00Z")
    event = published(consortium)
    one_changed(consortium, event, "2026-12-12T10:00", starts_at="2026-12-13T10:00:00-06:00", ends_at="2026-12-13T11:00:00-06:00")  # fmt: skip # noqa: E501
    cancel = f"{EVENTS}/{event['id']}/occurrences/2027-01-09T10:00/cancellation"
    staff(consortium).post(cancel, json={"reason": "Snow."})
    changed(consortium, event, applies_to="following", from_occurrence="2027-02-06T10:00", title="Winter clinic")
    text = consortium.http.get("/calendar.ics").text
    items = [item for item in occurrences(consortium, event) if item["state"] != "cancelled"]
    instants = {
        tuple(datetime.fromisoformat(item[edge]).astimezone(UTC) for edge in ("starts_at", "ends_at"))
        for item in items
    }
    assert _read(text, datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)) == instants
    shown = icalendar.Calendar.from_ical(text).events
    assert [(each["UID"], each["SUMMARY"]) for each in shown if "RECURRENCE-ID" not in each] == [
        (event["uid"], "Saturday clinic"),
        (f"20270206T100000-{event['uid']}", "Winter clinic"),
    ]
    [cancelled] = [each for each in shown if each["STATUS"] == "CANCELLED"]
    assert cancelled["DESCRIPTION"].startswith("Snow.")
    names = {(str(each["UID"]), each.get("RECURRENCE-ID") and each["RECURRENCE-ID"].dt) for each in shown}
    assert len(names) == len(shown)


def test_sessions_are_entries_of_their_own_beside_the_bar_of_their_days(consortium: Consortium) -> None:
    day = consortium.an_event()["starts_at"][:10]
    times = {"starts_at": f"{day}T08:00:00+00:00", "ends_at": f"{day}T20:00:00+00:00"}
    sessions = [
        {"title": "Lecture", "starts_local": f"{day}T09:00", "ends_local": f"{day}T10:00", "capacity": 12},
        {"title": "Tour", "starts_local": f"{day}T11:00", "ends_local": f"{day}T12:00", "groups": [{"name": "A"}]},
    ]
    event = consortium.published(**times, sessions=sessions)
    shown = icalendar.Calendar.from_ical(consortium.http.get("/calendar.ics").text).events
    assert [str(each["SUMMARY"]) for each in shown] == ["Spring forum", "Spring forum: Lecture", "Spring forum: Tour"]
    assert (shown[0]["UID"], shown[0]["TRANSP"]) == (event["uid"], "TRANSPARENT")
    assert len({str(each["UID"]) for each in shown}) == 3
    assert {str(each["RELATED-TO"]) for each in shown[1:]} == {event["uid"]}
    first = event["sessions"][0]
    later = consortium.coordinator.patch(
        f"{EVENTS}/{event['id']}",
        json={
            "sessions": [
                {"id": first["id"], "title": "Lecture", "starts_local": f"{day}T13:00", "ends_local": f"{day}T14:00"}
            ]
        },
        headers={"If-Match": "*"},
    )
    assert [(each["id"], each["starts_at"][11:16]) for each in later.json()["sessions"]] == [(first["id"], "13:00")]
    outside = consortium.coordinator.patch(
        f"{EVENTS}/{event['id']}", json={"ends_at": f"{day}T09:30:00+00:00"}, headers={"If-Match": "*"}
    )
    assert (outside.status_code, outside.json()["errors"][0]["pointer"]) == (422, "/sessions/0")
