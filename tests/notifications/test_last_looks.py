"""Just before an email leaves: is it still wanted, still true, and not the middle of the night?"""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.suppressions.actions import stop_following
from tests.notifications.builders import a_partner, a_person, a_subscription, cancelled, changed, published
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink
from tests.waiting import eventually


def test_whoever_may_not_be_written_to_any_more_is_left_out_at_the_last_moment(due: Stage, sink: Sink) -> None:
    due.hear(a_person("person03", version=2, state="left"), a_person("person04", version=2, email_state="bounced"))
    due.send(sink.url)
    told = due.told()
    assert told["person03@example.org"] == ("suppressed", "left")
    assert told["person04@example.org"] == ("suppressed", "bounced")
    assert len(sink.taken) == 18


def test_whoever_stopped_following_hears_no_more_of_what_she_was_told_of_before(told: Stage, sink: Sink) -> None:
    with told.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM subscriptions")
    told.hear(changed(2, title="Heart screening"))
    told.clock.pass_(minutes=5)
    told.tell()
    assert told.states()["bea@example.org"] == "pending"
    with told.database.transaction() as session:
        stop_following(session, "bea@example.org")
    told.send(sink.url)
    assert told.told("changed")["bea@example.org"] == ("suppressed", "unsubscribed")
    told.hear(changed(3, title="Screening of hearts"))
    told.clock.pass_(minutes=5)
    told.tell()
    assert told.told("changed")["bea@example.org"] == ("suppressed", "unsubscribed")
    assert [recipient for _, recipient in sink.taken] == ["ana@example.org"]


def test_an_event_cancelled_before_its_invitations_left_sends_none_of_them(due: Stage, sink: Sink) -> None:
    due.hear(cancelled(2))
    due.send(sink.url)
    assert set(due.states().values()) == {"cancelled"}
    assert sink.taken == []


def test_whoever_got_the_invitation_gets_the_cancellation_even_when_it_was_under_way(
    stage: Stage, sink: Sink
) -> None:
    """Bea no longer follows anything when the event is cancelled; her invitation is on its way just then."""
    stage.hear(a_partner(), a_person("ana"), a_person("bea"))
    stage.follow(a_subscription(person="ana"), a_subscription(person="bea"))
    stage.hear(published())
    stage.tell()
    sink.fault_for = lambda recipient: Fault("dot", "250 2.0.0 taken", after=1.0, takes=True) if recipient else None
    sending = threading.Thread(target=stage.send, args=(sink.url, "normal"))
    sending.start()
    eventually(lambda: sink.data_began, within=5)
    with stage.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM subscriptions")
    stage.hear(cancelled(2))
    stage.tell()
    assert stage.told("cancelled") == {}
    sending.join()
    sink.fault_for = lambda _: None
    stage.send(sink.url)
    assert stage.told("cancelled") == {
        "ana@example.org": ("accepted", None),
        "bea@example.org": ("accepted", None),
    }
    assert sorted(recipient for _, recipient in sink.taken) == ["ana@example.org"] * 2 + ["bea@example.org"] * 2


def test_what_was_under_way_and_did_not_arrive_is_cancelled_and_nobody_hears(stage: Stage, sink: Sink) -> None:
    stage.hear(a_partner(), a_person("bea"))
    stage.follow(a_subscription(person="bea"))
    stage.hear(published())
    stage.tell()
    sink.fault_for = lambda recipient: Fault("rcpt", "450 4.2.0 later", after=1.0) if recipient else None
    sending = threading.Thread(target=stage.send, args=(sink.url, "normal"))
    sending.start()
    eventually(lambda: "sending" in stage.states().values(), within=5)
    with stage.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM subscriptions")
    stage.hear(cancelled(2))
    stage.tell()
    sending.join()
    assert stage.told() == {"bea@example.org": ("cancelled", "event-cancelled")}


QUIET = {"start": "21:00", "end": "07:30"}


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        (datetime(2026, 11, 23, 3, 30, tzinfo=UTC), datetime(2026, 11, 23, 13, 30, tzinfo=UTC)),  # before midnight
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 13, 30, tzinfo=UTC)),  # after midnight
        (datetime(2026, 11, 1, 3, 30, tzinfo=UTC), datetime(2026, 11, 1, 13, 30, tzinfo=UTC)),  # an hour longer
        (datetime(2027, 3, 14, 4, 30, tzinfo=UTC), datetime(2027, 3, 14, 12, 30, tzinfo=UTC)),  # an hour shorter
    ],
)
def test_quiet_hours_hold_an_email_until_they_end(stage: Stage, at: datetime, ends: datetime) -> None:
    stage.clock.time = at
    stage.hear(a_partner(), a_person("bea", quiet_hours=QUIET))
    stage.follow(a_subscription(person="bea"))
    stage.hear(published(starts_at=at + timedelta(days=20)))
    stage.tell()
    assert stage.rows("SELECT state, reason, next_attempt_at FROM deliveries") == [("pending", "quiet-hours", ends)]


def test_what_becomes_due_in_quiet_hours_is_held_as_well(due: Stage, sink: Sink) -> None:
    due.hear(a_person("person05", version=2, quiet_hours=QUIET))
    due.clock.pass_(hours=10)
    due.send(sink.url)
    assert due.told()["person05@example.org"] == ("pending", "quiet-hours")
    due.clock.pass_(hours=10)
    due.send(sink.url)
    assert len(sink.taken) == 20


def test_what_is_urgent_breaks_quiet_hours(stage: Stage, sink: Sink) -> None:
    soon = stage.clock.time + timedelta(hours=23)
    stage.clock.pass_(hours=10)
    stage.hear(a_partner(), a_person("bea", quiet_hours=QUIET, role_at="clinic"))
    stage.hear(published(starts_at=soon))
    stage.tell()
    stage.hear(cancelled(2, starts_at=soon))
    stage.tell()
    stage.send(sink.url)
    assert stage.told("cancelled") == {"bea@example.org": ("accepted", None)}


def test_a_digest_is_never_sent_as_an_email(stage: Stage, sink: Sink) -> None:
    stage.hear(a_partner(), a_person("bea"))
    stage.follow(a_subscription(person="bea", frequency="daily"))
    stage.hear(published())
    stage.tell()
    stage.clock.pass_(days=2)
    stage.send(sink.url)
    assert stage.told() == {"bea@example.org": ("pending", "digest")}
