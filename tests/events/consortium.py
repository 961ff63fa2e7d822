"""A small consortium for the tests of events: what was heard of it, and its people at the door of the API."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from fastapi.testclient import TestClient
from sqlalchemy import text

from services.events.api import application
from services.events.copies import actions as copies
from shared import clock
from shared.database import Database
from shared.identity import copy_api_token, new_api_token
from shared.messages import partners

EVENTS = "/api/v1/events"
_numbers = count(1)


@dataclass
class Consortium:
    """Partners and people as events knows them, one host with a coordinator, and a door for each."""

    store: Database
    host: UUID = field(init=False)
    http: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.http = self.door()
        self.host = self.partner()

    def door(self, token: str | None = None) -> TestClient:
        """The API, to whoever holds the token, or to a stranger."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return TestClient(application(self.store), raise_server_exceptions=False, headers=headers)

    @cached_property
    def coordinator(self) -> TestClient:
        """The door, to a coordinator of the host."""
        return self.with_role("coordinator", self.host)

    @cached_property
    def office(self) -> TestClient:
        """The door, to somebody who works in the office."""
        return self.as_(self.person(consortium_roles=("office",)))

    def with_role(self, role: str, partner: UUID) -> TestClient:
        """The door, to somebody who holds a role at a partner."""
        return self.as_(self.person(roles=({"partner_id": partner, "role": role},)))

    def as_(self, person_id: UUID, **given: Any) -> TestClient:
        """The door, to a machine of this person's."""
        return self.door(self.token(person_id, **given))

    def token(self, person_id: UUID, **given: Any) -> str:
        token_id, token, secret_hash = new_api_token()
        facts = {"scopes": ("read", "write"), "expires_at": clock.now() + timedelta(days=1)} | given
        self.heard(
            copy_api_token,
            partners.ApiTokenChanged(token_id=token_id, secret_hash=secret_hash, person_id=person_id, **facts),
        )
        return token

    def heard(self, handler: Callable[..., Any], message: Any) -> Any:
        with self.store.transaction() as session:
            return handler(session, message)

    def partner(self, **given: Any) -> UUID:
        """A partner that says what there is of access."""
        facts = {
            "partner_id": uuid4(),
            "slug": f"clinic-{next(_numbers)}",
            "title": "Clinic",
            "kind": "clinic",
            "state": "active",
            "time_zone": "America/Chicago",
            "membership": "member",
            "accessibility_statement": "Step-free from the street.",
            "accessibility_contact": "access@example.org",
        } | given
        self.heard(copies.copy_partner, partners.PartnerChanged(**facts))
        return facts["partner_id"]

    def person(self, **given: Any) -> UUID:
        """A person with an account, no role, and no place to belong."""
        facts = {
            "person_id": uuid4(),
            "full_name": "Ana Testwell",
            "email": f"person{next(_numbers)}@example.org",
            "time_zone": "America/Chicago",
        } | given
        self.heard(copies.copy_person, partners.PersonChanged(**facts))
        return facts["person_id"]

    def group(self, *members: UUID, title: str = "Council") -> UUID:
        message = partners.GroupChanged(group_id=uuid4(), title=title, member_ids=members)
        self.heard(copies.copy_group, message)
        return message.group_id

    def community(self) -> UUID:
        message = partners.CommunityChanged(community_id=uuid4(), slug="north", title="North")
        self.heard(copies.copy_community, message)
        return message.community_id

    def initiative(self) -> UUID:
        message = partners.InitiativeChanged(initiative_id=uuid4(), slug="i", title="I", state="active")
        self.heard(copies.copy_initiative, message)
        return message.initiative_id

    def an_event(self, **given: Any) -> dict[str, Any]:
        """What a coordinator posts: the least, in six weeks or so."""
        day = (clock.now() + timedelta(days=42)).date()
        return {
            "title": "Spring forum",
            "host_id": str(self.host),
            "starts_at": f"{day}T18:00:00+00:00",
            "ends_at": f"{day}T20:00:00+00:00",
            "time_zone": "Africa/Abidjan",
            "venue": {"name": "Hall", "locality": "St. Louis"},
        } | given

    def draft(self, **given: Any) -> dict[str, Any]:
        answer = self.coordinator.post(EVENTS, json=self.an_event(**given))
        assert answer.status_code == 201, answer.text
        return answer.json()

    def published(self, **given: Any) -> dict[str, Any]:
        answer = self.coordinator.post(f"{EVENTS}/{self.draft(**given)['id']}/publication")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def a_record(self, **given: Any) -> dict[str, Any]:
        """What the office imports of an event."""
        return {"external_id": f"e-{next(_numbers)}", "state": "published", **self.an_event()} | given

    def imported(self, *records: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self.office.post("/api/v1/imports/events", json={"records": records})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def told(self, name: str | None = None) -> list[Any]:
        """What notifications was told, in the order in which it was: names, or the bodies of one name."""
        with self.store.session() as session:
            rows = session.execute(text("SELECT name, body FROM outbox WHERE listener = 'notifications' ORDER BY id"))
            found = [(row.name.removeprefix("events."), row.body) for row in rows]
        return [body for told, body in found if told == name] if name else [told for told, _ in found]

    def execute(self, sql: str, **values: Any) -> Any:
        with self.store.transaction() as session:
            result = session.execute(text(sql), values)
            return result.all() if result.returns_rows else None


def changed(client: TestClient, event: dict[str, Any], **patch: Any) -> Any:
    """The answer to a PATCH of the event as it was read."""
    return client.patch(f"{EVENTS}/{event['id']}", json=patch, headers={"If-Match": f'"{event["version"]}"'})
