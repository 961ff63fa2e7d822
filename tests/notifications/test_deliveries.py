"""From a due delivery to a relay's word: each fault leads to the state that the table says, and nothing is lost."""

from collections.abc import Callable

import pytest

from tests.notifications.builders import PEOPLE
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink

UNLUCKY = "person07@example.org"


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
    "always closing": (Fault("rcpt", "421 4.3.2 closing"), "deferred", False, False, 0),
    "closing past the dot": (Fault("dot", "421 4.3.2 closing"), "deferred", False, False, 0),
    "sign in first": (Fault("rcpt", "530 5.7.0 sign in first"), "deferred", False, False, 0),
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
