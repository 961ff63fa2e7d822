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
    "mail-urgent": ("notifications", ("mail.urgent",)),
    "mail-normal": ("notifications", ("mail.normal",)),
    "mail-bulk": ("notifications", ("mail.bulk",)),
}
MAIL = ("mail-urgent", "mail-normal", "mail-bulk")  # alike, and so in one family
_FAMILY = (sys.executable, "-m", "plexus.embedded.one_family")


def migrations() -> list[str]:
    """A one-shot that brings the databases to the newest schema."""
    return [sys.executable, "-m", "plexus.embedded.migrate"]


def programs(layout: Layout, environment: Mapping[str, str]) -> list[Program]:
    """Everything but the stores."""
    commands = {
        "mailbox": [sys.executable, "-m", "plexus.mailbox"],
        "services-relay": [*_FAMILY, *(f"services.{name}.relay" for name in SERVICES)],
        **{name: [sys.executable, "-m", *_worker(name, *what)] for name, what in WORKERS.items() if name not in MAIL},
        "mail-worker": [
            *(*_FAMILY, "--import=services.notifications.worker"),
            *(" ".join(_worker(name, *what)) for name, what in WORKERS.items() if name in MAIL),
        ],
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
        *("celery.__main__", "--app", f"services.{service}.worker", "worker"),
        *("--queues", ",".join(queues), "--pool", "solo", "--hostname", f"{name}@%h"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
