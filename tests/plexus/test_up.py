"""`plexus up`, as somebody at a terminal has it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import psutil
import pytest

from plexus.embedded.ports import free_port
from tests.stacks import PROJECT, Stack, bare_environment, embedded
from tests.waiting import eventually

OFFICE = "olga.office@example.org"


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def family(process: subprocess.Popen[str]) -> list[int]:
    root = psutil.Process(process.pid)
    return [process.pid, *(child.pid for child in root.children(recursive=True))]


def me(stack: Stack, token: str) -> httpx2.Response:
    return httpx2.get(f"{stack.url}/api/v1/people/me", headers={"Authorization": f"Bearer {token}"}, timeout=20)


@pytest.mark.timeout(600)
def test_it_keeps_its_data_over_ctrl_c_and_leaves_nothing_running_however_it_ends(tmp_path: Path) -> None:
    with embedded(tmp_path, demo=False) as (stack, process):
        eventually(lambda: "processes healthy" in (tmp_path / "up.log").read_text(), within=20)
        stack.plexus("person", "add", OFFICE, "--name", "Olga Office", "--role", "office")
        token = stack.plexus("token", "create", "--as", OFFICE, "--json")["token"]
        assert me(stack, token).json()["name"] == "Olga Office"
        second = subprocess.run(
            [*stack.command, "up"],
            cwd=PROJECT,
            env=dict(stack.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert "already running" in " ".join(second.stderr.split())
        everybody = family(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert not [pid for pid in everybody if lives(pid)]

    with embedded(tmp_path, demo=False) as (stack, process):
        assert me(stack, token).json()["name"] == "Olga Office"
        everybody = family(process)
        process.send_signal(signal.SIGKILL)
        process.wait()
        eventually(lambda: not [pid for pid in everybody if lives(pid)], within=30)


def test_a_port_that_is_taken_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        port = somebody.getsockname()[1]
        environment = bare_environment(
            PLEXUS_HOME=str(tmp_path),
            PLEXUS_PORT=str(port),
            PLEXUS_MAILBOX_PORT=str(free_port()),
            PLEXUS_MAILBOX_SMTP_PORT=str(free_port()),
        )
        done = subprocess.run(
            [sys.executable, "-m", "plexus", "up"],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} is taken" in done.stderr
    assert "PLEXUS_PORT=" in done.stderr
    assert not (tmp_path / "postgres").exists()
