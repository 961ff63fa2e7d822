"""A relay in each of its moods, met by a sender's real process: who gets an email, who does not, who twice."""

from collections.abc import Callable

import pytest

from tests.faults.crew import Crew
from tests.sink import Fault
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]

MANY = 100
EACH_TENTH = {f"r{number:05}@example.org" for number in range(0, MANY, 10)}
SHORT = {"lease": 12, "command": 1.0, "dot": 3.0}


def _told(crew: Crew, tally: Callable[..., None], uncertain: int = 0) -> None:
    lost = len(set(crew.addresses) - crew.copies().keys())
    tally(1, len(crew.addresses), lost, sum(times - 1 for times in crew.copies().values()), uncertain)


def _taken(crew: Crew) -> set[str]:
    return set(crew.copies())


def test_a_relay_that_is_down_for_six_hours_costs_nobody_an_attempt(crew: Crew, tally: Callable[..., None]) -> None:
    crew.have(MANY)
    crew.sink.shut()
    for _ in range(3):
        with crew.at_work():
            eventually(lambda: crew.stage.rows("SELECT FROM relay_health"), within=30)
        assert crew.states() == {"pending": MANY}
        crew.stage.clock.pass_(hours=2)
    assert crew.stage.rows("SELECT sum(attempt), max(claim_count) FROM deliveries") == [(0, 0)]
    crew.sink.open()
    with crew.at_work():
        crew.until("accepted")
    assert crew.copies() == dict.fromkeys(crew.addresses, 1)
    _told(crew, tally)


def test_whom_a_relay_greylists_gets_the_email_at_the_second_try(crew: Crew, tally: Callable[..., None]) -> None:
    crew.have(MANY)
    crew.sink.fault_for = lambda recipient: Fault("rcpt", "451 4.7.1 greylisted") if recipient else None
    with crew.at_work():
        crew.until("deferred")
    crew.sink.fault_for = lambda _: None
    crew.stage.clock.pass_(minutes=6)
    with crew.at_work():
        crew.until("accepted")
    assert crew.stage.rows("SELECT DISTINCT attempt FROM deliveries") == [(2,)]
    assert crew.copies() == dict.fromkeys(crew.addresses, 1)
    _told(crew, tally)


def test_a_relay_that_closes_after_five_emails_gets_all_over_new_connections(
    crew: Crew, tally: Callable[..., None]
) -> None:
    crew.have(MANY)
    sixth, met = set(crew.addresses[5::6]), set()

    def closing(recipient: str) -> Fault | None:
        if recipient not in sixth - met:
            return None
        met.add(recipient)
        return Fault("rcpt", "421 4.7.0 five are enough")

    crew.sink.fault_for = closing
    with crew.at_work():
        crew.until("accepted")
    assert crew.sink.connections > len(sixth)
    assert crew.stage.rows("SELECT DISTINCT attempt FROM deliveries") == [(1,)]
    assert crew.copies() == dict.fromkeys(crew.addresses, 1)
    _told(crew, tally)


def test_whom_a_relay_does_not_know_fails_and_is_written_to_no_more(crew: Crew, tally: Callable[..., None]) -> None:
    crew.have(MANY)
    crew.sink.fault_for = lambda recipient: (
        Fault("rcpt", "550 5.1.1 no such user") if recipient in EACH_TENTH else None
    )
    with crew.at_work():
        assert crew.until("accepted", "failed") == {"accepted": MANY - 10, "failed": 10}
    assert _taken(crew) == set(crew.addresses) - EACH_TENTH
    assert {row[0] for row in crew.stage.rows("SELECT address_key FROM suppressions")} == EACH_TENTH


@pytest.mark.parametrize("policy", ["resend", "hold"])
def test_a_relay_that_hangs_up_past_the_dot_leaves_doubt_and_the_policy_decides(
    crew: Crew, tally: Callable[..., None], policy: str
) -> None:
    crew.have(MANY)
    with crew.stage.database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE emails SET ambiguity = '{policy}'")
    crew.sink.fault_for = lambda recipient: Fault("dot", takes=True) if recipient in EACH_TENTH else None
    with crew.at_work():
        assert crew.until("accepted", "uncertain") == {"accepted": MANY - 10, "uncertain": 10}
    crew.sink.fault_for = lambda _: None
    crew.stage.clock.pass_(hours=1)
    with crew.at_work():
        crew.until("accepted", *(["uncertain"] if policy == "hold" else []))
    again = 2 if policy == "resend" else 1
    assert crew.copies() == {one: again if one in EACH_TENTH else 1 for one in crew.addresses}
    crew.check()
    _told(crew, tally, 10)


def test_while_a_relay_takes_its_time_past_the_dot_nobody_else_sends_the_same(
    crew: Crew, tally: Callable[..., None]
) -> None:
    crew.have(3)
    crew.sink.fault_for = lambda recipient: (
        Fault("dot", "250 2.0.0 at last", after=2.0, takes=True) if recipient else None
    )
    with crew.at_work(2, **SHORT):
        crew.until("accepted")
    assert crew.copies() == dict.fromkeys(crew.addresses, 1)
    _told(crew, tally)


@pytest.mark.parametrize(
    "reply",
    [
        Fault("rcpt", "250 2.1.5 ok", drips=0.5),
        Fault("rcpt", "250-" + "x" * 40_000_000),
        Fault("rcpt", "\r\n".join(["250-more"] * 20_000)),
    ],
    ids=["one byte at a time", "40 MB in a line", "lines without end"],
)
def test_a_relay_that_never_ends_its_reply_is_left_and_takes_no_memory(
    crew: Crew, tally: Callable[..., None], reply: Fault
) -> None:
    crew.have(20)
    crew.sink.fault_for = lambda recipient: reply if recipient == "r00003@example.org" else None
    with crew.at_work(1, **SHORT) as (worker,):
        assert crew.until("accepted", "deferred") == {"accepted": 19, "deferred": 1}
        assert worker.megabytes < 300
    assert _taken(crew) == set(crew.addresses) - {"r00003@example.org"}
