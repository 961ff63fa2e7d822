"""Single occurrences that differ, at the office's import door."""

from typing import Any

from tests.events.consortium import EVENTS, Consortium
from tests.events.series import a_clinic
from tests.events.test_imports import IMPORTS

MOVED = {
    "key": "2026-12-12T10:00",
    "patch": {
        "starts_at": "2026-12-12T14:00:00-06:00",
        "ends_at": "2026-12-12T17:00:00-06:00",
        "title": "Late clinic",
    },
}
CALLED_OFF = {"key": "2026-12-19T10:00", "cancellation": {"reason": "The hall is closed."}}


def _record(consortium: Consortium, **given: Any) -> dict[str, Any]:
    return a_clinic(consortium, external_id="clinic", state="published") | given


def _shown(consortium: Consortium, event_id: str) -> list[tuple[str, str, str]]:
    items = consortium.http.get(f"{EVENTS}/{event_id}/occurrences", params={"from": "2026-12-01"}).json()["items"]
    return [(item["starts_at"], item["state"], item["title"]) for item in items[:3]]


def test_what_differs_is_taken_told_once_and_taken_back(consortium: Consortium) -> None:
    usual = ("2026-12-05T10:00:00-06:00", "scheduled", "Saturday clinic")
    [first] = consortium.imported(_record(consortium, overrides=[MOVED, CALLED_OFF]))
    assert _shown(consortium, first["id"]) == [
        usual,
        ("2026-12-12T14:00:00-06:00", "moved", "Late clinic"),
        ("2026-12-19T10:00:00-06:00", "cancelled", "Saturday clinic"),
    ]
    for given, outcome in (
        ({"overrides": [MOVED, CALLED_OFF]}, "unchanged"),
        ({}, "unchanged"),
        ({"overrides": [MOVED]}, "changed"),
        ({"overrides": []}, "changed"),
    ):
        [again] = consortium.imported(_record(consortium, **given))
        assert again["outcome"] == outcome, given
    assert [state for _, state, _ in _shown(consortium, first["id"])] == ["scheduled"] * 3
    assert consortium.told() == ["event_recorded"] * 3


def test_an_override_of_no_occurrence_is_refused(consortium: Consortium) -> None:
    for given in (
        {"overrides": [CALLED_OFF | {"key": "2026-12-20T10:00"}]},
        {"overrides": [CALLED_OFF], "recurrence": None},
    ):
        records = [_record(consortium, **given)]
        answer = consortium.office.post(f"{IMPORTS}/events", json={"records": records})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-reference")
        assert [each["pointer"] for each in answer.json()["errors"]] == ["/records/0/overrides/0/key"]
    twice = consortium.office.post(
        f"{IMPORTS}/events", json={"records": [_record(consortium, overrides=[MOVED, MOVED])]}
    )
    assert (twice.status_code, twice.json()["code"]) == (422, "duplicate")
