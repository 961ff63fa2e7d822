"""One digest for an address and a day, whatever workers, clocks and zones do."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.notifications.digests.contents import conclude_rest
from tests.notifications.builders import a_partner, a_person, a_subscription, named, published
from tests.notifications.mornings import DIGESTS, OTHER, SEVEN, items, morning
from tests.notifications.stage import Stage
from tests.sink import Sink


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


def test_what_stood_in_a_digest_that_never_left_ends_as_that_did(readers: Stage, mail: Sink) -> None:
    readers.hear(published())
    readers.tell()
    readers.clock.time = SEVEN
    readers.gather()
    readers.clock.pass_(hours=25)
    readers.send(mail.url)
    with readers.database.transaction() as session:
        conclude_rest(session)
    assert not any(b"bea@" in one for one in mail.contents)
    assert items(readers, "bea") == [("expired", None)]
