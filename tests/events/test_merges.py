"""The same event from two calendars: proposed as one, made one, and one it stays."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.events.calendars import Following, a_site, a_vevent, in_days
from tests.events.consortium import EVENTS, Consortium
from tests.events.foreign_site import ForeignSite

MERGES = "/api/v1/calendars/merges"


@pytest.fixture
def site() -> Iterator[ForeignSite]:
    with a_site() as there:
        yield there


@pytest.fixture
def source(consortium: Consortium, site: ForeignSite) -> Following:
    return Following(consortium, site).switched_on()


def _own(consortium: Consortium, **given: Any) -> dict[str, Any]:
    """An event of the host's own, on the day on which calendars here have theirs."""
    day = in_days(40, "%Y-%m-%d")
    facts = {
        "title": "Food pantry",
        "venue": {"name": "Church hall"},
        "starts_at": f"{day}T16:30:00+00:00",
        "ends_at": f"{day}T18:00:00+00:00",
    } | given
    return consortium.published(**facts)


def _proposed(consortium: Consortium, **asked: str) -> list[dict[str, Any]]:
    return list(consortium.coordinator.get(MERGES, params={"state": "proposed"} | asked).json()["items"])


# What the calendar says, what stands here, and why the two seem to be one; by hand.
PAIRS: list[tuple[dict[str, str], dict[str, Any], list[str] | None]] = [
    ({}, {}, ["same_day", "same_title", "same_place"]),
    ({"SUMMARY": "Food Pantry!"}, {}, ["same_day", "near_title", "same_place"]),
    ({"LOCATION": "Church Hall, 12 Main St"}, {}, ["same_day", "same_title", "same_place"]),
    ({"LOCATION": ""}, {}, ["same_day", "same_title"]),
    ({"LOCATION": "School"}, {}, None),
    ({"SUMMARY": "Blood drive"}, {}, None),
    ({"DTSTART;TZID=America/Chicago": in_days(41)}, {}, None),
]


@pytest.mark.parametrize(("said", "own", "reasons"), PAIRS)
def test_what_seems_to_be_one_is_proposed_with_reasons(
    said: dict[str, str], own: dict[str, Any], reasons: list[str] | None, consortium: Consortium, source: Following
) -> None:
    mine = _own(consortium, **own)
    source.reads(a_vevent("a", **said))
    proposed = _proposed(consortium)
    assert [each["reasons"] for each in proposed] == ([reasons] if reasons else [])
    if reasons:
        assert (proposed[0]["kept"]["id"], proposed[0]["gone"]["id"]) == (mine["id"], source.events[0]["id"])


def test_another_partners_event_is_named_only_if_everybody_may_see_it(
    consortium: Consortium, source: Following
) -> None:
    other = consortium.partner()
    theirs = consortium.with_role("coordinator", other)
    day = in_days(40, "%Y-%m-%d")
    body = consortium.an_event(
        title="Food pantry",
        host_id=str(other),
        venue={"name": "Church hall"},
        starts_at=f"{day}T16:30:00+00:00",
        ends_at=f"{day}T18:00:00+00:00",
    )
    assert theirs.post(EVENTS, json=body).status_code == 201
    source.reads(a_vevent("a"))
    assert _proposed(consortium) == []


def test_a_confirmed_merge_survives_and_can_be_undone(consortium: Consortium, source: Following) -> None:
    mine = _own(consortium)
    source.reads(a_vevent("a"))
    [merge] = _proposed(consortium)
    told = len(consortium.told())
    answer = consortium.coordinator.post(f"{MERGES}/{merge['id']}/confirmation")
    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    assert consortium.told()[told:] == ["event_recorded"]
    for feed in ([a_vevent("a")], [a_vevent("a", DESCRIPTION="New words")], [a_vevent("b", SUMMARY="Food pantry")]):
        source.reads(*feed)
        assert [event["id"] for event in consortium.http.get(EVENTS).json()["items"]] == [mine["id"]]
    assert consortium.told()[told:] == ["event_recorded"]
    assert _proposed(consortium) == []
    answer = consortium.coordinator.post(f"{MERGES}/{merge['id']}/reversal")
    assert (answer.status_code, answer.json()["state"]) == (200, "dismissed")
    assert consortium.told()[told:] == ["event_recorded"] * 2
    assert len(consortium.http.get(EVENTS).json()["items"]) == 2
    source.reads(a_vevent("b", DESCRIPTION="Newer words"))
    assert [event["summary"] for event in source.events] == ["Newer words"]


def test_a_dismissed_pair_is_not_proposed_again(consortium: Consortium, source: Following) -> None:
    _own(consortium)
    source.reads(a_vevent("a"))
    [merge] = _proposed(consortium)
    answer = consortium.coordinator.post(f"{MERGES}/{merge['id']}/dismissal")
    assert answer.json()["state"] == "dismissed"
    source.reads(a_vevent("b"))
    source.reads(a_vevent("b", SUMMARY="Food pantry!"))
    assert _proposed(consortium) == []
    illegal = consortium.coordinator.post(f"{MERGES}/{merge['id']}/dismissal")
    assert (illegal.status_code, illegal.json()["allowed"]) == (409, ["confirmation"])


def test_the_same_from_two_calendars_is_proposed_once(consortium: Consortium, site: ForeignSite) -> None:
    first = Following(consortium, site).switched_on()
    first.reads(a_vevent("a"))
    second = Following(consortium, site, title="Again").switched_on()
    second.reads(a_vevent("a"))
    [merge] = _proposed(consortium)
    assert (merge["kept"]["source_id"], merge["gone"]["source_id"]) == (first.id, second.id)
    second.reads(a_vevent("a"))
    assert len(_proposed(consortium)) == 1


def test_another_partners_merge_is_not_to_be_found(consortium: Consortium, source: Following) -> None:
    _own(consortium)
    source.reads(a_vevent("a"))
    [merge] = _proposed(consortium)
    elsewhere = consortium.with_role("coordinator", consortium.partner())
    assert elsewhere.get(MERGES).json()["items"] == []
    assert elsewhere.post(f"{MERGES}/{merge['id']}/confirmation").status_code == 404
    viewer = consortium.with_role("viewer", consortium.host)
    assert viewer.post(f"{MERGES}/{merge['id']}/confirmation").status_code == 403
