"""An event that only some may see, with a word of its own wherever it has words; and people on both sides."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from shared import clock
from tests.events.consortium import Consortium

TITLE, SUMMARY, VENUE, GROUP = "zebrawood", "mahogany", "tamarind", "sandalwood"
MARKS = (TITLE, SUMMARY, VENUE, GROUP)
IN_DAYS = 44


class Hidden:
    """A public event that anybody finds, and, once it `happens`, a hidden series and a hidden past beside it."""

    def __init__(self, consortium: Consortium, visibility: str) -> None:
        self.consortium, self.visibility = consortium, visibility
        self.partners = {name: consortium.partner(slug=name, membership="none") for name in ("carrier", "elsewhere")}
        belongs = {"partner_id": str(consortium.partner()), "kind": "staff"}
        self.people = {
            "member": consortium.person(affiliations=(belongs,)),
            "in_group": consortium.person(),
            "invited": consortium.person(),
            "carrier": consortium.person(roles=(self._role("carrier"),)),
            "elsewhere": consortium.person(roles=(self._role("elsewhere"),)),
        }
        self.group = consortium.group(self.people["in_group"], title=GROUP)
        self.doors: dict[str, TestClient] = {
            **{name: consortium.as_(one) for name, one in self.people.items()},
            "stranger": consortium.http,
            "host": consortium.coordinator,
        }
        program = {"external_id": "p", "slug": "plunge", "title": "Plunge"}
        answer = consortium.office.post("/api/v1/imports/programs", json={"records": [program]})
        self.facts: dict[str, Any] = {
            "initiative_id": str(consortium.initiative()),
            "program_id": answer.json()["items"][0]["id"],
            "community_ids": [str(consortium.community())],
            "topics": ["Plants"],
            "audiences": ["seniors"],
            "languages": ["es"],
            "interpretation": ["asl"],
            "pillars": ["community"],
            "reach": "local",
            "accessibility": {"statement": "Step-free.", "contact": "555 0142", "step_free": True},
            "insurance_needed": True,
            "cost": "free",
        }
        consortium.imported(consortium.a_record(**self.facts))
        self.series: dict[str, Any] = {}
        self.past: dict[str, Any] = {}

    @property
    def insiders(self) -> dict[str, TestClient]:
        """Those to whom it is open, and those who carry it."""
        open_to = {"group": "in_group", "private": "invited", "members": "member"}[self.visibility]
        return {name: self.doors[name] for name in (open_to, "host", "carrier")}

    @property
    def outsiders(self) -> dict[str, TestClient]:
        """Everybody else."""
        return {name: door for name, door in self.doors.items() if name not in self.insiders}

    def happens(self) -> None:
        """Let the office record it."""
        self.series = self._event(IN_DAYS, recurrence={"rule": "FREQ=WEEKLY;COUNT=3"}, state="published")
        self.past = self._event(-30, state="completed")

    def known(self) -> tuple[str, ...]:
        """Words by which whoever may not know of it would know that it leaked."""
        found = [each[name] for each in (self.series, self.past) for name in ("id", "uid")]
        return (*MARKS, *found, str(self.group))

    def secrets_in(self, text: str) -> list[str]:
        """Those of them that are in a text."""
        return [each for each in self.known() if each in text.casefold()]

    def _role(self, partner: str) -> dict[str, UUID | str]:
        return {"partner_id": self.partners[partner], "role": "coordinator"}

    def _event(self, in_days: int, **given: Any) -> dict[str, Any]:
        day = (clock.now() + timedelta(days=in_days)).date()
        record = self.consortium.a_record(
            **self.facts | given,
            title=f"{TITLE} walk",
            summary=f"Bring {SUMMARY}.",
            starts_at=f"{day}T18:00:00+00:00",
            ends_at=f"{day}T20:00:00+00:00",
            venue={"name": f"{VENUE} hall", "street": f"1 {VENUE} Lane", "locality": "St. Louis"},
            visibility=self.visibility,
            group_id=str(self.group),
            invited_person_ids=[str(self.people["invited"])],
            cohosts=[{"partner_id": str(self.partners["carrier"]), "state": "accepted", "share": 30}],
        )
        [made] = self.consortium.imported(record)
        event: dict[str, Any] = self.consortium.coordinator.get(f"/api/v1/events/{made['id']}").json()
        return event

    @property
    def plan(self) -> dict[str, Any]:
        """What somebody asks who plans at the same time and place, for the same people."""
        return {
            **{name: self.series[name] for name in ("starts_at", "ends_at")},
            "time_zone": "Africa/Abidjan",
            "community": self.facts["community_ids"],
            "audience": ["seniors"],
            "host": [str(self.consortium.host), str(self.partners["carrier"])],
            "venue": f"{VENUE} hall",
            "locality": "St. Louis",
        }
