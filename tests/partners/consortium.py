"""A small consortium for tests: its records made by the actions, its people at the door of the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event, text

from services.partners.api import application
from services.partners.audit import Actor
from services.partners.identity.links import make_link
from services.partners.identity.tokens import issue_api_token
from services.partners.partners.actions import add_partner
from services.partners.partners.models import Partner
from services.partners.partners.schemas import PartnerDraft
from services.partners.people.actions import add_person
from services.partners.people.models import Person
from services.partners.people.schemas import PersonDraft
from shared.database import Database

COMMAND = Actor(None, "command")
_numbers = count(1)


@dataclass
class Consortium:
    """Everybody's records, and a door for each."""

    store: Database
    app: FastAPI = field(init=False)
    http: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.app = application(self.store)
        self.http = self.door()

    def door(self, token: str | None = None, address: str = "192.0.2.1") -> TestClient:
        """The API as somebody at a network address reaches it."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return TestClient(self.app, raise_server_exceptions=False, headers=headers, client=(address, 40000))

    def partner(self, **given: Any) -> Partner:
        """A partner, by default a clinic of no special kind."""
        draft = PartnerDraft(**{"name": f"Clinic {next(_numbers)}", "kind": "clinic"} | given)
        with self.store.transaction() as session:
            return add_partner(session, COMMAND, draft)

    def person(self, **given: Any) -> Person:
        """A person with an account and no role."""
        number = next(_numbers)
        draft = PersonDraft(**{"name": f"Person {number}", "email": f"person{number}@example.org"} | given)
        with self.store.transaction() as session:
            return add_person(session, COMMAND, draft)

    def office(self) -> TestClient:
        """The door, to somebody who works in the office."""
        return self.as_(self.person(consortium_roles=["office"]))

    def with_role(self, role: str, partner: Partner) -> TestClient:
        """The door, to somebody who holds a role at a partner."""
        return self.as_(self.person(roles=[{"partner_id": partner.id, "role": role}]))

    def as_(self, person: Person, scopes: tuple[str, ...] = ("read", "write")) -> TestClient:
        """The door, to a machine of this person's."""
        return self.door(self.token(person.id, scopes))

    def token(self, person_id: UUID, scopes: tuple[str, ...] = ("read", "write")) -> str:
        with self.store.transaction() as session:
            return issue_api_token(session, person_id, "a machine", scopes)[1]

    def link(self, person: Person) -> str:
        """The token of a sign-in link."""
        with self.store.transaction() as session:
            return make_link(session, person).rpartition("/")[2]

    def told(self, name: str, listener: str = "notifications") -> list[dict[str, Any]]:
        """The bodies of what a neighbour was told, in the order in which it was."""
        with self.store.session() as session:
            query = "SELECT body FROM outbox WHERE name = :name AND listener = :listener ORDER BY id"
            return list(session.scalars(text(query), {"name": f"partners.{name}", "listener": listener}))

    def execute(self, sql: str, **values: Any) -> None:
        with self.store.transaction() as session:
            session.execute(text(sql), values)

    @contextmanager
    def queries(self) -> Iterator[list[str]]:
        """The statements that reach the database meanwhile."""
        asked: list[str] = []

        def listen(*row: Any) -> None:
            asked.append(row[2])

        event.listen(self.store.engine, "before_cursor_execute", listen)
        yield asked
        event.remove(self.store.engine, "before_cursor_execute", listen)

    def everything_kept(self) -> str:
        """All rows of all tables, as text."""
        with self.store.session() as session:
            tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
            rows = [session.scalars(text(f'SELECT t::text FROM "{table}" AS t')).all() for table in tables]
        return "\n".join(row for some in rows for row in some)
