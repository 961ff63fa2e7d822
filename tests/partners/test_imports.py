"""The office's import door: all or none, twice changes nothing, copies follow, nobody is written to."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from plexus.demo import DEMO_FILE
from plexus.demo_records import Records
from tests.partners.consortium import Consortium

TRAPS_FILE = Path(__file__).parents[1] / "data" / "traps.yaml"
SECTIONS = ["partners", "communities", "people", "groups", "agreements", "initiatives"]
UNKNOWN = "019afeed-0000-7000-8000-000000000000"


def _import(door: TestClient, kind: str, *records: dict[str, Any]) -> Any:
    return door.post(f"/api/v1/imports/{kind}", json={"records": records})


def _outcomes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["outcome"] for item in answer.json()["items"]]


def _load(door: TestClient, file: dict[str, Any]) -> set[str]:
    """Load all sections, parents before children; says which outcomes there were."""
    records, outcomes = Records(file), set()
    for section in SECTIONS:
        waiting = list(file[section])
        while waiting:
            known = {None, *(key for _, key in records.ids)}
            ready = [row for row in waiting if {row.get("parent"), row.get("renewal_of")} <= known]
            answer = _import(door, section, *(records.translated(section, row) for row in ready))
            outcomes |= set(_outcomes(answer))
            for item in answer.json()["items"]:
                records.learn(section, item["external_id"], item["id"])
            waiting = [row for row in waiting if row not in ready]
    return outcomes


def test_the_demo_consortium_twice_is_the_demo_consortium_once(consortium: Consortium) -> None:
    file, office = yaml.safe_load(DEMO_FILE.read_text()), consortium.office()
    assert _load(office, file) == {"created"}
    told = {name: len(consortium.told(f"{name}_changed", "events")) for name in ("partner", "person", "group")}
    assert told == {"partner": len(file["partners"]), "person": len(file["people"]) + 1, "group": len(file["groups"])}
    before = consortium.everything_kept()
    assert _load(office, file) == {"unchanged"}
    assert consortium.everything_kept() == before
    assert consortium.told("sign_in_requested") == []


def test_the_traps_are_taken_but_for_the_loops_and_a_name_too_long(consortium: Consortium) -> None:
    file, office = yaml.safe_load(TRAPS_FILE.read_text()), consortium.office()
    records = Records(file)
    rootless = [records.translated("partners", row | {"parent": None}) for row in file["partners"]]
    too_long = next(place for place, record in enumerate(rootless) if len(record["name"]) > 300)
    refused = _import(office, "partners", *rootless).json()["errors"]
    assert [(flaw["pointer"], flaw["code"]) for flaw in refused] == [(f"/records/{too_long}/name", "too-long")]
    rooted = _import(office, "partners", *rootless[:too_long], *rootless[too_long + 1 :])
    assert set(_outcomes(rooted)) == {"created"}
    for item in rooted.json()["items"]:
        records.learn("partners", item["external_id"], item["id"])
    people = [records.translated("people", row) for row in file["people"]]
    assert set(_outcomes(_import(office, "people", *people))) == {"created"}
    under = [records.translated("partners", row) for row in file["partners"] if row["parent"]]
    statuses = {record["external_id"]: _import(office, "partners", record).status_code for record in under}
    assert statuses == {"t-loop-a": 200, "t-loop-b": 409, "t-loop-self": 409}


def test_only_the_fields_that_a_record_names_are_changed(consortium: Consortium) -> None:
    office = consortium.office()
    first = {"external_id": "a", "name": "Ana", "email": "ana@example.org", "language": "es"}
    assert _outcomes(_import(office, "people", first)) == ["created"]
    again = {"external_id": "a", "name": "Ana Ríos", "email": "ana@example.org"}
    answer = _import(office, "people", again)
    assert _outcomes(answer) == ["changed"]
    person = office.get(f"/api/v1/people/{answer.json()['items'][0]['id']}").json()
    assert (person["name"], person["language"], person["version"]) == ("Ana Ríos", "es", 2)
    assert consortium.told("person_changed")[-1]["version"] == 2


def test_what_belongs_to_a_person_is_hers_whatever_its_order(consortium: Consortium) -> None:
    office = consortium.office()
    places = [{"partner_id": str(consortium.partner().id), "kind": "staff"} for _ in range(3)]
    record = {"external_id": "a", "name": "Ana", "email": "ana@example.org", "affiliations": places}
    outcomes = [
        _outcomes(_import(office, "people", record | {"affiliations": some}))
        for some in (places, places[::-1], places[:2], [], places)
    ]
    assert outcomes == [["created"], ["unchanged"], ["changed"], ["changed"], ["changed"]]


def test_somebody_who_is_here_already_is_adopted_by_her_address(consortium: Consortium) -> None:
    person, office = consortium.person(email="ana@example.org"), consortium.office()
    answer = _import(office, "people", {"external_id": "p-1", "name": "Ana", "email": "ANA@example.org"})
    assert answer.json()["items"] == [{"external_id": "p-1", "id": str(person.id), "outcome": "changed"}]
    taken = _import(office, "people", {"external_id": "p-2", "name": "Ana", "email": "ana@example.org"})
    assert (taken.status_code, taken.json()["code"]) == (409, "already-exists")


def test_an_external_id_is_not_taken_for_a_slug(consortium: Consortium) -> None:
    office = consortium.office()
    _import(office, "partners", {"external_id": "north", "slug": "n", "name": "North", "kind": "clinic"})
    answer = _import(office, "partners", {"external_id": "n", "slug": "north", "name": "Other", "kind": "clinic"})
    assert _outcomes(answer) == ["created"]


def test_all_are_taken_or_none(consortium: Consortium) -> None:
    office = consortium.office()
    good = {"external_id": "a", "name": "A", "kind": "clinic"}
    bad = {"external_id": "b", "name": "B", "kind": "clinic", "parent_id": UNKNOWN}
    answer = _import(office, "partners", good, bad)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-reference")
    assert [flaw["pointer"] for flaw in answer.json()["errors"]] == ["/records/1/parent_id"]
    assert office.get("/api/v1/partners").json()["items"] == []
    assert consortium.told("partner_changed") == []


@pytest.mark.parametrize(
    ("kind", "record", "pointers"),
    [
        ("people", {"roles": [{"partner_id": UNKNOWN, "role": "admin"}]}, ["/records/0/roles/0/partner_id"]),
        ("groups", {"owner_ids": [UNKNOWN], "member_ids": [UNKNOWN]}, ["owner_ids/0", "member_ids/0"]),
    ],
)
def test_an_unknown_id_is_named_by_its_pointer(
    consortium: Consortium, kind: str, record: dict[str, Any], pointers: list[str]
) -> None:
    named = {"name": "A", "email": "a@example.org"} if kind == "people" else {"title": "A"}
    answer = _import(consortium.office(), kind, {"external_id": "a"} | named | record)
    assert answer.json()["code"] == "unknown-reference"
    found = {flaw["pointer"] for flaw in answer.json()["errors"]}
    assert found == {f"/records/0/{pointer.removeprefix('/records/0/')}" for pointer in pointers}


def test_a_loop_is_refused_the_record_that_closes_it(consortium: Consortium) -> None:
    office = consortium.office()
    records = [{"external_id": name, "name": name, "kind": "clinic"} for name in ("loop-a", "loop-b")]
    a, b = (item["id"] for item in _import(office, "partners", *records).json()["items"])
    assert _outcomes(_import(office, "partners", records[0] | {"parent_id": b})) == ["changed"]
    for closing in (records[1] | {"parent_id": a}, records[1] | {"parent_id": b}):
        answer = _import(office, "partners", closing)
        assert (answer.status_code, answer.json()["code"]) == (409, "parent-loop")


def test_one_record_is_not_named_twice(consortium: Consortium) -> None:
    record = {"external_id": "a", "name": "A", "kind": "clinic"}
    answer = _import(consortium.office(), "partners", record, record)
    assert (answer.status_code, answer.json()["code"]) == (422, "repeated")


def test_more_than_five_hundred_records_come_in_batches(consortium: Consortium) -> None:
    records = [{"external_id": str(number), "name": "A"} for number in range(501)]
    answer = _import(consortium.office(), "communities", *records)
    assert (answer.status_code, answer.json()["code"]) == (422, "too-many")


def test_an_import_is_audited(consortium: Consortium) -> None:
    person = consortium.person(consortium_roles=["office"])
    door, record = consortium.as_(person), {"external_id": "a", "name": "A", "kind": "county"}
    for name in ("A", "A", "B"):
        _import(door, "communities", record | {"name": name})
    with consortium.store.session() as session:
        query = "SELECT what, door, who FROM audit WHERE what <> 'person.added' ORDER BY id"
        rows = [tuple(row) for row in session.connection().exec_driver_sql(query)]
    assert rows == [("community.imported", "import", person.id), ("community.changed", "import", person.id)]


def test_rosters_are_for_the_group_itself_and_those_above_it(consortium: Consortium) -> None:
    owner, member = consortium.partner(), consortium.person()
    group = {"external_id": "g", "title": "Council", "owner_ids": [str(owner.id)], "member_ids": [str(member.id)]}
    _import(consortium.office(), "groups", group)
    doors = {
        "member": consortium.as_(member),
        "owner's admin": consortium.with_role("admin", owner),
        "owner's viewer": consortium.with_role("viewer", owner),
        "anybody": consortium.as_(consortium.person()),
    }
    shown = {name: door.get("/api/v1/groups").json()["items"][0]["member_ids"] for name, door in doors.items()}
    roster = [str(member.id)]
    assert shown == {"member": roster, "owner's admin": roster, "owner's viewer": None, "anybody": None}
