"""The office notes calls, visits and meetings with a partner, and who looks after it; nobody else reads them."""

from datetime import timedelta
from typing import Any

import pytest

from services.partners.today import today
from tests.partners.consortium import Consortium


def _noted(consortium: Consortium, partner: Any, **given: Any) -> Any:
    body = {"kind": "call", "held_on": str(today()), "summary": "They ask for interpreters."} | given
    return consortium.office().post(f"/api/v1/partners/{partner.id}/interactions", json=body)


def test_they_are_listed_newest_first_page_by_page(consortium: Consortium) -> None:
    partner, other = consortium.partner(), consortium.partner()
    days = [3, 1, 2, 1]
    for ago in days:
        answer = _noted(consortium, partner, held_on=str(today() - timedelta(days=ago)))
        assert answer.status_code == 201, answer.text
    _noted(consortium, other)
    office, seen, cursor = consortium.office(), [], None
    while cursor or not seen:
        asked = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = office.get(f"/api/v1/partners/{partner.slug}/interactions", params=asked).json()
        seen += page["items"]
        cursor = page["next"]
    assert [one["held_on"] for one in seen] == [str(today() - timedelta(days=ago)) for ago in sorted(days)]
    assert len({one["id"] for one in seen}) == len(days)


def test_what_was_noted_wrongly_is_put_right_at_its_version(consortium: Consortium) -> None:
    noted = _noted(consortium, consortium.partner()).json()
    office, at = consortium.office(), f"/api/v1/interactions/{noted['id']}"
    mended = office.patch(at, json={"summary": "They offer interpreters."}, headers={"If-Match": '"1"'})
    assert (mended.json()["summary"], mended.json()["kind"], mended.json()["version"]) == (
        "They offer interpreters.",
        "call",
        2,
    )
    assert office.patch(at, json={"kind": "visit"}, headers={"If-Match": '"1"'}).status_code == 412


@pytest.mark.parametrize(
    ("given", "flaw"),
    [
        ({"summary": " "}, ("/summary", "blank")),
        ({"held_on": str(today() + timedelta(days=2))}, ("/held_on", "not-yet")),
        ({"kind": "party"}, ("/kind", "literal-error")),
    ],
)
def test_what_makes_no_sense_is_refused(consortium: Consortium, given: dict[str, Any], flaw: tuple[str, str]) -> None:
    refused = _noted(consortium, consortium.partner(), **given)
    assert refused.status_code == 422
    assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == [flaw]


def test_a_partner_is_anywhere_in_the_world_and_has_somebody_in_the_office(consortium: Consortium) -> None:
    ana, other = consortium.person(), consortium.partner()
    kathmandu = {
        "label": "Head office",
        "street": "Tripureshwor Marg 12",
        "locality": "Kathmandu",
        "region": "",
        "postal_code": "44600",
        "country": "NP",
    }
    works_with = {"kind": "works_with", "partner_id": str(other.id), "since": "2024-01-01", "until": "2025-12-31"}
    body = {"name": "Clinic of the valley", "kind": "clinic", "addresses": [kathmandu], "owner_id": str(ana.id)}
    office = consortium.office()
    made = office.post("/api/v1/partners", json=body | {"relationships": [works_with]})
    assert made.status_code == 201, made.text
    assert (made.json()["addresses"], made.json()["owner_id"]) == ([kathmandu], str(ana.id))
    assert made.json()["relationships"] == [works_with]
    stranger = consortium.http.get(f"/api/v1/partners/{made.json()['id']}").json()
    assert (stranger["addresses"], stranger["owner_id"]) == ([kathmandu], None)
    backwards = works_with | {"until": "2020-01-01"}
    refused = office.post("/api/v1/partners", json=body | {"name": "B", "relationships": [backwards]})
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/relationships/0"]


def test_units_are_found_by_what_they_belong_to_and_partners_by_reach(consortium: Consortium) -> None:
    school = consortium.partner(name="School", reach="global")
    unit = consortium.partner(name="Unit", parent_id=school.id)
    for asked, found in (({"parent": str(school.id)}, [str(unit.id)]), ({"reach": "global"}, [str(school.id)])):
        listed = consortium.http.get("/api/v1/partners", params=asked).json()["items"]
        assert [each["id"] for each in listed] == found
