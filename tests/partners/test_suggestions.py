"""For the needs of the demo that nobody answers, what a person would name, with reasons that a person understands."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from plexus.demo_records import Records
from shared import clock
from tests.partners.agreed import morning_of
from tests.partners.consortium import Consortium

DEMO = yaml.safe_load((Path(__file__).parents[2] / "plexus/data/demo.yaml").read_text())
SECTIONS = ("partners", "communities", "people", "needs", "strengths", "matches")

# What somebody who read the file would name first, and why. A ride is offered by nobody: what there was is paused,
# and what was proposed instead was declined.
WOULD_NAME = {
    "n-04": ("k-31", {"Works in Southside newcomer neighborhoods", "Answers language access"}),
    "n-05": ("k-32", {"About the same: Oral Conditions", "24 of 24 visits are free"}),
    "n-06": None,
    "n-11": ("k-33", {"Works in Pine Hollow County", "About the same: Mental Health and Mental Disorders"}),
    "n-14": ("k-34", {"About the same: Workplace, Environmental Health"}),
    "n-16": ("k-36", {"Works in West End neighborhoods", "Answers inadequate housing"}),
    "n-17": ("k-37", {"About the same: Health IT, Older Adults"}),
    "n-21": ("k-38", {"Answers food insecurity, language access"}),
    "n-22": ("k-39", {"Works in Inner-ring suburbs", "About the same: Physical Activity, Older Adults"}),
}


class Loaded:
    """The demo's partners, needs and strengths, as the office's door took them."""

    def __init__(self, consortium: Consortium) -> None:
        self.office = consortium.office()
        self.records = Records(DEMO)
        for section in SECTIONS:
            rows = [self.records.translated(section, self._alone(row)) for row in DEMO[section]]
            answer = self.office.post(f"/api/v1/imports/{section}", json={"records": rows})
            assert answer.status_code == 200, answer.text
            for item in answer.json()["items"]:
                self.records.learn(section, item["external_id"], item["id"])
        self.names = {given: name for (_, name), given in self.records.ids.items()}

    @staticmethod
    def _alone(row: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in row.items() if key not in {"relationships", "parent"}}

    def suggested(self, need: str, **asked: str) -> list[tuple[str, list[str]]]:
        at = f"/api/v1/needs/{self.records.ids['needs', need]}/suggestions"
        items = self.office.get(at, params=asked).json()["items"]
        return [(self.names[item["strength_id"]], item["reasons"]) for item in items]


@pytest.fixture(scope="module")
def standing_day() -> date:
    return date.fromisoformat(DEMO["meta"]["as_of"])


@pytest.fixture
def loaded(consortium: Consortium, standing_day: date, monkeypatch: pytest.MonkeyPatch) -> Loaded:
    loaded = Loaded(consortium)
    monkeypatch.setattr(clock, "now", lambda: morning_of(standing_day))
    return loaded


def test_the_first_suggestion_is_what_a_person_would_name_and_says_why(loaded: Loaded) -> None:
    unanswered = {need["id"] for need in DEMO["needs"] if need["state"] == "published"}
    assert WOULD_NAME.keys() == unanswered
    for need, expected in WOULD_NAME.items():
        suggested = loaded.suggested(need)
        if expected is None:
            assert suggested == []
            continue
        strength, reasons = expected
        assert suggested[0][0] == strength, (need, suggested)
        assert reasons <= set(suggested[0][1]), suggested[0]


def test_what_is_paused_declined_or_proposed_already_is_never_suggested(loaded: Loaded) -> None:
    paused = {strength["id"] for strength in DEMO["strengths"] if strength["state"] == "paused"}
    tried = {(match["need"], match["strength"]) for match in DEMO["matches"] if match["state"] != "completed"}
    for need in DEMO["needs"]:
        suggested = {strength for strength, _ in loaded.suggested(need["id"], limit="50")}
        assert not suggested & paused
        assert not {(need["id"], strength) for strength in suggested} & tried


def test_reasons_are_given_in_spanish_too(loaded: Loaded) -> None:
    (strength, reasons), *_ = loaded.suggested("n-04", language="es")
    assert strength == "k-31"
    assert {"Trabaja en Southside newcomer neighborhoods", "Quedan 60 de 60 hours"} <= set(reasons)
