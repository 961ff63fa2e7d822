"""Agreements for tests: made at the door, moved through their lives, and the days that they go by."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi.testclient import TestClient

from services.partners.agreements.passing import advance
from services.partners.partners.models import Partner
from services.partners.people.models import Person
from shared.settings import settings
from tests.partners.consortium import Consortium

TODAY = date(2026, 3, 2)
_numbers = count(1)


def morning_of(day: date) -> datetime:
    """Eight in the morning of a day where the consortium is."""
    return datetime.combine(day, time(8), ZoneInfo(settings().time_zone))


class Agreed:
    """Two partners with somebody on each side, an office, and what they agree upon."""

    def __init__(self, consortium: Consortium) -> None:
        self.consortium = consortium
        self.school, self.clinic = consortium.partner(), consortium.partner()
        self.owners = [self._owner(self.school), self._owner(self.clinic)]
        self.office: TestClient = consortium.office()

    def _owner(self, partner: Partner) -> Person:
        return self.consortium.person(roles=[{"partner_id": partner.id, "role": "coordinator"}])

    def body(self, **given: Any) -> dict[str, Any]:
        """What is said of an agreement: two years from two weeks ago on."""
        parties = [str(self.school.id), str(self.clinic.id)]
        begins = given.pop("effective_on", TODAY - timedelta(days=14))
        return {
            "kind": "affiliation",
            "scope": f"Trainees in evening clinic {next(_numbers)}",
            "party_ids": parties,
            "owners": [
                {"partner_id": party, "person_id": str(owner.id)}
                for party, owner in zip(parties, self.owners, strict=True)
            ],
            "effective_on": str(begins),
            "expires_on": str(given.pop("expires_on", begins + timedelta(days=730))),
        } | given

    def draft(self, **given: Any) -> dict[str, Any]:
        answer = self.office.post("/api/v1/agreements", json=self.body(**given))
        assert answer.status_code == 201, answer.text
        drafted: dict[str, Any] = answer.json()
        return drafted

    def signed(self, **given: Any) -> dict[str, Any]:
        """An agreement that every side has signed."""
        drafted = self.draft(**given)
        self.moved(drafted, "submission")
        return self.moved(drafted, "signature")

    def moved(self, agreement: dict[str, Any], move: str, **body: Any) -> dict[str, Any]:
        answer = self.office.post(f"/api/v1/agreements/{agreement['id']}/{move}", json=body or None)
        assert answer.status_code == 200, answer.text
        moved: dict[str, Any] = answer.json()
        return moved

    def now(self, agreement: dict[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = self.office.get(f"/api/v1/agreements/{agreement['id']}").json()
        return shown

    def pass_the_clock(self) -> None:
        with self.consortium.store.transaction() as session:
            advance(session)

    def warned(self) -> list[tuple[UUID, str, int]]:
        """Which agreement's owners were told how long ahead."""
        return [
            (told["agreement_id"], owner, told["days"])
            for told in self.consortium.told("agreement_expiring")
            for owner in told["owner_ids"]
        ]
