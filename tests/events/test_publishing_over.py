"""Nobody publishes over what another institution has at the same time and place, or for the same people, unawares."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.events.consortium import EVENTS, Consortium

CONFLICTS = "/api/v1/conflicts"
HALL = {"name": "Hall", "locality": "St. Louis"}


def _clash(consortium: Consortium, **mine: Any) -> tuple[TestClient, str]:
    """A partner's draft over what the host has published; its coordinator's door, and its id."""
    consortium.published(community_ids=[], venue=HALL)
    other = consortium.partner()
    door = consortium.with_role("coordinator", other)
    drafted = door.post(EVENTS, json=consortium.an_event(host_id=str(other), venue=HALL, **mine))
    return door, drafted.json()["id"]


def test_nobody_publishes_over_another_hosts_event_without_saying_why(consortium: Consortium) -> None:
    door, event_id = _clash(consortium)
    refused = door.post(f"{EVENTS}/{event_id}/publication", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "schedule-conflict")
    [clash] = refused.json()["conflicts"]
    assert (clash["kind"], clash["title"]) == ("venue", "Spring forum")
    assert door.get(f"{EVENTS}/{event_id}").json()["state"] == "draft"
    assert len(consortium.told("event_published")) == 1
    why = "We share the hall: they have the east wing."
    answer = door.post(f"{EVENTS}/{event_id}/publication", json={"over_conflicts": why})
    assert (answer.status_code, answer.json()["state"]) == (200, "published")
    kept = door.get(CONFLICTS, params={"event": event_id}).json()
    assert (kept["over_conflicts"], [item["kind"] for item in kept["items"]]) == (why, ["venue"])
    seen_by_others = consortium.coordinator.get(CONFLICTS, params={"event": event_id}).json()
    assert seen_by_others["over_conflicts"] is None
    assert why not in consortium.http.get(f"{EVENTS}/{event_id}").text


def test_a_preview_is_shown_over_a_conflict(consortium: Consortium) -> None:
    door, event_id = _clash(consortium)
    answer = door.post(f"{EVENTS}/{event_id}/preview", json={"change": {"publication": {}}})
    assert (answer.status_code, len(answer.json()["messages"])) == (200, 1)


@pytest.mark.parametrize(
    ("community", "audience", "status"), [(True, True, 409), (True, False, 200), (False, True, 200)]
)
def test_for_the_same_people_on_the_same_day_a_word_is_asked_for(
    consortium: Consortium, community: bool, audience: bool, status: int
) -> None:
    north = str(consortium.community())
    both = {"community_ids": [north], "audiences": ["seniors"]}
    consortium.published(**both)
    other = consortium.partner()
    door = consortium.with_role("coordinator", other)
    mine = {
        "community_ids": [north] if community else [],
        "audiences": ["seniors"] if audience else ["students"],
        "venue": {"name": "Elsewhere"},
        "host_id": str(other),
    }
    event_id = door.post(EVENTS, json=consortium.an_event(**mine)).json()["id"]
    assert door.post(f"{EVENTS}/{event_id}/publication").status_code == status


def test_a_host_may_do_several_things_at_once_at_one_place(consortium: Consortium) -> None:
    for _ in range(3):
        consortium.published(venue=HALL)


def test_what_is_nobodys_to_see_is_in_nobodys_way(consortium: Consortium) -> None:
    """Who cannot look at what is there cannot say why hers is to be there, too."""
    consortium.published(visibility="private", venue=HALL)
    other = consortium.partner()
    door = consortium.with_role("coordinator", other)
    event_id = door.post(EVENTS, json=consortium.an_event(host_id=str(other), venue=HALL)).json()["id"]
    assert [item["kind"] for item in door.get(CONFLICTS, params={"event": event_id}).json()["items"]] == ["busy"]
    assert door.post(f"{EVENTS}/{event_id}/publication").status_code == 200
