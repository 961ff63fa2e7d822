"""PostgreSQL alone, with events' database and that of the naive way: what the figures of an API stand on."""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy.engine import make_url

from plexus.embedded import postgres
from services.events.copies import actions as copies
from shared import clock, migrations
from shared.database import Database
from shared.identity import copy_api_token, new_api_token
from shared.messages.partners import ApiTokenChanged, CommunityChanged, PartnerChanged, PersonChanged

SECRET = "a-secret-of-the-bench-that-guards-nothing"
_ZONE = "America/Chicago"


class Store:
    """`with Store(home) as store:` is a running PostgreSQL; `store.create("events")` makes a database in it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __enter__(self) -> "Store":
        self._server = postgres.start(self.home)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._server.pid

    @property
    def sockets(self) -> Path:
        """Where it is reached."""
        return self._server.sockets

    def program(self, name: str) -> Path:
        """One of PostgreSQL's own programs, of the version that runs."""
        (server,) = (Path(word) for word in self._server.program.argv if word.endswith("/bin/postgres"))
        return server.with_name(name)

    def create(self, name: str) -> "EventsStore":
        """A new events database, in which one office person may post for one host."""
        self._server.create_database(name)
        migrations.upgrade("events", self._server.url(name))
        return EventsStore(self._server.url(name))

    def create_naive(self, name: str) -> dict[str, str]:
        """A new database of the naive way, with its tables; what its application is told by its environment."""
        self._server.create_database(name)
        variables = {"NAIVE_DATABASE_URL": self._server.url(name)}
        subprocess.run([sys.executable, "-m", "bench.naive.tables"], env={**os.environ, **variables}, check=True)
        return variables

    def execute(self, name: str, statement: str, values: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        """Run a statement, and give what it answers."""
        with psycopg.connect(plain(self._server.url(name)), autocommit=True) as connection:
            done = connection.execute(statement, values)
            return done.fetchall() if done.description else []


class EventsStore:
    """An events database that knows of a host, a community, and an office person with a token."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.host_id, self.community_id, self._person_id = uuid4(), uuid4(), uuid4()
        self.token = self._introduce()

    @property
    def variables(self) -> dict[str, str]:
        """What the service is told by its environment."""
        return {"EVENTS_DATABASE_URL": self.url, "PLEXUS_SECRET": SECRET}

    def _introduce(self) -> str:
        token_id, token, secret_hash = new_api_token()
        database = Database(self.url)
        with database.transaction() as session:
            copies.copy_partner(session, _host(self.host_id))
            copies.copy_community(session, _community(self.community_id))
            copies.copy_person(session, _office(self._person_id))
            told = ApiTokenChanged(
                token_id=token_id,
                secret_hash=secret_hash,
                person_id=self._person_id,
                scopes=("read", "write"),
                expires_at=clock.now() + timedelta(days=1),
            )
            copy_api_token(session, told)
        database.close()
        return token


def plain(url: str) -> str:
    """An address as PostgreSQL's own programs take it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _host(known_as: UUID) -> PartnerChanged:
    return PartnerChanged(
        partner_id=known_as,
        slug="riverbend",
        title="Riverbend Clinic",
        kind="clinic",
        state="active",
        time_zone=_ZONE,
        membership="member",
        accessibility_statement="Step-free entrance on Oak Street.",
        accessibility_contact="access@riverbend.example.org",
    )


def _community(known_as: UUID) -> CommunityChanged:
    return CommunityChanged(community_id=known_as, slug="riverside", title="Riverside")


def _office(known_as: UUID) -> PersonChanged:
    return PersonChanged(
        person_id=known_as,
        full_name="Olivia Office",
        email="olivia.office@example.org",
        time_zone=_ZONE,
        consortium_roles=("office",),
    )
