"""What is new, as a reader of RSS sees it."""

from xml.etree import ElementTree

import pytest

from tests.events.consortium import EVENTS, Consortium


def _channel(consortium: Consortium) -> ElementTree.Element:
    answer = consortium.http.get("/events.rss")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/rss+xml")
    channel = ElementTree.fromstring(answer.content).find("channel")
    assert channel is not None
    return channel


def _said(consortium: Consortium, name: str) -> list[str | None]:
    return [item.findtext(name) for item in _channel(consortium).iter("item")]


def test_an_event_is_told_with_its_time_and_place(consortium: Consortium) -> None:
    event = consortium.published(
        title="Bread & <soup>",
        summary="For all.\ufffe",
        starts_at="2031-05-10T09:00:00-05:00",
        ends_at="2031-05-10T10:00:00-05:00",
        time_zone="America/Chicago",
        topics=["Food", "Care"],
    )
    channel = _channel(consortium)
    assert channel.findtext("title") == "Two Rivers Health Consortium"
    [item] = channel.iter("item")
    assert item.findtext("title") == "Bread & <soup>"
    assert item.findtext("link") == f"http://consortium.test/events/{event['id']}"
    assert item.findtext("guid") == event["uid"]
    assert item.findtext("description") == "Sat, May 10, 2031, 9:00 AM CDT. Hall. St. Louis\n\nFor all."
    assert [each.text for each in item.iter("category")] == ["Food", "Care"]


def test_the_newest_comes_first_and_what_is_off_says_so(consortium: Consortium) -> None:
    first, _ = consortium.published(title="First"), consortium.published(title="Second")
    consortium.coordinator.post(f"{EVENTS}/{first['id']}/cancellation", json={"reason": "The hall is closed."})
    assert _said(consortium, "title") == ["Second", "Canceled: First"]
    assert "The hall is closed." in str(_said(consortium, "description")[1])


@pytest.mark.parametrize("visibility", ["members", "private"])
def test_what_is_not_public_is_not_told(consortium: Consortium, visibility: str) -> None:
    consortium.published(visibility=visibility)
    consortium.draft()
    assert _said(consortium, "title") == []
