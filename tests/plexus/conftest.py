"""An installation whose parts can be broken one at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from sqlalchemy import text

from plexus.embedded.programs import SERVICES, WORKERS
from plexus.embedded.valkey import Valkey
from shared.database import Database


@dataclass
class Installation:
    """Its databases by service, and what its front answers."""

    databases: dict[str, Database]
    front_status: list[int]

    def change(self, service: str, statement: str) -> None:
        with self.databases[service].transaction() as session:
            session.execute(text(statement))

    def find(self, service: str, question: str) -> object:
        with self.databases[service].session() as session:
            return session.scalar(text(question))


class _Front(BaseHTTPRequestHandler):
    def __init__(self, status: list[int], *args: object) -> None:
        self._status = status
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.send_response(self._status[0])
        self.end_headers()
        self.wfile.write(b'{"services": {"events": false}}')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _front(status: list[int]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Front, status)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def installation(
    database_of: Callable[[str], Database], valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    """All is well with it, but that it has no SMTP relay."""
    databases = {service: database_of(service) for service in SERVICES}
    status = [200]
    with _front(status) as url:
        for service, database in databases.items():
            monkeypatch.setenv(f"{service.upper()}_DATABASE_URL", str(database.url))
        monkeypatch.setenv("PLEXUS_REDIS_URL", valkey.url)
        monkeypatch.setenv("PLEXUS_API_URL", url)
        made = Installation(databases, status)
        for service, queues in WORKERS.values():
            for queue in queues:
                made.change(service, f"INSERT INTO heartbeats (queue, beat_at) VALUES ('{queue}', now())")
        yield made
