"""Digests: all that is new of what one follows in one email, once a day or once a week, and only what still holds."""

import email
import threading
from datetime import UTC, datetime, timedelta
from email import policy
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.notifications.suppressions.actions import stop_following
from tests.notifications.builders import (
    EVENT,
    NOON,
    a_partner,
    a_person,
    a_subscription,
    cancelled,
    changed,
    named,
    published,
)
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink

OTHER = named("event", "walk")
SEVEN = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)  # Monday, 7:00 in Chicago
DIGESTS = (
    "SELECT d.address, d.state, e.change FROM deliveries d JOIN emails e ON e.id = d.email_id WHERE e.kind = 'digest'"
)


@pytest.fixture
def readers(stage: Stage) -> Stage:
    """Bea reads once a day, Dan once a week."""
    stage.hear(a_partner(), a_person("bea"), a_person("dan"))
    stage.follow(a_subscription(person="bea", frequency="daily"), a_subscription(person="dan", frequency="weekly"))
    return stage


@pytest.fixture
def mail(sink: Sink) -> Sink:
    sink.keep = True
    return sink


def morning(stage: Stage, mail: Sink, days: int = 0) -> dict[str, str]:
    """What is read at seven in Chicago, by address: the digest's text."""
    stage.clock.pass_(minutes=5)
    stage.tell()
    stage.clock.time = SEVEN + timedelta(days=days)
    before = len(mail.contents)
    stage.gather()
    stage.send(mail.url)
    return dict(map(_read, mail.contents[before:]))


def _read(raw: bytes) -> tuple[str, str]:
    message: Any = email.message_from_bytes(raw, policy=policy.default)
    return str(message["To"]), f"{message['Subject']}\n{message.get_body(('plain',)).get_content()}"


def items(stage: Stage, name: str) -> list[tuple[str, str | None]]:
    sql = "SELECT state, reason FROM deliveries WHERE address = :address AND channel <> 'email' ORDER BY id"
    return [tuple(row) for row in stage.rows(sql, address=f"{name}@example.org")]


def test_all_that_is_new_comes_in_one_email_with_day_zone_place_and_link(readers: Stage, mail: Sink) -> None:
    readers.hear(published(), published(event_id=OTHER, title="A walk by the river"))
    read = morning(readers, mail)
    assert set(read) == {"bea@example.org", "dan@example.org"}
    text = read["bea@example.org"].replace("\r\n", "\n")
    assert text.startswith("Your day, Mon, Nov 23: A walk by the river, and 1 more\n")
    for said in (
        "New: Heart-healthy screening",
        "Sat, Dec 5, 2026, 10:00 AM CST",
        "Main Street Library",
        f"/events/{EVENT}",
        f"/events/{OTHER}",
    ):
        assert said in text
    (raw,) = (one for one in mail.contents if b"bea@" in one)
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw
    assert items(readers, "bea") == [("accepted", None)] * 2
    assert readers.rows("SELECT DISTINCT class FROM deliveries WHERE digest_id IS NULL") == [("bulk",)]


def test_nothing_new_is_no_email(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    assert set(morning(readers, mail)) == {"bea@example.org", "dan@example.org"}
    assert morning(readers, mail, days=1) == {}
    assert morning(readers, mail, days=7) == {}


def test_before_seven_nothing_leaves(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    readers.tell()
    readers.clock.time = SEVEN - timedelta(seconds=1)
    readers.gather()
    assert readers.rows(DIGESTS) == []


def test_only_the_latest_state_is_told(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    readers.tell()
    readers.clock.pass_(hours=2)
    later = NOON + timedelta(days=14)
    readers.hear(changed(2, title="Screening of hearts", starts_at=later))
    text = morning(readers, mail)["bea@example.org"]
    assert "New: Screening of hearts" in text
    assert "Sun, Dec 6, 2026, 12:00 PM CST" in text
    assert "Heart-healthy" not in text


def test_what_was_published_and_cancelled_between_two_digests_is_not_in_it(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    readers.tell()
    readers.hear(cancelled(2))
    assert morning(readers, mail) == {}
    assert {state for state, _ in items(readers, "bea")} == {"cancelled"}


def test_what_is_cancelled_after_it_was_told_is_told(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    morning(readers, mail)
    readers.hear(cancelled(2))
    read = morning(readers, mail, days=1)
    assert "Cancelled: Heart-healthy screening" in read["bea@example.org"]
    assert "dan@example.org" not in read


def test_an_event_cancelled_after_the_digest_was_made_is_left_out_of_it(readers: Stage, mail: Sink) -> None:
    readers.hear(published(), published(event_id=OTHER, title="A walk by the river"))
    readers.tell()
    readers.clock.time = SEVEN
    readers.gather()
    readers.hear(cancelled(2))
    read = morning(readers, mail)
    assert "Heart-healthy" not in read["bea@example.org"]
    assert "A walk by the river" in read["bea@example.org"]
    assert items(readers, "bea")[0] == ("cancelled", "event-cancelled")


def test_a_digest_of_which_nothing_is_left_does_not_leave(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    readers.tell()
    readers.clock.time = SEVEN
    readers.gather()
    readers.hear(cancelled(2))
    readers.send(mail.url)
    assert mail.contents == []
    assert {row.state for row in readers.rows(DIGESTS)} == {"cancelled"}


def test_whoever_may_have_read_of_an_event_in_a_digest_hears_that_it_is_off(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    mail.fault_for = lambda _: Fault("dot", "451 4.0.0 later")
    morning(readers, mail)
    readers.hear(cancelled(2))
    mail.fault_for = lambda _: None
    readers.clock.pass_(minutes=10)
    readers.tell()
    readers.send(mail.url)
    assert mail.contents == []
    assert {row.state for row in readers.rows(DIGESTS)} == {"cancelled"}


def test_what_has_become_private_since_is_not_told(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    readers.tell()
    readers.hear(changed(2, visibility="members"))
    assert morning(readers, mail) == {}
    assert items(readers, "bea") == [("cancelled", "not-visible")]


def test_what_is_over_is_not_told(readers: Stage, mail: Sink) -> None:
    readers.hear(published(starts_at=NOON + timedelta(hours=3)))
    assert morning(readers, mail) == {}
    assert items(readers, "bea") == [("cancelled", "event-over")]


def test_whoever_stopped_it_meanwhile_gets_none(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    readers.tell()
    with readers.database.transaction() as session:
        stop_following(session, "bea@example.org")
    assert set(morning(readers, mail)) == {"dan@example.org"}
    assert items(readers, "bea") == [("suppressed", "unsubscribed")]


def test_it_goes_to_the_address_and_in_the_language_of_the_morning(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    readers.tell()
    readers.hear(a_person("bea", version=2, email="bea.new@example.org", language="es"))
    read = morning(readers, mail)
    assert set(read) == {"bea.new@example.org", "dan@example.org"}
    assert "Nuevo: Heart-healthy screening" in read["bea.new@example.org"]


def test_a_follower_who_became_a_person_gets_what_waited_for_her(stage: Stage, mail: Sink) -> None:
    stage.hear(a_partner())
    stage.follow(a_subscription(email="gil@example.org", frequency="daily"))
    stage.hear(published())
    stage.tell()
    stage.hear(a_person("gil"))
    assert set(morning(stage, mail)) == {"gil@example.org"}


def test_two_people_of_one_address_read_one_digest(stage: Stage, mail: Sink) -> None:
    stage.hear(a_partner(), a_person("bea"), a_person("bob", email="bea@example.org"))
    stage.follow(
        a_subscription(person="bea", frequency="daily"),
        a_subscription("partner", str(named("partner", "clinic")), person="bob", frequency="daily"),
    )
    stage.hear(published(), published(event_id=OTHER, host_id=named("partner", "other")))
    morning(stage, mail)
    assert len(mail.contents) == 1


@pytest.mark.parametrize("size", [1, 2, 5_000])
def test_what_is_made_in_small_chunks_by_two_workers_is_made_once(readers: Stage, mail: Sink, size: int) -> None:
    readers.hear(*(published(event_id=named("event", str(number))) for number in range(5)))
    readers.tell()
    readers.clock.time = SEVEN
    workers = [threading.Thread(target=readers.gather, args=(size,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    readers.gather()
    readers.send(mail.url)
    assert sorted(row.address for row in readers.rows(DIGESTS)) == ["bea@example.org", "dan@example.org"]
    assert len(mail.contents) == 2
    assert items(readers, "bea") == [("accepted", None)] * 5


@pytest.mark.parametrize(
    ("zone", "sunday"),
    [("America/Chicago", datetime(2026, 11, 1, tzinfo=UTC)), ("America/Chicago", datetime(2027, 3, 14, tzinfo=UTC))],
)
def test_over_a_clock_change_there_is_one_a_day_at_seven(
    readers: Stage, mail: Sink, zone: str, sunday: datetime
) -> None:
    """The relay looks each half hour, over three days; each evening something is published."""
    readers.hear(a_person("bea", version=2, time_zone=zone))
    start, sent_at = sunday.replace(hour=22) - timedelta(days=2), []
    for half_hour in range(2 * 24 * 4):
        readers.clock.time = start + timedelta(minutes=30 * half_hour)
        if half_hour % 48 == 0:
            readers.hear(published(event_id=named("event", str(half_hour)), starts_at=start + timedelta(days=60)))
            readers.tell()
        readers.gather()
        known = len(mail.contents)
        readers.send(mail.url)
        sent_at += [readers.clock.time for one in mail.contents[known:] if b"bea@" in one]
    walls = [at.astimezone(ZoneInfo(zone)).strftime("%d %H:%M") for at in sent_at]
    assert walls == [f"{(sunday + timedelta(days=day)):%d} 07:00" for day in range(-1, 3)]


def test_whoever_travels_west_after_her_digest_gets_no_second_one_that_day(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    assert "bea@example.org" in morning(readers, mail)
    readers.clock.pass_(minutes=5)
    readers.hear(a_person("bea", version=2, time_zone="Pacific/Honolulu"))
    readers.hear(published(event_id=OTHER))
    readers.tell()
    readers.clock.time = SEVEN + timedelta(hours=4)  # 7:00 in Honolulu
    readers.gather()
    readers.send(mail.url)
    assert sum(b"bea@" in one for one in mail.contents) == 1
    readers.clock.time = SEVEN + timedelta(hours=28)
    readers.gather()
    readers.send(mail.url)
    assert sum(b"bea@" in one for one in mail.contents) == 2
