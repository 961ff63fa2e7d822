"""Feeds of partners, initiatives and communities, as libraries and a calendar of Debian's read them."""

import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

import icalendar
import pytest

from tests.events.consortium import EVENTS, Consortium, changed

KHAL = """
[calendars]
[[shared]]
path = {path}
[locale]
local_timezone = America/Chicago
default_timezone = America/Chicago
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = shared
"""


def _text(consortium: Consortium, path: str) -> str:
    answer = consortium.http.get(path, headers={"Accept": "text/calendar"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return str(answer.text)


def _uids(consortium: Consortium, path: str) -> list[str]:
    calendar = icalendar.Calendar.from_ical(_text(consortium, path))
    assert calendar.get_missing_tzids() == set()
    return [str(event["UID"]) for event in calendar.events]


def _carried_by_three(consortium: Consortium) -> tuple[dict[str, Any], list[UUID]]:
    """An event of the host's that two partners carry, too, and one has not answered for."""
    partners = [consortium.partner(slug=slug) for slug in ("one", "two", "unsure")]
    states = ("accepted", "accepted", "invited")
    record = consortium.a_record(
        starts_at="2031-05-10T09:00:00-05:00",
        ends_at="2031-05-10T10:00:00-05:00",
        time_zone="America/Chicago",
        uid="shared@consortium.test",
        cohosts=[
            {"partner_id": str(partner), "state": state} for partner, state in zip(partners, states, strict=True)
        ],
    )
    [item] = consortium.imported(record)
    return consortium.http.get(f"{EVENTS}/{item['id']}").json(), partners


def _feeds(consortium: Consortium) -> list[str]:
    host = consortium.execute("SELECT slug FROM partners WHERE id = :id", id=consortium.host)[0].slug
    return ["/calendar.ics", *(f"/partners/{slug}/calendar.ics" for slug in (host, "one", "two"))]


def test_three_hosts_have_one_entry_in_each_of_their_feeds(consortium: Consortium) -> None:
    event, _ = _carried_by_three(consortium)
    for feed in _feeds(consortium):
        assert _uids(consortium, feed) == [event["uid"]], feed
    assert _uids(consortium, "/partners/unsure/calendar.ics") == []


def test_who_leaves_has_it_no_longer_at_once(consortium: Consortium) -> None:
    event, partners = _carried_by_three(consortium)
    feed = "/partners/two/calendar.ics"
    seen = consortium.http.get(feed).headers["ETag"]
    leaving = consortium.with_role("coordinator", partners[1])
    answer = leaving.post(f"{EVENTS}/{event['id']}/cohosts/{partners[1]}/withdrawal")
    assert answer.status_code == 200, answer.text
    again = consortium.http.get(feed, headers={"If-None-Match": seen})
    assert (again.status_code, event["uid"] in again.text) == (200, False)
    assert _uids(consortium, "/partners/one/calendar.ics") == [event["uid"]]


def test_a_calendar_of_debians_shows_an_event_of_three_hosts_once(consortium: Consortium, tmp_path: Path) -> None:
    event, _ = _carried_by_three(consortium)
    kept, settings = tmp_path / "shared", tmp_path / "khal.conf"
    kept.mkdir()
    settings.write_text(KHAL.format(path=kept))
    surroundings = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

    def khal(*words: str) -> str:
        command = ["khal", "--config", str(settings), *words]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, timeout=60, env=surroundings, cwd=tmp_path
        )
        return done.stdout

    for number, feed in enumerate(_feeds(consortium)):
        file = tmp_path / f"{number}.ics"
        file.write_bytes(_text(consortium, feed).encode())
        khal("import", "--batch", "--include-calendar", "shared", str(file))
    shown = khal("list", "--format", "{start-time} {title}", "--day-format", "", "2031-05-01", "31d")
    assert shown.split("\n") == [f"09:00 {event['title']}", ""]


@pytest.mark.parametrize("kind", ["initiative", "community"])
def test_a_feed_of_a_part_has_that_part_alone(consortium: Consortium, kind: str) -> None:
    initiative, community = consortium.initiative(), consortium.community()
    names: dict[str, dict[str, Any]] = {
        "initiative": {"initiative_id": str(initiative)},
        "community": {"community_ids": [str(community)]},
    }
    feeds = {"initiative": "/initiatives/i/calendar.ics", "community": "/communities/north/calendar.ics"}
    events = {name: consortium.published(title=name, **given) for name, given in names.items()}
    hidden = [consortium.published(**names[kind], visibility=each) for each in ("members", "private")]
    text = _text(consortium, feeds[kind])
    assert _uids(consortium, feeds[kind]) == [events[kind]["uid"]]
    assert not any(each["uid"] in text for each in hidden)
    title = {"initiative": "I", "community": "North"}[kind]
    assert f"NAME:{title} · Two Rivers Health Consortium\r\n" in text


@pytest.mark.parametrize("path", ["/partners/nobody", "/initiatives/none", "/communities/none", "/my/nothing"])
def test_a_feed_of_nothing_is_not_found(consortium: Consortium, path: str) -> None:
    answer = consortium.http.get(f"{path}/calendar.ics")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_feed_is_sent_again_only_when_something_has_changed(consortium: Consortium) -> None:
    event = consortium.published()
    for path in ("/events.rss", _feeds(consortium)[1]):
        seen = {"If-None-Match": consortium.http.get(path).headers["ETag"]}
        assert consortium.http.get(path, headers=seen).status_code == 304
        event = changed(consortium.coordinator, event, title=f"{event['title']}!").json()
        assert event["title"] in consortium.http.get(path, headers=seen).text
