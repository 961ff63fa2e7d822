"""From a due delivery to a relay's word: each fault leads to the state that the table says, and nothing is lost."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from services.notifications.deliveries.claiming import claim, own, start
from services.notifications.deliveries.results import finish, judge
from services.notifications.smtp.reply import Phase, Reply
from services.notifications.smtp.sender import Sender
from services.notifications.smtp.server import Server
from tests.notifications.builders import a_partner, a_person, a_subscription, cancelled, published
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink
from tests.waiting import eventually

PEOPLE = tuple(f"person{number:02d}" for number in range(20))
UNLUCKY = "person07@example.org"


@pytest.fixture
def due(stage: Stage) -> Stage:
    """Twenty people have an email due."""
    stage.hear(a_partner(), *(a_person(name) for name in PEOPLE))
    stage.follow(*(a_subscription(person=name) for name in PEOPLE))
    stage.hear(published())
    stage.tell()
    return stage


def one_meets(fault: Fault) -> Callable[[str], Fault | None]:
    return lambda recipient: fault if recipient == UNLUCKY else None


@pytest.mark.parametrize("pipelining", [True, False])
def test_everybody_gets_one_email_over_one_connection(due: Stage, sink: Sink, pipelining: bool) -> None:
    sink.pipelining = pipelining
    due.send(sink.url)
    assert sorted(recipient for _, recipient in sink.taken) == [f"{name}@example.org" for name in PEOPLE]
    assert set(due.states().values()) == {"accepted"}
    assert sink.connections == 1
    kept = due.rows("SELECT message_id, address FROM deliveries")
    assert sorted(map(tuple, kept)) == sorted(sink.taken)
    assert due.rows("SELECT count(*), min(reply), min(phase) FROM attempts") == [(20, "250 2.0.0 taken", "dot")]


# fault at the relay -> state, counted as an attempt, suppressed afterwards, copies at the relay
FAULTS: dict[str, tuple[Fault, str, bool, bool, int]] = {
    "greylisted": (Fault("rcpt", "450 4.2.0 come back later"), "deferred", True, False, 0),
    "message deferred": (Fault("dot", "451 4.3.0 not now"), "deferred", True, False, 0),
    "no such address": (Fault("rcpt", "550 5.1.1 no such person"), "failed", True, True, 0),
    "disabled address": (Fault("rcpt", "550 5.2.1 disabled"), "failed", True, True, 0),
    "refused without a code": (Fault("rcpt", "550 no"), "failed", True, False, 0),
    "message refused": (Fault("dot", "554 5.6.0 we do not like it"), "failed", True, False, 0),
    "too large": (Fault("dot", "552 5.3.4 too large"), "failed", True, False, 0),
    "policy": (Fault("rcpt", "550 5.7.1 not allowed"), "failed", True, False, 0),
    "data refused": (Fault("data", "451 4.3.0 not now"), "deferred", True, False, 0),
    "hung up at RCPT": (Fault("rcpt"), "deferred", True, False, 0),
    "hung up at DATA": (Fault("data"), "deferred", True, False, 0),
    "hung up past the dot": (Fault("dot"), "uncertain", True, False, 0),
    "hung up past the dot, taken": (Fault("dot", takes=True), "uncertain", True, False, 1),
    "always closing": (Fault("rcpt", "421 4.3.2 closing"), "deferred", True, False, 0),
    "closing past the dot": (Fault("dot", "421 4.3.2 closing"), "deferred", True, False, 0),
    "no SMTP": (Fault("rcpt", "hello there"), "deferred", True, False, 0),
    "slow": (Fault("dot", "250 2.0.0 at last", after=0.3, takes=True), "accepted", True, False, 1),
}


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_leads_to_its_state_and_touches_nobody_else(
    due: Stage, sink: Sink, name: str, pipelining: bool
) -> None:
    fault, state, counted, suppressed, copies = FAULTS[name]
    sink.pipelining, sink.fault_for = pipelining, one_meets(fault)
    due.send(sink.url, "normal")
    due.clock.pass_(seconds=2)  # a relay that denied is left alone for a second
    due.send(sink.url, "normal")
    states = due.states()
    assert states.pop(UNLUCKY) == state
    assert set(states.values()) == {"accepted"}
    assert [recipient for _, recipient in sink.taken].count(UNLUCKY) == copies
    assert len(sink.taken) == 19 + copies
    (row,) = due.rows("SELECT attempt FROM deliveries WHERE address = :a", a=UNLUCKY)
    assert row.attempt == int(counted)
    assert bool(due.rows("SELECT FROM suppressions WHERE address_key = :a", a=UNLUCKY)) == suppressed


def test_a_closing_relay_is_met_again_over_a_new_connection(due: Stage, sink: Sink) -> None:
    met: list[str] = []

    def once(recipient: str) -> Fault | None:
        first = recipient and recipient.endswith(("03@example.org", "11@example.org")) and recipient not in met
        if first:
            met.append(recipient)
        return Fault("rcpt", "421 4.3.2 five emails are enough") if first else None

    sink.fault_for = once
    due.send(sink.url)
    assert set(due.states().values()) == {"accepted"}
    assert sink.connections == 3


def test_a_relay_that_is_down_uses_up_nobodys_attempt(due: Stage, sink: Sink) -> None:
    sink.shut()
    for seconds in (0, 1, 3, 10, 31, 31):
        due.clock.pass_(seconds=seconds)
        due.send(sink.url)
    assert set(due.states().values()) == {"pending"}
    assert due.rows("SELECT sum(attempt) FROM deliveries") == [(0,)]
    assert due.rows("SELECT failures >= 4 FROM relay_health") == [(True,)]
    sink.open()
    due.clock.pass_(seconds=31)
    due.send(sink.url)
    assert set(due.states().values()) == {"accepted"}
    assert due.rows("SELECT FROM relay_health") == []


def test_a_relay_that_takes_no_conversation_now_is_left_alone(due: Stage, sink: Sink) -> None:
    sink.fault_for = lambda _: Fault("banner", "421 too busy")
    due.send(sink.url)
    assert set(due.states().values()) == {"pending"}
    assert due.rows("SELECT reason LIKE '%421%' FROM relay_health") == [(True,)]


def test_what_is_deferred_is_tried_again_later_and_later_with_the_same_message_id(due: Stage, sink: Sink) -> None:
    sink.fault_for = one_meets(Fault("rcpt", "450 4.2.0 come back later"))
    waits = []
    for _ in range(9):
        due.send(sink.url)
        (row,) = due.rows("SELECT next_attempt_at, message_id FROM deliveries WHERE address = :a", a=UNLUCKY)
        waits.append((row.next_attempt_at - due.clock.time).total_seconds() / 60)
        due.clock.time = row.next_attempt_at
    for wait, minutes in zip(waits, (5, 10, 20, 40, 60, 120, 240, 360, 360), strict=True):
        assert 0.8 * minutes <= wait <= 1.2 * minutes
    sink.fault_for = lambda _: None
    due.send(sink.url)
    assert sink.taken[-1] == (row.message_id, UNLUCKY)


def test_what_is_never_taken_expires(due: Stage, sink: Sink) -> None:
    due.clock.pass_(hours=72)
    due.send(sink.url)
    assert set(due.states().values()) == {"expired"}
    assert sink.taken == []


def test_what_is_uncertain_is_sent_again_with_the_same_message_id(due: Stage, sink: Sink) -> None:
    sink.fault_for = one_meets(Fault("dot", takes=True))
    due.send(sink.url)
    sink.fault_for = lambda _: None
    due.clock.pass_(minutes=7)
    due.send(sink.url)
    copies = [message_id for message_id, recipient in sink.taken if recipient == UNLUCKY]
    assert len(copies) == 2
    assert len(set(copies)) == 1
    assert due.states()[UNLUCKY] == "accepted"


def test_what_is_held_when_uncertain_is_never_sent_again(due: Stage, sink: Sink) -> None:
    with due.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE emails SET ambiguity = 'hold'")
    sink.fault_for = one_meets(Fault("dot", takes=True))
    due.send(sink.url)
    due.clock.pass_(hours=10)
    due.send(sink.url)
    assert [recipient for _, recipient in sink.taken].count(UNLUCKY) == 1
    assert due.states()[UNLUCKY] == "uncertain"


def _claimed(stage: Stage, started: int) -> None:
    """A sender takes all twenty, starts some, and dies: its database session ends."""
    with stage.database.engine.connect() as connection:
        with connection.begin():
            owner = own(connection)
            token, ours, _ = claim(connection, owner, "normal", 500)
            start(connection, token, [one.id for one in ours[:started]], stage.clock())
        stage.sweep()
        assert set(stage.states().values()) == {"sending"}, "a living sender keeps what it has"
        connection.invalidate()


def test_a_dead_senders_leases_are_over_at_once_and_only_what_was_started_is_uncertain(
    due: Stage, sink: Sink
) -> None:
    _claimed(due, started=5)
    eventually(lambda: due.sweep() or "sending" not in due.states().values(), within=5)
    assert sorted(due.states().values()) == ["pending"] * 15 + ["uncertain"] * 5
    due.send(sink.url)
    assert set(due.states().values()) == {"accepted"}
    assert len(sink.taken) == 20


def test_a_lease_that_runs_out_is_taken_back_although_its_owner_lives(due: Stage) -> None:
    with due.database.engine.connect() as connection:
        with connection.begin():
            token, ours, _ = claim(connection, own(connection), "normal", 500)
            start(connection, token, [ours[0].id], due.clock())
        due.clock.pass_(seconds=121)
        due.sweep()
        assert sorted(due.states().values()) == ["pending"] * 19 + ["uncertain"]
        with connection.begin():
            taken = judge(ours[0].id, 0, Reply.of(Phase.DOT, 250, "2.0.0 taken"))
            assert finish(connection, token, "relay", [taken]) == set(), "a late result counts for nothing"
        connection.invalidate()
    assert "accepted" not in due.states().values()


def test_two_senders_send_nothing_twice(due: Stage, sink: Sink) -> None:
    senders = [threading.Thread(target=due.send, args=(sink.url,)) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(sink.taken) == len(set(sink.taken)) == 20


def test_a_recipient_whom_no_email_can_be_written_to_is_set_aside_and_the_others_get_theirs(
    due: Stage, sink: Sink
) -> None:
    with due.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE deliveries SET address = E'x@example.org\\r\\nBcc: all@example.org'"
            " WHERE address = 'person07@example.org'"
        )
    due.send(sink.url)
    states = sorted(due.states().values())
    assert states == ["accepted"] * 19 + ["failed"]
    assert not any("all@" in recipient for _, recipient in sink.taken)


def test_whoever_may_not_be_written_to_any_more_is_left_out_at_the_last_moment(due: Stage, sink: Sink) -> None:
    due.hear(a_person("person03", version=2, state="left"), a_person("person04", version=2, email_state="bounced"))
    due.send(sink.url)
    told = due.told()
    assert told["person03@example.org"] == ("suppressed", "left")
    assert told["person04@example.org"] == ("suppressed", "bounced")
    assert len(sink.taken) == 18


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


def test_a_sender_that_was_cut_off_from_its_database_holds_nothing(due: Stage, sink: Sink) -> None:
    sender = Sender(due.database, Server.at(sink.url))
    sink.fault_for = lambda recipient: _cut_off(due) if recipient == UNLUCKY else None
    with pytest.raises(Exception, match=r"terminating|closed"):
        sender.send_due("normal")
    sink.fault_for = lambda _: None
    eventually(lambda: due.sweep() or "sending" not in due.states().values(), within=5)
    due.send(sink.url)
    assert set(due.states().values()) == {"accepted"}
    assert {recipient for _, recipient in sink.taken} == {f"{name}@example.org" for name in PEOPLE}
    assert len(sink.taken) <= 20 + 20


def _cut_off(stage: Stage) -> None:
    stage.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
