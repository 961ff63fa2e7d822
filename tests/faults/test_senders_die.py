"""Senders are killed, paused, stopped and poisoned: nothing is lost, and what may come twice is what had begun."""

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.faults.crew import Crew
from tests.sink import Fault
from tests.waiting import eventually

ROUNDS = int(os.environ.get("PLEXUS_FAULTS_ROUNDS", "10"))
POISON = "r00247@example.org"

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


# A sender works for five seconds before it looks whether it is to stop: by then it must not have sent all there is.
def _slowly(recipient: str) -> Fault | None:
    return Fault("dot", "250 2.0.0 taken", after=0.015, takes=True) if recipient else None


@pytest.mark.parametrize("policy", ["resend", "hold"])
@pytest.mark.parametrize("struck", ["one of two", "all"])
def test_whoever_sends_is_killed_again_and_again(
    crew: Crew, tally: Callable[..., None], policy: str, struck: str
) -> None:
    rounds = max(2, ROUNDS // 5)
    crew.have(400 * rounds)
    with crew.stage.database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE emails SET ambiguity = '{policy}'")
    crew.sink.fault_for = _slowly
    begun = 0
    for _ in range(rounds):
        with crew.at_work(2) as workers:
            crew.strike(workers if struck == "all" else workers[:1])
        begun += crew.begun_and_unrecorded()
    crew.sink.fault_for = lambda _: None
    with crew.at_work(2):
        states = crew.until("accepted", "uncertain") if policy == "hold" else crew.until("accepted")
    copies = crew.copies()
    lost = len(set(crew.addresses) - copies.keys() - _held(crew))
    twice = sum(times - 1 for times in copies.values())
    tally(rounds, len(crew.addresses), lost, twice, begun)
    assert lost == 0
    assert twice <= (begun if policy == "resend" else 0)
    assert states["uncertain"] == (begun if policy == "hold" else 0)
    crew.check()


def _held(crew: Crew) -> set[str]:
    return {row[0] for row in crew.stage.rows("SELECT address FROM deliveries WHERE state = 'uncertain'")}


def test_one_that_is_paused_beyond_its_lease_sends_nothing_stale_when_it_goes_on(
    crew: Crew, tally: Callable[..., None]
) -> None:
    crew.have(400)
    crew.sink.fault_for = _slowly
    short: dict[str, Any] = {"lease": 4, "command": 0.5, "dot": 1}
    with crew.at_work(1, **short) as (paused,):
        eventually(lambda: len(crew.sink.taken) > 20, within=30)
        paused.signal(signal.SIGSTOP)
        stopped_at = time.monotonic()
        crew.stage.clock.pass_(minutes=5)
        crew.stage.sweep()
        assert "sending" not in crew.states()
        begun = crew.states()["uncertain"]
        crew.sink.fault_for = lambda _: None
        with crew.at_work(1, **short):
            crew.until("accepted")
            # Long enough asleep that its own clock, too, says that its lease is over.
            eventually(lambda: time.monotonic() - stopped_at > 4, within=30)
            data_began = crew.sink.data_began
            paused.signal(signal.SIGCONT)
            eventually(lambda: "lease_lost" in paused.log.read_text(), within=30)
        assert crew.sink.data_began == data_began
    twice = sum(times - 1 for times in crew.copies().values())
    tally(1, len(crew.addresses), len(set(crew.addresses) - crew.copies().keys()), twice, begun)
    assert crew.copies().keys() == set(crew.addresses)
    assert twice <= begun
    crew.check()


def test_a_poisonous_recipient_is_set_aside_and_the_other_499_get_theirs_once(
    crew: Crew, tally: Callable[..., None]
) -> None:
    crew.have(500)
    deaths = 0
    while not crew.is_over():
        with crew.at_work(1, poison=POISON) as (worker,):
            eventually(lambda: worker.process.poll() is not None or crew.is_over(), within=60)
        deaths += worker.process.returncode == 77
        eventually(lambda: crew.stage.sweep() or "sending" not in crew.states(), within=20)
        assert deaths <= 5
    assert deaths == 5
    assert crew.stage.rows("SELECT address, state, reason FROM deliveries WHERE state <> 'accepted'") == [
        (POISON, "failed", "set-aside")
    ]
    assert crew.copies() == dict.fromkeys(set(crew.addresses) - {POISON}, 1)
    tally(deaths, 500, 0, 0, 0)


def test_one_that_is_told_to_stop_in_the_middle_leaves_nothing_in_doubt(
    crew: Crew, tally: Callable[..., None]
) -> None:
    crew.have(1_500)
    crew.sink.fault_for = _slowly
    for done in (100, 300, 500):
        with crew.at_work(2):
            eventually(partial(crew.took, done), within=60)
        assert crew.states().keys() <= {"pending", "accepted"}
    crew.sink.fault_for = lambda _: None
    with crew.at_work(2):
        crew.until("accepted")
    assert crew.copies() == dict.fromkeys(crew.addresses, 1)
    tally(3, len(crew.addresses), 0, 0, 0)
