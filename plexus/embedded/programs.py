"""The one table of the processes that make up a stack on one machine."""

import sys
from collections.abc import Mapping

from plexus.embedded.environment import Layout
from plexus.embedded.process import Program

SERVICES = ("partners", "events", "notifications")
# Which worker belongs to which service and takes from which queues; production gives each queue one of its own.
WORKERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "partners-worker": ("partners", ("partners",)),
    "events-worker": ("events", ("events",)),
    "notifications-worker": ("notifications", ("notifications",)),
    "mail-worker": ("notifications", ("mail.urgent", "mail.normal", "mail.bulk")),
}


def migrations() -> list[str]:
    """A one-shot that brings the databases to the newest schema."""
    return [sys.executable, "-m", "plexus.embedded.migrate"]


def programs(layout: Layout, environment: Mapping[str, str]) -> list[Program]:
    """Everything but the stores."""
    commands = {
        "mailbox": [sys.executable, "-m", "plexus.mailbox"],
        "services-relay": [
            *(sys.executable, "-m", "plexus.embedded.one_family"),
            *(f"services.{name}.relay" for name in SERVICES),
        ],
        **{name: _worker(name, *what) for name, what in WORKERS.items()},
        "front": [
            *(sys.executable, "-m", "uvicorn", "--factory", "plexus.front:create"),
            *("--host", "127.0.0.1", "--port", str(layout.port), "--no-access-log", "--log-level", "warning"),
        ],
    }
    logs = layout.home / "log"
    return [Program(name, argv, logs / f"{name}.log", environment) for name, argv in commands.items()]


def _worker(name: str, service: str, queues: tuple[str, ...]) -> list[str]:
    # One process each, without a pool of children: a laptop has little memory, and little to do.
    return [
        *(sys.executable, "-m", "celery", "--app", f"services.{service}.worker", "worker"),
        *("--queues", ",".join(queues), "--pool", "solo", "--hostname", f"{name}@%h"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
