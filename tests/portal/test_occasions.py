"""Each time at which an event takes place, as the calendar shows it."""

from typing import Any

import pytest

from services.portal.occasions import as_shown

AGAIN = {"rule": "FREQ=WEEKLY"}
OWN = {"title": "Shift", "venue": None, "online_url": None, "time_zone": "America/Chicago"}
TIMES = {"starts_at": "2031-05-10T10:00:00-05:00", "ends_at": "2031-05-10T11:00:00-05:00"}
KEY = "2031-05-10T09:00"


@pytest.mark.parametrize(
    ("event", "state", "shown"),
    [
        ({"state": "published", "recurrence": AGAIN}, "scheduled", ("published", None)),
        ({"state": "published", "recurrence": AGAIN}, "cancelled", ("cancelled", None)),
        ({"state": "published", "recurrence": AGAIN}, "moved", ("published", "2031-05-10T09:00:00-05:00")),
        ({"state": "postponed", "recurrence": None}, "scheduled", ("postponed", None)),
        ({"state": "published", "recurrence": None, "moved_from": "May"}, "moved", ("published", "May")),
    ],
    ids=str,
)
def test_an_occurrence_is_shown_as_its_event_is(
    event: dict[str, Any], state: str, shown: tuple[str, str | None]
) -> None:
    whole = {"moved_from": None, "title": "Shifts"} | event
    seen = as_shown({**OWN, **TIMES, "key": KEY, "state": state, "event": whole})
    assert (seen["state"], seen["moved_from"]) == shown
    assert (seen["title"], seen["starts_at"]) == ("Shift", TIMES["starts_at"])
