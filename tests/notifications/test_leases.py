"""Whoever sends may die or be late: what it held is taken back, and what it then says counts for nothing."""

import threading
from collections.abc import Callable

import pytest

from services.notifications.deliveries.claiming import claim
from services.notifications.deliveries.leases import own, start
from services.notifications.deliveries.results import finish, judge
from services.notifications.smtp.reply import Phase, Reply
from services.notifications.smtp.sender import Sender
from services.notifications.smtp.server import Server
from tests.notifications.builders import PEOPLE
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink
from tests.waiting import eventually

UNLUCKY = "person07@example.org"


def one_meets(fault: Fault) -> Callable[[str], Fault | None]:
    return lambda recipient: fault if recipient == UNLUCKY else None


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
