"""Asking for what one needs by the link to one's registration, without an account."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shared import clock
from shared.sealing import unseal
from tests.events.consortium import Consortium
from tests.events.policy_afterwards import own_link

A_NEED = {"kinds": ["step_free_route"], "details": "From the bus stop."}


class Linked:
    """A registration without an account, and its link."""

    def __init__(self, consortium: Consortium) -> None:
        self.consortium, self.token = consortium, own_link(consortium)
        consortium.execute(
            "UPDATE registrations SET person_id = NULL, full_name = 'Sol Sample', email = 'sol@example.org',"
            " address = 'sol@example.org', language = 'es'"
        )
        self.url = f"/api/v1/links/events/{self.token}/accommodations"

    def post(self, path: str = "", **body: Any) -> Any:
        return self.consortium.http.post(self.url + path, json=body)

    @property
    def arranger(self) -> TestClient:
        return self.consortium.coordinator


@pytest.fixture
def linked(consortium: Consortium) -> Linked:
    return Linked(consortium)


def test_whoever_has_no_account_asks_and_accepts_by_the_link(linked: Linked) -> None:
    made = linked.post(**A_NEED)
    assert made.status_code == 201, made.text
    here = f"/api/v1/accommodations/{made.json()['id']}"
    seen = linked.arranger.get(here).json()
    assert (seen["name"], seen["details"], seen["person_id"]) == ("Sol Sample", "From the bus stop.", None)
    for move in ("acknowledgement", "arrangement", "alternative"):
        assert linked.arranger.post(f"{here}/{move}", json={"answer": "A lift."}).status_code == 200
    (shown,) = linked.consortium.http.get(linked.url).json()["items"]
    assert (shown["state"], shown["answer"]) == ("alternative_offered", "A lift.")
    assert shown["moves"] == ["acceptance", "refusal", "withdrawal"]
    assert linked.post(f"/{shown['id']}/acceptance").json()["state"] == "confirmed"
    told = linked.consortium.told("accommodation_changed")
    assert [each["change"] for each in told] == ["requested", "acknowledged", "alternative_offered", "confirmed"]
    sol = {"person_id": None, "name": "Sol Sample", "email": "sol@example.org", "language": "es"}
    assert all(each["registrant"] == sol for each in told)
    # What goes to her leads back here; what goes to those who arrange leads nowhere by her leave.
    assert told[0]["sealed_link"] == ""
    addresses = {unseal(each["sealed_link"].encode(), "link").decode() for each in told[1:]}
    assert addresses == {f"http://consortium.test/links/events/{linked.token}"}


def test_the_link_gives_no_more_than_its_holder_may(linked: Linked) -> None:
    made = linked.post(**A_NEED).json()["id"]
    for move in ("acknowledgement", "confirmation", "endorsement"):
        assert linked.post(f"/{made}/{move}").status_code == 403
    other = Linked(linked.consortium)
    assert other.consortium.http.get(other.url).json()["items"] == []
    assert other.post(f"/{made}/withdrawal").status_code == 404
    assert linked.post(f"/{made}/withdrawal").status_code == 200


def test_a_link_that_is_altered_too_old_or_of_another_kind_opens_nothing(
    linked: Linked, monkeypatch: pytest.MonkeyPatch
) -> None:
    http, url = linked.consortium.http, linked.url
    altered = url.replace(linked.token, ("B" if linked.token[0] == "A" else "A") + linked.token[1:])
    assert http.get(altered).status_code == 404
    assert http.post(altered, json=A_NEED).status_code == 404
    linked.consortium.execute("UPDATE links SET purpose = 'numbers'")
    assert http.get(url).status_code == 404
    linked.consortium.execute("UPDATE links SET purpose = 'registration'")
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert http.get(url).status_code == 410
    assert http.post(url, json=A_NEED).json()["code"] == "link-expired"
