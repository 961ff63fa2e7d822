"""The API of notifications, to whoever asks."""

from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from services.notifications.api import application
from shared import clock
from shared.identity import new_api_token
from shared.messages import partners
from tests.notifications.builders import a_person, named
from tests.notifications.stage import Stage


class Doors:
    """A door for each kind of caller."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.to = cache(self._to)

    def _to(self, who: str) -> TestClient:
        """The door to a stranger, to the office, or to a person by name; `viewer` and the like work at the clinic."""
        headers = {} if who == "stranger" else {"Authorization": f"Bearer {self._token(who)}"}
        return TestClient(application(self._stage.database), raise_server_exceptions=False, headers=headers)

    def _token(self, who: str) -> str:
        token_id, token, secret_hash = new_api_token()
        self._stage.hear(self._person(who))
        self._stage.hear(
            partners.ApiTokenChanged(
                token_id=token_id,
                secret_hash=secret_hash,
                person_id=named("person", who),
                scopes=("read", "write"),
                expires_at=clock.now() + timedelta(days=30),
            )
        )
        return token

    @staticmethod
    def _person(who: str) -> partners.PersonChanged:
        if who in {"office", "operator"}:
            return a_person(who, consortium_roles=(who,))
        kind, _, role = who.rpartition(" ")
        if role in {"viewer", "reviewer", "coordinator", "admin"}:
            partner_id: UUID = named("partner", "other" if kind else "clinic")
            return a_person(who, email=f"{kind}{role}@example.org", roles=({"partner_id": partner_id, "role": role},))
        return a_person(who)


def items(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found
