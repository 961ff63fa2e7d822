"""What the tests of reviews do: set a rule, submit an event, and look at what waits."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from tests.events.consortium import EVENTS, Consortium

RULES, REVIEWS = "/api/v1/reviews/rules", "/api/v1/reviews"
APPROVED = {"answer": "approved"}


def somebody(consortium: Consortium, *roles: str, partner: UUID | None = None) -> UUID:
    held = tuple({"partner_id": partner or consortium.host, "role": role} for role in roles)
    return consortium.person(roles=held)


def ruled(consortium: Consortium, reviewers: str, whose: object = "all") -> None:
    version = consortium.office.get(f"{RULES}/{whose}").json()["version"]
    answer = consortium.office.put(
        f"{RULES}/{whose}", json={"reviewers": reviewers}, headers={"If-Match": f'"{version}"'}
    )
    assert answer.status_code == 200, answer.text


def ask(door: TestClient, event: dict[str, Any], noun: str, body: Any = None) -> Any:
    return door.post(f"{EVENTS}/{event['id']}/{noun}", json=body or {})


def submitted(consortium: Consortium, **given: Any) -> dict[str, Any]:
    answer = ask(consortium.coordinator, consortium.draft(**given), "submission")
    assert answer.status_code == 200, answer.text
    event: dict[str, Any] = answer.json()
    return event


def waiting(door: TestClient) -> list[str]:
    answer = door.get(REVIEWS)
    assert answer.status_code == 200, answer.text
    return [each["event"]["id"] for each in answer.json()["items"]]
