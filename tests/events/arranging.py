"""A request for an accommodation, and those who have to do with it."""

from typing import Any

from tests.events.consortium import EVENTS, Consortium

HERE = "/api/v1/accommodations"
A_NEED = {"kinds": ["captioning"], "details": "Live, in English.", "contact": "555 0142"}


class Case:
    """One request, and the doors of those who have to do with it."""

    def __init__(self, consortium: Consortium) -> None:
        self.consortium = consortium
        self.person_id = consortium.person(full_name="Noor Nwosu")
        self.doors = {
            "person": consortium.as_(self.person_id),
            "arranger": consortium.coordinator,
            "office": consortium.office,
        }
        self.event = consortium.published()
        self.id = self.asked()["id"]

    def asked(self) -> dict[str, Any]:
        answer = self.doors["person"].post(f"{EVENTS}/{self.event['id']}/accommodations", json=A_NEED)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def move(self, who: str, move: str) -> Any:
        return self.doors[who].post(f"{HERE}/{self.id}/{move}", json={"answer": "A quiet room next door."})

    def is_in(self, state: str) -> None:
        self.consortium.execute("UPDATE accommodations SET state = :state", state=state)

    def state(self) -> str:
        return str(self.consortium.execute("SELECT state FROM accommodations WHERE id = :id", id=self.id)[0].state)

    def told(self) -> list[str]:
        return [each["change"] for each in self.consortium.told("accommodation_changed")]
