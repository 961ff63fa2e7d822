"""Lists of events: what is in them, in which order, page by page, and again only when something has changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared import clock
from tests.events.consortium import EVENTS, Consortium, changed


def _at(days: float, hour: int = 18) -> str:
    return f"{(clock.now() + timedelta(days=days)).date()}T{hour:02}:00:00+00:00"


def _lasting(days: float, length: float = 0) -> dict[str, Any]:
    return {"starts_at": _at(days), "ends_at": _at(days + length, 20)}


def _titles(consortium: Consortium, **filters: Any) -> list[str]:
    answer = consortium.http.get(EVENTS, params=filters)
    assert answer.status_code == 200, answer.text
    return [event["title"] for event in answer.json()["items"]]


def test_a_list_is_from_today_on_by_when_things_begin(consortium: Consortium) -> None:
    consortium.imported(
        consortium.a_record(title="later", **_lasting(9)),
        consortium.a_record(title="sooner", **_lasting(2)),
        consortium.a_record(title="over", state="completed", **_lasting(-3)),
        consortium.a_record(title="going on", **_lasting(-2, 4)),
        consortium.a_record(title="postponed", state="postponed", **_lasting(5)),
        consortium.a_record(title="cancelled", state="cancelled", **_lasting(6)),
        consortium.a_record(title="draft", state="draft", **_lasting(3)),
    )
    assert _titles(consortium) == ["going on", "sooner", "postponed", "cancelled", "later"]
    consortium.execute("UPDATE events SET cancelled_at = now() - interval '32 days' WHERE state = 'cancelled'")
    assert _titles(consortium) == ["going on", "sooner", "postponed", "later"]
    assert _titles(consortium, state="cancelled") == ["cancelled"]
    assert _titles(consortium, state=["postponed", "published"]) == ["going on", "sooner", "postponed", "later"]


def test_a_span_has_what_touches_it(consortium: Consortium) -> None:
    records = {"day before": "2031-05-09", "first": "2031-05-10", "last": "2031-05-12", "day after": "2031-05-13"}
    consortium.imported(
        *(
            consortium.a_record(
                title=title, starts_at=f"{day}T23:00:00-05:00", ends_at=f"{day}T23:30:00-05:00",
                time_zone="America/Chicago",
            )
            for title, day in records.items()
        )
    )  # fmt: skip
    assert _titles(consortium, **{"from": "2031-05-10", "to": "2031-05-12"}) == ["first", "last"]
    assert _titles(consortium, **{"from": "2031-05-11T04:15:00Z", "to": "2031-05-13T04:00:00Z"}) == ["first"]


def test_filters_find_what_they_name(consortium: Consortium) -> None:
    community, initiative = consortium.community(), consortium.initiative()
    [program] = consortium.office.post(
        "/api/v1/imports/programs", json={"records": [{"external_id": "p", "slug": "plunge", "title": "Plunge"}]}
    ).json()["items"]
    told = {
        "community": {"community_ids": [str(community)]},
        "initiative": {"initiative_id": str(initiative)},
        "program": {"program_id": program["id"]},
        "topic": {"topics": ["Diabetes"], "cost": "$5"},
        "sdoh": {"sdoh": ["food-insecurity"], "cost": "free"},
        "audience": {"audiences": ["families"], "cost": "$5"},
        "language": {"languages": ["en", "es"]},
        "q": {"summary": "Café y caminata en O’Fallon, 100% gratis"},
        "host": {"host_id": str(consortium.partner())},
        "interpretation": {"interpretation": ["es", "so"]},
        "pillar": {"pillars": ["clinical", "education"]},
        "reach": {"reach": "international"},
        "accessible": {"accessibility": {"step_free": True}},
        "insured": {"insurance_needed": True},
    }
    consortium.imported(*(consortium.a_record(title=title, **facts) for title, facts in told.items()))
    for title, filters in {
        "community": {"community": community},
        "initiative": {"initiative": initiative},
        "program": {"program": program["id"]},
        "topic": {"topic": "Diabetes"},
        "sdoh": {"topic": "food-insecurity"},
        "audience": {"audience": "families"},
        "language": {"language": "es"},
        "host": {"host": told["host"]["host_id"]},
        "interpretation": {"interpretation": "so"},
        "pillar": {"pillar": "education"},
        "reach": {"reach": "global"},
        "accessible": {"accessible": True},
        "insured": {"insurance_needed": True},
    }.items():
        assert _titles(consortium, **filters) == [title]
    for words in ("cafe", "CAMINATA café", "o'fallon", "100%", "St. Louis gratis"):
        assert _titles(consortium, q=words) == ["q"], words
    assert _titles(consortium, q="100_") == []
    assert set(_titles(consortium, free=False)) == {"topic", "audience"}
    assert set(_titles(consortium, free=True)) == told.keys() - {"topic", "audience"}
    assert set(_titles(consortium, insurance_needed=False)) == told.keys() - {"insured"}
    assert set(_titles(consortium, accessible=False)) == told.keys() - {"accessible"}
    assert _titles(consortium, community=community, q="cafe") == []


@pytest.mark.parametrize("limit", [1, 3, 7, 8])
def test_pages_hold_everything_once_in_order(consortium: Consortium, limit: int) -> None:
    consortium.imported(*(consortium.a_record(title=str(number), **_lasting(3 + number // 3)) for number in range(7)))
    whole = [event["id"] for event in consortium.http.get(EVENTS).json()["items"]]
    paged, place = [], None
    for _ in range(8):
        page = consortium.http.get(EVENTS, params={"limit": limit} | ({"cursor": place} if place else {})).json()
        assert len(page["items"]) <= limit
        paged += [event["id"] for event in page["items"]]
        place = page["next"]
        if place is None:
            break
    assert paged == whole
    assert len(whole) == 7


def test_an_event_that_comes_between_two_pages_moves_nothing(consortium: Consortium) -> None:
    consortium.imported(*(consortium.a_record(title=str(number), **_lasting(3 + number)) for number in range(4)))
    first = consortium.http.get(EVENTS, params={"limit": 2}).json()
    consortium.imported(consortium.a_record(title="between", **_lasting(2)))
    second = consortium.http.get(EVENTS, params={"limit": 2, "cursor": first["next"]}).json()
    assert [event["title"] for event in first["items"] + second["items"]] == ["0", "1", "2", "3"]


def test_a_list_is_read_again_only_when_something_has_changed(consortium: Consortium) -> None:
    event = consortium.published()
    for client in (consortium.http, consortium.coordinator):
        seen = {"If-None-Match": client.get(EVENTS).headers["ETag"]}
        again = client.get(EVENTS, headers=seen)
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", seen["If-None-Match"])
        event = changed(consortium.coordinator, event, title=f"{event['title']}!").json()
        after = client.get(EVENTS, headers=seen)
        assert after.status_code == 200
        assert after.json()["items"][0]["title"] == event["title"]


def test_a_reader_is_never_told_that_what_another_reads_is_hers(consortium: Consortium) -> None:
    consortium.draft()
    stranger = {"If-None-Match": consortium.http.get(EVENTS).headers["ETag"]}
    assert consortium.coordinator.get(EVENTS, headers=stranger).status_code == 200
    assert consortium.http.get(EVENTS).headers["Vary"] == "Authorization"


def test_one_event_is_read_again_only_when_it_has_changed(consortium: Consortium) -> None:
    event = consortium.published()
    url = f"{EVENTS}/{event['id']}"
    seen = {"If-None-Match": f'"0", W/"{event["version"]}"'}
    assert consortium.http.get(url, headers=seen).status_code == 304
    changed(consortium.coordinator, event, title="New")
    answer = consortium.http.get(url, headers=seen)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"3"')


def test_a_commit_that_ends_late_is_seen_by_the_next_reader(consortium: Consortium) -> None:
    consortium.published()
    with consortium.store.session() as slow, slow.begin():
        from sqlalchemy import text

        slow.execute(text("UPDATE events SET document = replace(document, 'Spring', 'Autumn')"))
        during = consortium.http.get(EVENTS)
        consortium.person()
    assert "Spring" in during.text
    after = consortium.http.get(EVENTS, headers={"If-None-Match": during.headers["ETag"]})
    assert after.status_code == 200
    assert "Autumn" in after.text


def test_today_is_the_consortiums(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> None:
    late_evening = datetime(2031, 5, 11, 3, 0, tzinfo=UTC)  # still the 10th in Chicago
    consortium.imported(
        consortium.a_record(title="this morning", starts_at="2031-05-10T09:00:00-05:00",
                            ends_at="2031-05-10T10:00:00-05:00", time_zone="America/Chicago"),
        consortium.a_record(title="last night", starts_at="2031-05-09T09:00:00-05:00",
                            ends_at="2031-05-09T10:00:00-05:00", time_zone="America/Chicago"),
    )  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: late_evening)
    assert _titles(consortium) == ["this morning"]
