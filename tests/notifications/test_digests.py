"""Digests: all that is new of what one follows in one email, once a day or once a week, and only what still holds."""

from datetime import timedelta

from services.notifications.suppressions.actions import stop_following
from tests.notifications.builders import (
    EVENT,
    NOON,
    a_partner,
    a_person,
    a_subscription,
    cancelled,
    changed,
    published,
)
from tests.notifications.mornings import DIGESTS, OTHER, SEVEN, items, morning
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink


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
