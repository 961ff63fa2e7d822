"""What calendars are told, read by the library that others use and by a reader of our own that knows only the RFC."""

import email
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.emails.mime import Calendar, quoted_printable
from services.notifications.notices.invitations import attendee, of_registration
from tests.notifications.builders import (
    NOON,
    a_partner,
    a_person,
    cancelled,
    changed,
    named,
    published,
    registered,
)
from tests.notifications.notices import an_occasion, registration_changed
from tests.notifications.stage import Stage
from tests.notifications.test_letters import WORDS
from tests.sink import Sink

Lines = list[tuple[str, dict[str, str], str]]
_PARAMETER = re.compile(r';([A-Z-]+)=("[^"]*"|[^;:,]*)')


def lines_of(raw: bytes) -> Lines:
    """Name, parameters and value of each line, by RFC 5545, 3.1 alone."""
    assert raw.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", raw)
    found = []
    for line in raw.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n"):
        name = re.match(r"[A-Z-]+", line)
        assert name, line
        parameters, at = {}, name.end()
        while match := _PARAMETER.match(line, at):
            parameters[match[1]], at = match[2].strip('"'), match.end()
        assert line[at] == ":", line
        found.append((name[0], parameters, line[at + 1 :]))
    return found


def value(lines: Lines, name: str) -> str:
    inside = lines[lines.index(("BEGIN", {}, "VEVENT")) :]
    (found,) = [said for named_, _, said in inside if named_ == name]
    return found


def invitations(sink: Sink) -> Iterator[tuple[str, str, bytes]]:
    """To whom, by which method, and what, of every email that says something to calendars."""
    for raw in sink.contents:
        message = email.message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        for part in message.iter_parts():
            if part.get_content_type() == "text/calendar" and not part.is_attachment():
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                yield str(message["To"]), part["Content-Type"].params["method"], content


@pytest.fixture
def attended(stage: Stage, sink: Sink) -> Stage:
    """Bea comes, and Gil, whom only his address is known of; Cem waits; Ana works there."""
    sink.keep = True
    stage.hear(a_partner(), a_person("ana", role_at="clinic"), a_person("bea"), a_person("cem"), published())
    stage.hear(
        registration_changed("bea"),
        registration_changed("gil", registrant={"name": "Gil", "email": "gil@example.org"}),
        registration_changed("cem", change="waitlisted"),
    )
    stage.tell()
    stage.send(sink.url)
    return stage


def _step(stage: Stage, sink: Sink, *messages: object) -> dict[str, tuple[str, bytes]]:
    sink.contents.clear()
    stage.hear(*messages)  # type: ignore[arg-type]
    stage.clock.pass_(minutes=6)
    stage.tell()
    stage.send(sink.url)
    return {to: (method, raw) for to, method, raw in invitations(sink)}


def test_an_invitation_is_moved_and_cancelled_under_one_uid_with_a_rising_sequence(
    attended: Stage, sink: Sink
) -> None:
    later = NOON + timedelta(days=15)
    first = {to: (method, raw) for to, method, raw in invitations(sink)}
    moved = _step(attended, sink, changed(2, starts_at=later, sequence=1))
    over = _step(attended, sink, cancelled(3, starts_at=later, sequence=2))
    for told in (first, moved, over):
        assert set(told) == {"bea@example.org", "gil@example.org"}
    for who in first:
        read = [(told[who][0], lines_of(told[who][1])) for told in (first, moved, over)]
        assert [method for method, _ in read] == ["REQUEST", "REQUEST", "CANCEL"]
        assert [value(lines, "UID") for _, lines in read] == ["screening@example.org"] * 3
        assert [value(lines, "STATUS") for _, lines in read] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert [value(lines, "ATTENDEE") for _, lines in read] == [f"mailto:{who}"] * 3
        assert [value(lines, "ORGANIZER") for _, lines in read] == ["mailto:events@localhost"] * 3
        sequences = [int(value(lines, "SEQUENCE")) for _, lines in read]
        assert sequences == sorted(set(sequences))
        assert value(read[1][1], "DTSTART") == "20261207T120000"


def test_who_gives_up_her_place_has_it_taken_off_her_calendar_and_back_on_when_she_returns(
    attended: Stage, sink: Sink
) -> None:
    sequences = [1]
    for version, change, method in ((2, "cancelled_by_person", "CANCEL"), (3, "registered", "REQUEST")):
        told = _step(attended, sink, registration_changed("bea", change=change, version=version))
        assert told["bea@example.org"][0] == method
        sequences.append(int(value(lines_of(told["bea@example.org"][1]), "SEQUENCE")))
    assert sequences == sorted(set(sequences))
    assert _step(attended, sink, registration_changed("cem", change="cancelled_by_person", version=2)) == {}


def test_a_guardian_keeps_the_date_while_another_child_has_a_place(attended: Stage, sink: Sink) -> None:
    bea = {"person_id": named("person", "bea")}
    _step(attended, sink, registration_changed("second child", registrant=bea))
    first_child = registration_changed("bea", change="cancelled_by_person", version=2)
    second_child = registration_changed("second child", registrant=bea, change="cancelled_by_person", version=2)
    assert _step(attended, sink, first_child) == {}
    assert _step(attended, sink, second_child)["bea@example.org"][0] == "CANCEL"


def test_what_is_postponed_takes_up_no_time_until_it_has_a_date(attended: Stage, sink: Sink) -> None:
    off = _step(attended, sink, changed(2, state="postponed", sequence=1))
    on = _step(attended, sink, changed(3, starts_at=NOON + timedelta(days=30), sequence=2))
    assert (off["bea@example.org"][0], on["bea@example.org"][0]) == ("CANCEL", "REQUEST")


def test_staff_who_come_have_it_on_their_calendar_too(attended: Stage, sink: Sink) -> None:
    attended.hear(registered("ana"))
    assert set(_step(attended, sink, changed(2, state="postponed", sequence=1))) == {
        "ana@example.org",
        "bea@example.org",
        "gil@example.org",
    }


def _whole(calendar: Calendar | None, address: str = "bea@example.org", sequence: int = 1) -> bytes:
    assert calendar is not None
    return calendar.text.replace("\0attendee\0", attendee(address, sequence)).encode()


def test_one_of_a_series_is_named_by_its_first_time_and_says_when_it_is_there() -> None:
    told = registration_changed(occurrence="2026-12-05T10:00")
    (event,) = icalendar.Calendar.from_ical(_whole(of_registration(told, None, NOON))).walk("VEVENT")
    assert event["RECURRENCE-ID"].dt.isoformat() == "2026-12-05T10:00:00-06:00"


@pytest.mark.parametrize(
    ("at", "written"),
    [("2026-11-01T01:30:00-05:00", "20261101T013000"), ("2026-11-01T01:30:00-06:00", "20261101T073000Z")],
)
def test_both_hours_of_a_fold_can_be_told_apart(at: str, written: str) -> None:
    told = registration_changed(occasion=an_occasion(starts_at=datetime.fromisoformat(at)))
    assert value(lines_of(_whole(of_registration(told, None, NOON))), "DTSTART") == written


@given(title=WORDS, place=WORDS, address=st.emails())
def test_whatever_people_write_stays_their_words_in_calendars(title: str, place: str, address: str) -> None:
    told = registration_changed(occasion=an_occasion(title=title, place=place))
    raw = _whole(of_registration(told, None, NOON), address)
    lines = lines_of(raw)
    assert [said for name, _, said in lines if name in {"BEGIN", "METHOD"}].count("VEVENT") == 1
    assert {name for name, _, _ in lines[lines.index(("BEGIN", {}, "VEVENT")) :]} <= {
        "BEGIN",
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DTSTAMP",
        "UID",
        "DESCRIPTION",
        "LOCATION",
        "ORGANIZER",
        "STATUS",
        "URL",
        "SEQUENCE",
        "ATTENDEE",
        "END",
    }
    assert value(lines, "ATTENDEE") == f"mailto:{address}"
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["ATTENDEE"]) == f"mailto:{address}"
    assert all(len(line) <= 76 for line in quoted_printable(raw.decode()).split(b"\r\n"))
