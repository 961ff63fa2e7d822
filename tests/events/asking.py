"""A host that asks partners to carry its event, and those partners' people at the door."""

from functools import cached_property
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from shared.sealing import unseal
from tests.events.consortium import EVENTS, Consortium

LINKS = "/api/v1/links/events"


class Asking:
    """One event, and partners whose coordinators answer for them."""

    def __init__(self, consortium: Consortium, **given: Any) -> None:
        self.consortium = consortium
        self.event: dict[str, Any] = given.pop("event", None) or consortium.published(**given)
        self.url = f"{EVENTS}/{self.event['id']}"
        self._doors: dict[UUID, TestClient] = {}

    @cached_property
    def partner(self) -> UUID:
        """The partner that is asked when no other is named."""
        return self.consortium.partner(title="Library")

    def door(self, partner: UUID) -> TestClient:
        """The door, to a coordinator of the partner."""
        if partner not in self._doors:
            self._doors[partner] = self.consortium.with_role("coordinator", partner)
        return self._doors[partner]

    def invite(self, partner: UUID | None = None, **given: Any) -> Any:
        body = {"partner_id": str(partner or self.partner)} | given
        return self.consortium.coordinator.post(f"{self.url}/cohosts", json=body)

    def answer(self, answer: str, partner: UUID | None = None, **given: Any) -> Any:
        partner = partner or self.partner
        return self.door(partner).post(f"{self.url}/cohosts/{partner}/answer", json={"answer": answer} | given)

    def leave(self, partner: UUID | None = None, door: TestClient | None = None) -> Any:
        partner = partner or self.partner
        return (door or self.door(partner)).post(f"{self.url}/cohosts/{partner}/withdrawal")

    def carried_by(self, partner: UUID | None = None, **given: Any) -> UUID:
        """A partner that was asked and said yes."""
        partner = partner or self.partner
        assert self.invite(partner, **given).status_code == 200
        assert self.answer("accepted", partner).status_code == 200
        return partner

    def now(self) -> dict[str, Any]:
        """The event as its host has it."""
        return self.consortium.coordinator.get(self.url).json()

    def state(self, partner: UUID | None = None) -> str | None:
        named = {each["partner_id"]: each["state"] for each in self.now()["cohosts"]}
        return named.get(str(partner or self.partner))

    def links(self) -> list[str]:
        """The addresses below which the links that were sent are answered, oldest first."""
        sealed = (body["sealed_link"] for body in self.consortium.told("cohost_invited"))
        addresses = [unseal(each.encode(), "link").decode() for each in sealed]
        return [f"{LINKS}/{address.rpartition('/')[2]}/cohost" for address in addresses]
