"""Series for the tests of occurrences: a Saturday clinic in Chicago, and what its calendar says."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shared import clock
from tests.events.consortium import EVENTS, Consortium

CHICAGO = "America/Chicago"
SATURDAYS = {"rule": "FREQ=WEEKLY;BYDAY=SA", "until_local": "2027-03-27", "exdates": ["2026-12-26"]}
Clock = Callable[[str], None]


def setting(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the clock to an instant."""

    def set_to(at: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(at).astimezone(UTC))

    return set_to


def a_clinic(consortium: Consortium, **given: Any) -> dict[str, Any]:
    """What a coordinator posts: every Saturday at 10 from December 5, 2026 on."""
    return consortium.an_event(
        **{
            "title": "Saturday clinic",
            "starts_at": "2026-12-05T10:00:00-06:00",
            "ends_at": "2026-12-05T13:00:00-06:00",
            "time_zone": CHICAGO,
            "recurrence": SATURDAYS,
        }
        | given
    )


def published(consortium: Consortium, **given: Any) -> dict[str, Any]:
    """Such a series, published."""
    door = staff(consortium)
    answer = door.post(EVENTS, json=a_clinic(consortium, **given))
    assert answer.status_code == 201, answer.text
    answer = door.post(f"{EVENTS}/{answer.json()['id']}/publication")
    assert answer.status_code == 200, answer.text
    return answer.json()


def staff(consortium: Consortium) -> Any:
    """The door, to a coordinator whose token is of this day."""
    return consortium.with_role("coordinator", consortium.host)


def changed(consortium: Consortium, event: dict[str, Any], **patch: Any) -> Any:
    """The answer to a PATCH of the event, whatever its version."""
    return staff(consortium).patch(f"{EVENTS}/{event['id']}", json=patch, headers={"If-Match": "*"})


def one_changed(consortium: Consortium, event: dict[str, Any], key: str, **patch: Any) -> Any:
    """The answer to a PATCH of one occurrence."""
    url = f"{EVENTS}/{event['id']}/occurrences/{key}"
    return staff(consortium).patch(url, json=patch, headers={"If-Match": "*"})


def occurrences(consortium: Consortium, event: dict[str, Any], since: str = "2020-01-01") -> list[dict[str, Any]]:
    """All of them, page after page."""
    items, cursor = [], None
    while True:
        asked = {"from": since, "limit": 7} | ({"cursor": cursor} if cursor else {})
        page = staff(consortium).get(f"{EVENTS}/{event['id']}/occurrences", params=asked).json()
        items += page["items"]
        if (cursor := page["next"]) is None:
            return items


def walls(items: list[dict[str, Any]]) -> list[str]:
    """Their wall times, those that are cancelled left out."""
    return [item["starts_at"][:16] for item in items if item["state"] != "cancelled"]
