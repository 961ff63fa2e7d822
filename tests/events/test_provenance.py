"""What of an imported event is its calendar's say, and what people here have said otherwise."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.events.calendars import Following, a_site, a_vevent
from tests.events.consortium import EVENTS, Consortium, changed
from tests.events.foreign_site import ForeignSite


@pytest.fixture
def site() -> Iterator[ForeignSite]:
    with a_site() as there:
        yield there


def _provenance(consortium: Consortium, event: dict[str, Any]) -> dict[str, Any]:
    answer = consortium.coordinator.get(f"{EVENTS}/{event['id']}/source")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_what_was_changed_by_hand_is_said_to_stay_and_the_rest_to_follow(
    consortium: Consortium, site: ForeignSite
) -> None:
    source = Following(consortium, site).switched_on()
    source.reads(a_vevent("a"))
    [event] = source.events
    fresh = _provenance(consortium, event)
    assert (fresh["source_id"], fresh["title"], fresh["follows"]) == (source.id, "Pantry days", True)
    assert (fresh["followed"], fresh["kept"]) == (["title", "summary", "times", "place"], [])
    assert changed(consortium.coordinator, event, title="Pantry and clinic", topics=["food"]).status_code == 200
    by_hand = _provenance(consortium, event)
    assert (by_hand["followed"], by_hand["kept"]) == (["summary", "times", "place"], ["title"])
    source.reads(a_vevent("a", SUMMARY="Another name", DESCRIPTION="Bring a bag."))
    [event] = source.events
    assert (event["title"], event["summary"], event["topics"]) == ("Pantry and clinic", "Bring a bag.", ["food"])
    assert _provenance(consortium, event)["kept"] == ["title"]


def test_what_no_longer_follows_says_so(consortium: Consortium, site: ForeignSite) -> None:
    source = Following(consortium, site).switched_on()
    source.reads(a_vevent("a"), a_vevent("b", SUMMARY="Walk"), a_vevent("c", SUMMARY="Class"))
    for _ in range(2):
        source.reads(a_vevent("b", SUMMARY="Walk"), a_vevent("c", SUMMARY="Class"))
    gone, stays = (next(one for one in source.events if one["title"] == title) for title in ("Food pantry", "Walk"))
    assert _provenance(consortium, gone)["gone_at"] is not None
    assert not _provenance(consortium, gone)["follows"]
    assert _provenance(consortium, stays)["follows"]
    consortium.coordinator.post(f"/api/v1/calendars/sources/{source.id}/pause")
    assert not _provenance(consortium, stays)["follows"]


def test_an_event_of_ones_own_has_no_calendar(consortium: Consortium) -> None:
    answer = consortium.coordinator.get(f"{EVENTS}/{consortium.draft()['id']}/source")
    assert answer.status_code == 404
