"""Partners at the door: found, listed, changed, and never above themselves."""

import pytest

from tests.partners.consortium import Consortium

PARTNERS = "/api/v1/partners"
UNKNOWN = "019afeed-0000-7000-8000-000000000000"


def test_a_partner_is_found_by_its_id_and_by_its_slug(consortium: Consortium) -> None:
    posted = consortium.office().post(PARTNERS, json={"name": "Río Clinic (East)", "kind": "clinic"})
    assert posted.status_code == 201
    partner = posted.json()
    assert (partner["slug"], partner["time_zone"], partner["version"]) == ("rio-clinic-east", "America/Chicago", 1)
    for key in (partner["id"], "rio-clinic-east"):
        found = consortium.http.get(f"{PARTNERS}/{key}")
        assert found.json() == partner
        assert found.headers["ETag"] == posted.headers["ETag"] == '"1"'


def test_a_name_without_latin_letters_has_an_address_too(consortium: Consortium) -> None:
    slug = consortium.office().post(PARTNERS, json={"name": "ליאור נור", "kind": "other"}).json()["slug"]
    assert consortium.http.get(f"{PARTNERS}/{slug}").json()["name"] == "ליאור נור"


@pytest.mark.parametrize(
    "key", ["no-such-partner", "019afeed-0000-7000-8000-000000000000", "%00", "a" * 500, "%C3%A9"]
)
def test_a_partner_that_is_not_there_is_not_found(consortium: Consortium, key: str) -> None:
    answer = consortium.http.get(f"{PARTNERS}/{key}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_strangers_see_public_partners_without_their_address(consortium: Consortium) -> None:
    shown = consortium.partner(name="Shown", email="office@shown.example.org", request_limit_per_month=3)
    hidden = consortium.partner(name="Hidden", public=False)
    [listed] = consortium.http.get(PARTNERS).json()["items"]
    assert (listed["id"], listed["email"], listed["request_limit_per_month"]) == (str(shown.id), None, None)
    assert consortium.http.get(f"{PARTNERS}/{hidden.slug}").status_code == 404
    door = consortium.as_(consortium.person())
    assert [item["name"] for item in door.get(PARTNERS).json()["items"]] == ["Hidden", "Shown"]
    assert door.get(f"{PARTNERS}/shown").json()["email"] == "office@shown.example.org"


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("josé", ["Centro José Martí"]),
        ("JOSE marti", ["Centro José Martí"]),
        ("martí centro", ["Centro José Martí"]),
        ("straße", ["Strasse Hospital"]),
        ("STRASSE", ["Strasse Hospital"]),
        ("wusm", ["Washington School of Medicine"]),
        ("100%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("", ["Centro José Martí", "Strasse Hospital", "Washington School of Medicine"]),
    ],
)
def test_words_are_found_whatever_their_accents_case_and_order(
    consortium: Consortium, q: str, found: list[str]
) -> None:
    consortium.partner(name="Strasse Hospital")
    consortium.partner(name="Centro José Martí")
    consortium.partner(name="Washington School of Medicine", aliases=["WUSM"])
    items = consortium.http.get(PARTNERS, params={"q": q}).json()["items"]
    assert [item["name"] for item in items] == found


def test_a_list_is_filtered_by_kind_state_and_membership(consortium: Consortium) -> None:
    consortium.partner(name="A", kind="clinic", membership="member")
    consortium.partner(name="B", kind="school", state="dormant")
    consortium.partner(name="C", kind="school")

    def names(**asked: str) -> list[str]:
        return [item["name"] for item in consortium.http.get(PARTNERS, params=asked).json()["items"]]

    assert names(kind="school") == ["B", "C"]
    assert names(kind="school", state="active") == ["C"]
    assert names(membership="member") == ["A"]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"limit": 0}, 422, "out-of-range"),
        ({"limit": 201}, 422, "out-of-range"),
        ({"cursor": "nonsense"}, 400, "invalid-cursor"),
        ({"kind": "castle"}, 422, "literal-error"),
        ({"colour": "red"}, 400, "invalid-filter"),
        ({"q": "a\x00b"}, 422, "control-character"),
    ],
)
def test_nonsense_is_asked_of_a_list_in_vain(
    consortium: Consortium, asked: dict[str, str], status: int, code: str
) -> None:
    answer = consortium.http.get(PARTNERS, params=asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_list_goes_on_page_after_page_with_namesakes_in_it(consortium: Consortium) -> None:
    made = sorted(consortium.partner(name=name, slug=f"s{place}").id for place, name in enumerate("abbbc"))
    seen, cursor = [], None
    while True:
        page = consortium.http.get(PARTNERS, params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [item["name"] for item in seen] == list("abbbc")
    assert sorted(item["id"] for item in seen) == [str(partner_id) for partner_id in made]


def test_a_list_asks_the_database_as_often_for_many_as_for_few(consortium: Consortium) -> None:
    door = consortium.office()

    def queries(path: str) -> int:
        with consortium.queries() as asked:
            assert door.get(path).status_code == 200
        return sum(statement.startswith("SELECT") for statement in asked)

    partner = consortium.partner()
    few = [queries(path) for path in (PARTNERS, "/api/v1/people")]
    for _ in range(10):
        consortium.partner()
        consortium.person(roles=[{"partner_id": partner.id, "role": "viewer"}], consents={"newsletter": True})
    assert [queries(path) for path in (PARTNERS, "/api/v1/people")] == few


def test_an_address_that_is_taken_is_refused_with_a_link_to_whose_it_is(consortium: Consortium) -> None:
    partner = consortium.partner(name="River Clinic")
    office = consortium.office()
    for body in ({"name": "River  Clinic"}, {"name": "Other", "slug": "river-clinic"}):
        answer = office.post(PARTNERS, json=body | {"kind": "clinic"})
        assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")
        assert office.get(answer.json()["link"]).json()["id"] == str(partner.id)
    other = consortium.partner()
    answer = office.patch(f"{PARTNERS}/{other.id}", json={"slug": "river-clinic"}, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")


def test_a_change_names_the_version_that_it_changes(consortium: Consortium) -> None:
    partner, office = consortium.partner(), consortium.office()
    path, change = f"{PARTNERS}/{partner.id}", {"blurb": "Open late."}
    assert office.patch(path, json=change).status_code == 428
    changed = office.patch(path, json=change, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"], changed.json()["blurb"]) == (200, '"2"', "Open late.")
    stale = office.patch(path, json=change, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")
    assert [body["version"] for body in consortium.told("partner_changed")] == [1, 2]


def test_a_change_that_changes_nothing_is_no_new_version_and_told_to_nobody(consortium: Consortium) -> None:
    partner, office = consortium.partner(identifiers=[{"scheme": "ROR", "value": "x"}]), consortium.office()
    same = {"name": partner.name, "identifiers": [{"scheme": "ROR", "value": "x"}], "accessibility": {}}
    answer = office.patch(f"{PARTNERS}/{partner.slug}", json=same, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert len(consortium.told("partner_changed")) == 1


@pytest.mark.parametrize("field", ["name", "kind", "slug", "public", "aliases"])
def test_what_every_partner_has_cannot_be_taken_away(consortium: Consortium, field: str) -> None:
    partner = consortium.partner()
    answer = consortium.office().patch(f"{PARTNERS}/{partner.id}", json={field: None}, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{field}")


def test_a_partner_says_what_is_its_own_and_the_office_the_rest(consortium: Consortium) -> None:
    partner = consortium.partner()
    door = consortium.with_role("coordinator", partner)
    path, any_version = f"{PARTNERS}/{partner.id}", {"If-Match": "*"}
    own = {"blurb": "New.", "accessibility": {"statement": "Step-free.", "contact": "Ana"}}
    assert door.patch(path, json=own, headers=any_version).status_code == 200
    for field, value in (("state", "ended"), ("membership", "member"), ("parent_id", None), ("public", False)):
        assert door.patch(path, json={field: value}, headers=any_version).status_code == 403
    assert consortium.told("partner_changed")[-1]["accessibility_statement"] == "Step-free."


def test_nobody_stands_above_herself(consortium: Consortium) -> None:
    top = consortium.partner()
    middle = consortium.partner(parent_id=top.id)
    bottom = consortium.partner(parent_id=middle.id)
    office = consortium.office()
    for above in (top, middle, bottom):
        path = f"{PARTNERS}/{top.id}"
        answer = office.patch(path, json={"parent_id": str(above.id)}, headers={"If-Match": "*"})
        assert (answer.status_code, answer.json()["code"]) == (409, "parent-loop")
    assert office.get(f"{PARTNERS}/{top.id}").json()["parent_id"] is None


def test_a_parent_that_is_not_there_is_named(consortium: Consortium) -> None:
    unknown = "019afeed-0000-7000-8000-000000000000"
    body = {
        "name": "A",
        "kind": "clinic",
        "parent_id": unknown,
        "relationships": [{"kind": "of", "partner_id": unknown}],
    }
    answer = consortium.office().post(PARTNERS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-reference")
    pointers = {flaw["pointer"] for flaw in answer.json()["errors"]}
    assert pointers == {"/parent_id", "/relationships/0/partner_id"}


def test_the_same_key_twice_is_one_partner(consortium: Consortium) -> None:
    office, key = consortium.office(), {"Idempotency-Key": "post-1"}
    body = {"name": "Once", "kind": "clinic"}
    first, again = (office.post(PARTNERS, json=body, headers=key) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert len(office.get(PARTNERS).json()["items"]) == 1
    other = office.post(PARTNERS, json=body | {"name": "Other"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-mismatch")
