"""Agreements at the door: what is drafted, what is refused, what may still be mended, and who may look."""

from datetime import timedelta
from typing import Any

import pytest

from tests.partners.agreed import TODAY, Agreed, morning_of
from tests.partners.conftest import StandingClock
from tests.partners.consortium import Consortium

UNKNOWN = "019afeed-0000-7000-8000-000000000000"


@pytest.fixture
def agreed(consortium: Consortium, time: StandingClock) -> Agreed:
    time.time = morning_of(TODAY)
    return Agreed(consortium)


def _codes(answer: Any) -> list[tuple[str, str]]:
    return [(flaw["pointer"], flaw["code"]) for flaw in answer.json()["errors"]]


def test_what_was_said_is_shown_with_its_owners_by_name(agreed: Agreed) -> None:
    approvals = [{"body": "Executive committee", "endorsed_on": None, "approved_on": "2026-02-01"}]
    shown = agreed.now(agreed.draft(approvals=approvals, document="a-07.pdf", notice_days=60))
    assert {owner["name"] for owner in shown["owners"]} == {person.name for person in agreed.owners}
    assert shown["approvals"] == approvals
    assert (shown["state"], shown["document"], shown["notice_days"]) == ("draft", "a-07.pdf", 60)
    assert (shown["days_left"], shown["at_risk"], shown["renewed_by"]) == (716, False, None)
    assert shown["allowed"] == ["change", "submission", "withdrawal"]


def test_the_neighbors_are_told_of_each_step(agreed: Agreed) -> None:
    agreement = agreed.signed()
    told = agreed.consortium.told("agreement_changed")
    assert [fact["state"] for fact in told] == ["draft", "in_review", "in_force"]
    assert [fact["version"] for fact in told] == [1, 2, 3]
    assert told[-1]["title"] == agreement["scope"]


@pytest.mark.parametrize(
    ("given", "flaw"),
    [
        ({"party_ids": [UNKNOWN]}, ("/party_ids", "too-short")),
        ({"party_ids": [UNKNOWN, UNKNOWN]}, ("/party_ids", "repeated")),
        ({"expires_on": "2020-01-01"}, ("/expires_on", "end-before-start")),
        ({"kind": "handshake"}, ("/kind", "literal-error")),
        ({"notice_days": -1}, ("/notice_days", "out-of-range")),
        ({"scope": " "}, ("/scope", "blank")),
        ({"effective_on": "soon"}, ("/effective_on", "date-from-datetime-parsing")),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(
    agreed: Agreed, given: dict[str, Any], flaw: tuple[str, str]
) -> None:
    refused = agreed.office.post("/api/v1/agreements", json=agreed.body() | given)
    assert refused.status_code == 422
    assert flaw in _codes(refused)


def test_an_owner_looks_after_it_for_one_of_its_parties(agreed: Agreed) -> None:
    stranger = agreed.consortium.partner()
    owners = [{"partner_id": str(stranger.id), "person_id": str(agreed.owners[0].id)}]
    assert _codes(agreed.office.post("/api/v1/agreements", json=agreed.body(owners=owners))) == [
        ("/owners", "not-a-party")
    ]
    owners = [{"partner_id": str(agreed.school.id), "person_id": UNKNOWN}]
    assert _codes(agreed.office.post("/api/v1/agreements", json=agreed.body(owners=owners))) == [
        ("/owners/0/person_id", "unknown-reference")
    ]


def test_nothing_is_signed_that_a_side_does_not_look_after(agreed: Agreed) -> None:
    agreement = agreed.draft(owners=agreed.body()["owners"][:1])
    agreed.moved(agreement, "submission")
    refused = agreed.office.post(f"/api/v1/agreements/{agreement['id']}/signature")
    assert (refused.status_code, refused.json()["code"]) == (409, "owner-missing")


def test_what_is_over_already_is_not_signed(agreed: Agreed) -> None:
    long_ago = TODAY - timedelta(days=900)
    agreement = agreed.draft(effective_on=long_ago, expires_on=TODAY - timedelta(days=1))
    agreed.moved(agreement, "submission")
    refused = agreed.office.post(f"/api/v1/agreements/{agreement['id']}/signature")
    assert (refused.status_code, refused.json()["code"]) == (409, "already-over")


def test_what_was_signed_stays_but_for_who_looks_after_it(agreed: Agreed) -> None:
    at = f"/api/v1/agreements/{agreed.signed()['id']}"
    refused = agreed.office.patch(at, json={"scope": "Something else"}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (409, "already-signed")
    mended = agreed.office.patch(at, json={"document": "shelf 4"}, headers={"If-Match": "*"})
    assert (mended.status_code, mended.json()["document"]) == (200, "shelf 4")
    assert agreed.office.patch(at, json={"document": "shelf 5"}, headers={"If-Match": '"1"'}).status_code == 412


def test_a_renewal_begins_the_day_after_or_says_why_not(agreed: Agreed) -> None:
    last = TODAY + timedelta(days=60)
    old = agreed.signed(expires_on=last)
    late = agreed.body(effective_on=last + timedelta(days=2), renewal_of=old["id"])
    assert _codes(agreed.office.post("/api/v1/agreements", json=late)) == [("/effective_on", "gap-or-overlap")]
    new = agreed.draft(effective_on=last + timedelta(days=1), renewal_of=old["id"])
    assert (agreed.now(old)["renewed_by"], new["renewal_of"]) == (new["id"], old["id"])
    again = agreed.office.post("/api/v1/agreements", json=late | {"dates_note": "They meet in May only."})
    assert (again.status_code, again.json()["link"]) == (409, f"/api/v1/agreements/{new['id']}")
    agreed.moved(new, "withdrawal")
    assert agreed.office.post("/api/v1/agreements", json=late | {"dates_note": "In May."}).status_code == 201


def test_a_draft_is_not_renewed(agreed: Agreed) -> None:
    draft = agreed.draft()
    refused = agreed.office.post("/api/v1/agreements", json=agreed.body(renewal_of=draft["id"]))
    assert (refused.status_code, refused.json()["code"]) == (409, "not-renewable")


def test_what_is_at_risk_stands_first_and_what_is_over_last(agreed: Agreed) -> None:
    over = agreed.draft()
    agreed.moved(over, "withdrawal")
    later = agreed.signed(expires_on=TODAY + timedelta(days=120))
    today = agreed.signed(expires_on=TODAY)
    soon = agreed.signed(expires_on=TODAY + timedelta(days=89))
    listed = agreed.office.get("/api/v1/agreements").json()["items"]
    assert [each["id"] for each in listed] == [today["id"], soon["id"], later["id"], over["id"]]
    at_risk = agreed.office.get("/api/v1/agreements", params={"at_risk": True}).json()["items"]
    assert [each["id"] for each in at_risk] == [today["id"], soon["id"]]
    paged: list[str] = []
    cursor = None
    while cursor or not paged:
        page = agreed.office.get(
            "/api/v1/agreements", params={"limit": 1, "cursor": cursor} if cursor else {"limit": 1}
        )
        paged += [each["id"] for each in page.json()["items"]]
        cursor = page.json()["next"]
    assert paged == [each["id"] for each in listed]


def test_a_list_is_asked_by_words_partner_kind_and_state(agreed: Agreed) -> None:
    agreement, _ = agreed.signed(scope="Clínica de la tarde"), agreed.draft(kind="MOU")
    elsewhere = str(agreed.consortium.partner().id)
    for asked, found in (
        ({"q": "clinica tarde"}, 1),
        ({"partner": str(agreed.clinic.id)}, 2),
        ({"partner": elsewhere}, 0),
        ({"kind": "MOU"}, 1),
        ({"state": "in_force"}, 1),
    ):
        listed = agreed.office.get("/api/v1/agreements", params=asked).json()["items"]
        assert len(listed) == found, asked
    assert agreement["state"] == "in_force"


def test_only_the_parties_and_the_office_know_of_it(agreed: Agreed) -> None:
    agreement = agreed.signed()
    elsewhere = agreed.consortium.with_role("admin", agreed.consortium.partner())
    assert elsewhere.get(f"/api/v1/agreements/{agreement['id']}").status_code == 404
    assert elsewhere.get("/api/v1/agreements").json()["items"] == []
    assert elsewhere.post("/api/v1/agreements", json=agreed.body()).status_code == 403
    coordinator = agreed.consortium.as_(agreed.owners[1])
    assert coordinator.get(f"/api/v1/agreements/{agreement['id']}").status_code == 200
    assert coordinator.post("/api/v1/agreements", json=agreed.body()).status_code == 201
    renewal = agreed.body(renewal_of=agreement["id"], party_ids=[str(agreed.school.id), str(elsewhere_of(agreed))])
    assert coordinator.post("/api/v1/agreements", json=renewal).status_code == 403


def elsewhere_of(agreed: Agreed) -> Any:
    return agreed.consortium.partner().id
