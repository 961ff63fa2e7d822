"""Who may see which event, by a table written by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from tests.events.consortium import EVENTS, Consortium

PEOPLE = (
    "stranger",
    "person",
    "member",
    "former",
    "in_group",
    "invited",
    "host",
    "cohost",
    "asked",
    "other",
    "office",
)
INSIDE = {"host", "office"}
# Visibility of a published event → who sees it, beside its host's staff, its co-hosts' and the office.
SEEN_BY = {
    "public": set(PEOPLE),
    "members": {"member"},
    "group": {"in_group"},
    "private": {"invited"},
}


class Town:
    """One of each kind of person, and one event of each visibility."""

    def __init__(self, consortium: Consortium) -> None:
        self.consortium = consortium
        self.cohost, self.asked, self.other = (consortium.partner(membership="none") for _ in range(3))
        belongs = consortium.partner(membership="affiliate")
        today = datetime.now(UTC).date()
        member = {"partner_id": belongs, "kind": "staff", "since": today - timedelta(days=400)}
        self.people: dict[str, UUID] = {
            "person": consortium.person(),
            "member": consortium.person(affiliations=(member,)),
            "former": consortium.person(affiliations=({**member, "until": today - timedelta(days=2)},)),
            "in_group": consortium.person(),
            "invited": consortium.person(),
            "host": consortium.person(roles=({"partner_id": consortium.host, "role": "viewer"},)),
            "cohost": consortium.person(roles=({"partner_id": self.cohost, "role": "coordinator"},)),
            "asked": consortium.person(roles=({"partner_id": self.asked, "role": "coordinator"},)),
            "other": consortium.person(roles=({"partner_id": self.other, "role": "admin"},)),
            "office": consortium.person(consortium_roles=("office",)),
        }
        self.group = consortium.group(self.people["in_group"])
        self.doors: dict[str, TestClient] = {name: consortium.as_(one) for name, one in self.people.items()}
        self.doors["stranger"] = consortium.http

    def event(self, visibility: str, state: str = "published") -> str:
        record = self.consortium.a_record(
            visibility=visibility,
            state=state,
            group_id=str(self.group),
            invited_person_ids=[str(self.people["invited"])],
            cohosts=[
                {"partner_id": str(self.cohost), "state": "accepted", "share": 30},
                {"partner_id": str(self.asked), "role": "promoter", "state": "invited"},
            ],
        )
        return self.consortium.imported(record)[0]["id"]


@pytest.fixture
def town(consortium: Consortium) -> Town:
    return Town(consortium)


def test_who_sees_an_event_is_as_the_table_says(town: Town) -> None:
    for visibility, seen_by in SEEN_BY.items():
        event = town.event(visibility)
        for name, door in town.doors.items():
            sees = name in seen_by | INSIDE | {"cohost"}
            answer = door.get(f"{EVENTS}/{event}")
            assert answer.status_code == (200 if sees else 404), (visibility, name)
            listed = [each["id"] for each in door.get(EVENTS, params={"visibility": visibility}).json()["items"]]
            assert listed == ([event] if sees else []), (visibility, name)


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested"])
def test_what_is_not_published_is_the_hosts_alone(town: Town, state: str) -> None:
    event = town.event("public", state)
    for name, door in town.doors.items():
        answer = door.get(f"{EVENTS}/{event}")
        assert answer.status_code == (200 if name in INSIDE else 404), name
        listed = door.get(EVENTS, params={"state": state}).json()["items"]
        assert bool(listed) == (name in INSIDE), name


def _asked(event: dict[str, Any]) -> tuple[list[str], int]:
    return [each["state"] for each in event["cohosts"]], len(event["invited_person_ids"])


def test_only_the_host_and_the_office_see_who_was_asked(town: Town) -> None:
    event = town.event("public")
    for name, door in town.doors.items():
        one = door.get(f"{EVENTS}/{event}").json()
        [listed] = door.get(EVENTS).json()["items"]
        assert one == listed
        assert _asked(one) == ((["accepted", "invited"], 1) if name in INSIDE else (["accepted"], 0)), name
    assert one["cohosts"][0] == {
        "partner_id": str(town.cohost),
        "role": "cohost",
        "state": "accepted",
        "share": 30,
    }


def test_a_member_without_an_account_is_none(town: Town) -> None:
    consortium = town.consortium
    affiliation = {"partner_id": consortium.host, "kind": "staff"}
    door = consortium.as_(consortium.person(affiliations=(affiliation,), has_account=False))
    assert door.get(f"{EVENTS}/{town.event('members')}").status_code == 404


def test_mine_are_those_that_my_partners_host_and_carry_drafts_too(town: Town) -> None:
    draft, published = town.event("public", "draft"), town.event("public")
    mine = {
        name: {event["id"] for event in door.get(EVENTS, params={"mine": True}).json()["items"]}
        for name, door in town.doors.items()
    }
    assert mine.pop("host") == {draft, published}
    assert mine.pop("cohost") == {published}
    assert set().union(*mine.values()) == set()
