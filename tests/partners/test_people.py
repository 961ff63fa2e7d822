"""People at the door: one address each, and who may know and change what of whom."""

from typing import Any

import pytest

from tests.partners.consortium import Consortium

PEOPLE = "/api/v1/people"
ANY_VERSION = {"If-Match": "*"}


def test_a_person_is_shown_with_all_that_she_told(consortium: Consortium) -> None:
    partner = consortium.partner()
    body = {
        "name": "Ana Ríos",
        "email": "Ana.Rios@example.org",
        "language": "es",
        "time_zone": "America/Denver",
        "quiet_hours": {"start": "22:00:00", "end": "07:00:00"},
        "affiliations": [{"partner_id": str(partner.id), "kind": "staff", "since": "2026-01-31", "until": None}],
        "roles": [{"partner_id": str(partner.id), "role": "admin"}],
        "consortium_roles": ["operator"],
        "consents": {"newsletter": True, "operational_email": False},
    }
    posted = consortium.office().post(PEOPLE, json=body)
    assert posted.status_code == 201
    assert posted.json().items() >= body.items()
    told = consortium.told("person_changed", "events")[-1]
    assert (told["operational_email"], told["newsletter"], told["quiet_hours"]["start"]) == (False, True, "22:00:00")
    assert told["affiliations"] == body["affiliations"]


def test_who_said_nothing_is_sent_what_keeps_the_work_going_and_no_newsletter(consortium: Consortium) -> None:
    consortium.person()
    [told] = consortium.told("person_changed")
    assert (told["operational_email"], told["newsletter"]) == (True, False)


@pytest.mark.parametrize("spelling", ["ana@bücher.example.org", "ANA@xn--bcher-kva.example.org"])
def test_an_address_is_one_persons_however_it_is_written(consortium: Consortium, spelling: str) -> None:
    person, office = consortium.person(email="Ana@Bücher.example.org"), consortium.office()
    answer = office.post(PEOPLE, json={"name": "Other", "email": spelling})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")
    assert answer.json()["link"] == f"{PEOPLE}/{person.id}"
    other = consortium.person()
    answer = office.patch(f"{PEOPLE}/{other.id}", json={"email": spelling}, headers=ANY_VERSION)
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"email": "no address"}, "/email", "invalid-email"),
        ({"email": "a@example.org\r\nBcc: b@example.org"}, "/email", "header-injection"),
        ({"name": "Ana\nBcc: b@example.org"}, "/name", "header-injection"),
        ({"name": " \u200b "}, "/name", "blank"),
        ({"name": "a\x07"}, "/name", "control-character"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone", "unknown-timezone"),
        ({"is_admin": True}, "/is_admin", "unknown-field"),
        ({"quiet_hours": {"start": "22:00+01:00", "end": "07:00"}}, "/quiet_hours/start", "invalid-time"),
        ({"affiliations": [{"kind": "staff"}]}, "/affiliations/0/partner_id", "required"),
    ],
)
def test_what_no_person_has_is_refused(
    consortium: Consortium, given: dict[str, Any], pointer: str, code: str
) -> None:
    answer = consortium.office().post(PEOPLE, json={"name": "Ana", "email": "ana@example.org"} | given)
    assert answer.status_code == 422
    assert [(flaw["pointer"], flaw["code"]) for flaw in answer.json()["errors"]] == [(pointer, code)]


def test_she_says_how_she_is_written_to_and_nothing_else(consortium: Consortium) -> None:
    person = consortium.person()
    door = consortium.as_(person)
    mine = {"language": "es", "time_zone": "America/Denver", "quiet_hours": None, "name": "Ana", "consents": {}}
    me = door.get(f"{PEOPLE}/me")
    changed = door.patch(f"{PEOPLE}/{person.id}", json=mine, headers={"If-Match": me.headers["ETag"]})
    assert (changed.status_code, changed.json()["language"], changed.json()["version"]) == (200, "es", 2)
    for field, value in (("consortium_roles", ["office"]), ("email", "b@example.org"), ("state", "left")):
        answer = door.patch(f"{PEOPLE}/{person.id}", json={field: value}, headers=ANY_VERSION)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


def test_an_admin_gives_and_takes_roles_at_her_partner_alone(consortium: Consortium) -> None:
    ours, theirs = consortium.partner(), consortium.partner()
    foreign = {"partner_id": str(theirs.id), "role": "viewer"}
    person = consortium.person(
        affiliations=[{"partner_id": ours.id, "kind": "staff"}], roles=[foreign | {"partner_id": theirs.id}]
    )
    admin, path = consortium.with_role("admin", ours), f"{PEOPLE}/{person.id}"
    given = {"roles": [foreign, {"partner_id": str(ours.id), "role": "reviewer"}]}
    assert len(admin.patch(path, json=given, headers=ANY_VERSION).json()["roles"]) == 2
    taken = {"roles": [{"partner_id": str(ours.id), "role": "reviewer"}]}
    assert admin.patch(path, json=taken, headers=ANY_VERSION).status_code == 403
    usurped = {"roles": [foreign, {"partner_id": str(theirs.id), "role": "admin"}]}
    assert admin.patch(path, json=usurped, headers=ANY_VERSION).status_code == 403
    assert admin.patch(path, json={"name": "Other"}, headers=ANY_VERSION).status_code == 403
    assert admin.patch(path, json={"roles": [foreign]}, headers=ANY_VERSION).status_code == 200
    assert consortium.told("person_changed")[-1]["roles"] == [foreign]


def test_whom_somebody_may_know_of_is_listed_and_found_and_nobody_else(consortium: Consortium) -> None:
    ours, theirs = consortium.partner(), consortium.partner()
    staff = consortium.person(name="Staff", affiliations=[{"partner_id": ours.id, "kind": "staff"}])
    foreign = consortium.person(name="Foreign", affiliations=[{"partner_id": theirs.id, "kind": "staff"}])
    boss = consortium.person(name="Boss", roles=[{"partner_id": ours.id, "role": "admin"}])
    doors = {"boss": consortium.as_(boss), "staff": consortium.as_(staff), "office": consortium.office()}

    def known(door: str, **asked: str) -> list[str]:
        return [item["name"] for item in doors[door].get(PEOPLE, params=asked).json()["items"]]

    assert known("boss") == ["Boss", "Staff"]
    assert known("staff") == ["Staff"]
    assert set(known("office")) > {"Boss", "Staff", "Foreign"}
    assert known("office", partner=str(ours.id)) == ["Boss", "Staff"]
    assert known("boss", q="STÁFF") == ["Staff"]
    assert doors["boss"].get(f"{PEOPLE}/{foreign.id}").status_code == 404
    assert doors["staff"].get(f"{PEOPLE}/{boss.id}").status_code == 404


def test_an_id_that_is_none_is_not_found(consortium: Consortium) -> None:
    assert consortium.office().get(f"{PEOPLE}/42").json()["code"] == "not-found"


def test_a_consent_keeps_the_day_on_which_it_was_said(consortium: Consortium) -> None:
    person = consortium.person(consents={"newsletter": True, "photo": True})
    consortium.execute("UPDATE consents SET said_at = '2026-01-01'")
    door, path = consortium.as_(person), f"{PEOPLE}/{person.id}"
    said = {"consents": {"newsletter": False, "photo": True}}
    assert door.patch(path, json=said, headers=ANY_VERSION).json()["consents"] == said["consents"]
    with consortium.store.session() as session:
        query = "SELECT purpose FROM consents WHERE said_at > '2026-01-01'"
        assert session.connection().exec_driver_sql(query).scalars().all() == ["newsletter"]
