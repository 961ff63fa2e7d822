"""The supervisor: what it starts runs, what ends is started again, and nothing is left when it stops."""

from pathlib import Path

import psutil
import pytest

from plexus.embedded.process import Program
from plexus.embedded.supervisor import Supervisor
from tests.waiting import eventually


def program(tmp_path: Path, name: str, script: str) -> Program:
    return Program(name, ["sh", "-c", script], tmp_path / f"{name}.log")


def lives(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Supervisor:
    return Supervisor(said.append)


def test_a_program_that_is_killed_is_started_again_and_this_is_said(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    worker = program(tmp_path, "worker", "exec sleep 600")
    supervisor.watch(worker)
    first = worker.pid
    psutil.Process(first).kill()

    def risen() -> bool:
        supervisor.look_after()
        return worker.running and worker.pid != first

    eventually(risen, within=10)
    assert [line.split()[0] for line in said] == ["worker"]
    supervisor.stop(stores=0)


def test_a_program_that_keeps_ending_is_not_started_ever_faster(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    supervisor.watch(program(tmp_path, "broken", "exit 3"))

    def ended_three_times() -> bool:
        supervisor.look_after()
        return len(said) >= 3

    with pytest.raises(AssertionError):
        eventually(ended_three_times, within=1)  # half a second, then a whole one
    eventually(ended_three_times, within=10)
    supervisor.stop(stores=0)


def test_a_worker_that_ends_takes_its_children_with_it(supervisor: Supervisor, tmp_path: Path) -> None:
    worker = program(tmp_path, "worker", "sleep 600 & sleep 600; true")
    supervisor.watch(worker)
    children = eventually(psutil.Process(worker.pid).children, within=5)
    psutil.Process(worker.pid).kill()
    eventually(lambda: not worker.running, within=5)
    supervisor.look_after()
    eventually(lambda: not any(lives(child.pid) for child in children), within=5)
    supervisor.stop(stores=0)


def test_the_stores_end_last_and_nothing_is_left(supervisor: Supervisor, tmp_path: Path) -> None:
    order = tmp_path / "order"
    for name in ("store", "service"):
        supervisor.watch(
            program(tmp_path, name, f"trap 'echo {name} >>{order}; exit' TERM; while :; do sleep 0.05; done")
        )
    pids = [one.pid for one in supervisor.programs]
    eventually(lambda: all(len(psutil.Process(pid).children()) for pid in pids), within=5)
    supervisor.stop(stores=1)
    assert order.read_text().split() == ["service", "store"]
    assert not any(lives(pid) for pid in pids)


def test_what_does_not_stop_when_asked_is_killed(supervisor: Supervisor, tmp_path: Path) -> None:
    stubborn = program(tmp_path, "stubborn", "trap '' TERM; while :; do sleep 0.05; done")
    supervisor.watch(stubborn)
    pid = stubborn.pid
    eventually(lambda: len(psutil.Process(pid).children()), within=5)
    supervisor.stop(stores=0, within=0.3)
    assert not lives(pid)
