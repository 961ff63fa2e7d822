"""Communities: what federal programs say of them, as of a day, and lists by setting, designation and language."""

from typing import Any

import pytest

from tests.partners.consortium import Consortium

HPSA = {"scheme": "HPSA", "designated_on": "2009-08-03", "snapshot_on": "2026-10-01", "discipline": "Primary Care"}
MUA = {"scheme": "MUA", "designated_on": "1994-05-12", "snapshot_on": "2026-10-01", "imu": 48.6}


def _imported(consortium: Consortium, *records: dict[str, Any]) -> Any:
    return consortium.office().post("/api/v1/imports/communities", json={"records": records})


def test_lists_go_by_setting_designation_and_language(consortium: Consortium) -> None:
    hollow = {
        "external_id": "a",
        "name": "Pine Hollow",
        "setting": "rural",
        "designations": [MUA],
        "languages": ["es"],
    }
    west = {"external_id": "b", "name": "West End", "setting": "urban", "designations": [HPSA]}
    was = {
        "external_id": "c",
        "name": "Oldfield",
        "setting": "rural",
        "designations": [MUA | {"status": "withdrawn"}],
    }
    assert _imported(consortium, hollow, west, was).status_code == 200
    for asked, found in (
        ({}, ["Oldfield", "Pine Hollow", "West End"]),
        ({"setting": "rural"}, ["Oldfield", "Pine Hollow"]),
        ({"designation": "MUA"}, ["Pine Hollow"]),
        ({"setting": "urban", "designation": "MUA"}, []),
        ({"designation": "HPSA", "q": "west"}, ["West End"]),
        ({"language": "es"}, ["Pine Hollow"]),
    ):
        listed = consortium.http.get("/api/v1/communities", params=asked).json()["items"]
        assert [each["name"] for each in listed] == found, asked


def test_a_designation_is_kept_whole_with_the_day_on_which_it_was_looked_up(consortium: Consortium) -> None:
    record = {
        "external_id": "a",
        "name": "Pine Hollow",
        "designations": [HPSA | {"score": 17}],
        "local_note": "A bus.",
    }
    assert _imported(consortium, record).json()["items"][0]["outcome"] == "created"
    assert _imported(consortium, record).json()["items"][0]["outcome"] == "unchanged"
    shown = consortium.http.get("/api/v1/communities/pine-hollow").json()
    [designation] = shown["designations"]
    assert {name: designation[name] for name in (*HPSA, "score", "status")} == HPSA | {
        "score": 17,
        "status": "designated",
    }
    assert shown["local_note"] == "A bus."


@pytest.mark.parametrize(
    ("given", "flaw"),
    [
        ({"scheme": "POOR"}, "/records/0/designations/0/scheme"),
        ({"score": 27}, "/records/0/designations/0/score"),
        ({"snapshot_on": None}, "/records/0/designations/0/snapshot_on"),
        ({"race": "any"}, "/records/0/designations/0/race"),
    ],
)
def test_what_no_program_says_is_refused(consortium: Consortium, given: dict[str, Any], flaw: str) -> None:
    refused = _imported(consortium, {"external_id": "a", "name": "A", "designations": [HPSA | given]})
    assert refused.status_code == 422
    assert flaw in [each["pointer"] for each in refused.json()["errors"]]
