"""The real system in its two shapes, started as people start it, for tests that look at it from outside."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from plexus.embedded.ports import free_port
from tests.waiting import eventually

PROJECT = Path(__file__).parents[1]
SETTLE_SECONDS = 5


@dataclass(frozen=True)
class Stack:
    """A running system with the demo consortium: where it is, and how its operator gives commands."""

    url: str
    mailbox_url: str
    command: Sequence[str]
    environment: Mapping[str, str]

    def plexus(self, *words: str) -> Any:
        """What a command of the operator's answers, which is JSON or nothing."""
        done = subprocess.run(
            [*self.command, *words],
            cwd=PROJECT,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise AssertionError(f"plexus {' '.join(words)} failed: {done.stdout}{done.stderr}")
        return json.loads(done.stdout) if "--json" in words else None


def bare_environment(**variables: str) -> dict[str, str]:
    """An environment that says nothing of this test run's own databases."""
    kept = ("PATH", "HOME", "LANG", "SSL_CERT_FILE", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG")
    return {name: os.environ[name] for name in kept if name in os.environ} | variables


def answers(url: str) -> bool:
    """Whether a GET is answered 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def embedded(home: Path, *, demo: bool = True, **variables: str) -> Iterator[tuple[Stack, subprocess.Popen[str]]]:
    """`plexus up` in a home and on ports of its own, and its process."""
    port, mailbox_port = free_port(), free_port()
    environment = bare_environment(
        PLEXUS_HOME=str(home),
        PLEXUS_PORT=str(port),
        PLEXUS_MAILBOX_PORT=str(mailbox_port),
        PLEXUS_MAILBOX_SMTP_PORT=str(free_port()),
        PLEXUS_SETTLE_SECONDS=str(SETTLE_SECONDS),
        **variables,
    )
    plexus = (sys.executable, "-m", "plexus")
    with (home / "up.log").open("w") as log:
        process = subprocess.Popen(
            [*plexus, "up", *([] if demo else ["--no-demo"])],
            cwd=PROJECT,
            env=environment,
            stdout=log,
            stderr=log,
            text=True,
            # As a script's background job has it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509
        )
    try:
        url = f"http://localhost:{port}"
        eventually(lambda: answers(f"{url}/health/ready") or process.poll() is not None, within=200, every=0.2)
        assert process.poll() is None, (home / "up.log").read_text()
        yield Stack(url, f"http://localhost:{mailbox_port}", plexus, environment), process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


class Compose:
    """A compose project of this test run's own, in a copy of the working tree's compose files."""

    def __init__(self, name: str, directory: Path) -> None:
        self.name, self.directory = name, directory
        self.port, self.mailbox_port = free_port(), free_port()
        self.environment = bare_environment(
            COMPOSE_PROJECT_NAME=name,
            PLEXUS_PORT=str(self.port),
            PLEXUS_URL=f"http://localhost:{self.port}",
            PLEXUS_MAILBOX_PORT=str(self.mailbox_port),
            PLEXUS_SETTLE_SECONDS=str(SETTLE_SECONDS),
        )
        # A directory of its own, since `setup` writes .env into it.
        for part in ("docker-compose.yml", "Dockerfile", ".dockerignore", "pyproject.toml", "requirements.lock"):
            shutil.copy(PROJECT / part, directory / part)
        for part in ("shared", "services", "plexus", "deploy"):
            shutil.copytree(PROJECT / part, directory / part, ignore=shutil.ignore_patterns("__pycache__"))

    def run(self, *words: str, within: float = 600) -> subprocess.CompletedProcess[str]:
        """`docker compose …`, with everything that it said."""
        return subprocess.run(
            ["docker", "compose", *words],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=within,
            check=False,
        )

    def must(self, *words: str, within: float = 600) -> str:
        """The same, where it must succeed."""
        done = self.run(*words, within=within)
        assert done.returncode == 0, f"docker compose {' '.join(words)}:\n{done.stdout}\n{self.logs()}"
        return done.stdout

    def logs(self) -> str:
        """The end of what every container said."""
        return self.run("--profile", "*", "logs", "--no-color", "--tail", "15").stdout

    def down(self) -> None:
        """Remove everything that it made."""
        self.run("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "5")

    def stack(self) -> Stack:
        """The demo, as other tests see it."""
        command = ("docker", "compose", "--project-directory", str(self.directory), "run", "--rm", "-T", "ops")
        return Stack(
            f"http://localhost:{self.port}", f"http://localhost:{self.mailbox_port}", command, self.environment
        )


@contextmanager
def compose_project(name: str, directory: Path) -> Iterator[Compose]:
    """A project that is removed afterwards, whatever came of it."""
    project = Compose(name, directory)
    try:
        yield project
    finally:
        project.down()


@pytest.fixture(
    scope="session",
    params=["embedded", pytest.param("compose", marks=[pytest.mark.compose, pytest.mark.timeout(900)])],
)
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The running system with the demo consortium, in each shape."""
    home = tmp_path_factory.mktemp(request.param)
    if request.param == "embedded":
        with embedded(home) as (running, _):
            yield running
    else:
        with compose_project(f"plexus-test-{os.getpid()}", home) as project:
            project.must("--profile", "demo", "up", "--build", "--detach", "--wait", within=800)
            yield project.stack()
