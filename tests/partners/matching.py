"""Needs, strengths and matches for tests: two partners that need and give, and an office between them."""

from itertools import count
from typing import Any

from fastapi.testclient import TestClient

from tests.partners.consortium import Consortium

_numbers = count(1)
Json = dict[str, Any]


class Matching:
    """A pantry that needs, a school that gives, and the office; all at the door of the API."""

    def __init__(self, consortium: Consortium) -> None:
        self.consortium = consortium
        self.pantry, self.school = consortium.partner(name="Pantry"), consortium.partner(name="School")
        self.office = consortium.office()
        self.needing = consortium.with_role("coordinator", self.pantry)
        self.giving = consortium.with_role("coordinator", self.school)
        self.community = self.imported("communities", name="Riverside")["id"]

    def imported(self, kind: str, **record: Any) -> Json:
        body = {"records": [{"external_id": f"x-{next(_numbers)}"} | record]}
        answer = self.office.post(f"/api/v1/imports/{kind}", json=body)
        assert answer.status_code == 200, answer.text
        taken: Json = answer.json()["items"][0]
        return taken

    def need(self, *moves: str, **given: Any) -> Json:
        """A need that the pantry raised, moved on by the office."""
        said = {
            "title": "Rides to the clinic",
            "community_id": self.community,
            "raised_for": str(self.pantry.id),
            "topics": ["Transportation"],
            "sdoh": ["transportation-insecurity"],
        }
        raised = self.said(self.needing.post("/api/v1/needs", json=said | given), 201)
        for move in moves:
            raised = self.moved(self.office, "needs", raised, move)
        return raised

    def published(self, **given: Any) -> Json:
        return self.need("triage", "publication", **given)

    def strength(self, **given: Any) -> Json:
        """A strength of the school's, on offer."""
        said = {
            "partner_id": str(self.school.id),
            "kind": "transport",
            "title": "Vans on weekdays",
            "topics": ["Transportation"],
            "community_ids": [self.community],
            "capacity": {"amount": 2, "unit": "vans", "per": "week"},
        }
        drafted = self.said(self.giving.post("/api/v1/strengths", json=said | given), 201)
        return self.moved(self.giving, "strengths", drafted, "offer")

    def proposed(self, need: Json, strength: Json, by: TestClient | None = None, **given: Any) -> Json:
        body = {"need_id": need["id"], "strength_id": strength["id"]} | given
        return self.said((by or self.office).post("/api/v1/matches", json=body), 201)

    def accepted(self, need: Json, strength: Json, **given: Any) -> Json:
        match = self.proposed(need, strength, **given)
        for door in (self.needing, self.giving):
            match = self.said(door.post(f"/api/v1/matches/{match['id']}/answer", json={"answer": "yes"}))
        return match

    def moved(self, door: TestClient, kind: str, thing: Json, move: str, **body: Any) -> Json:
        return self.said(door.post(f"/api/v1/{kind}/{thing['id']}/{move}", json=body or None))

    def now(self, kind: str, thing: Json) -> Json:
        return self.said(self.office.get(f"/api/v1/{kind}/{thing['id']}"))

    def suggested(self, need: Json, **asked: Any) -> list[Json]:
        items: list[Json] = self.said(self.office.get(f"/api/v1/needs/{need['id']}/suggestions", params=asked))[
            "items"
        ]
        return items

    @staticmethod
    def said(answer: Any, status: int = 200) -> Json:
        assert answer.status_code == status, answer.text
        body: Json = answer.json()
        return body
