"""A moved event says when it was to begin, until it is back there."""

import pytest

from tests.events.consortium import EVENTS, Consortium, changed

MAY, JUNE = "2031-05-10T09:00:00-05:00", "2031-06-14T09:00:00-05:00"
TIMES = {"starts_at": MAY, "ends_at": "2031-05-10T10:00:00-05:00", "time_zone": "America/Chicago"}
LATER = {"starts_at": JUNE, "ends_at": "2031-06-14T10:00:00-05:00"}
LATEST = {"starts_at": "2031-12-14T09:00:00-06:00", "ends_at": "2031-12-14T10:00:00-06:00"}


def test_it_says_when_people_were_first_told_that_it_begins(consortium: Consortium) -> None:
    event = consortium.published(**TIMES)
    assert event["moved_from"] is None
    for times, expected in ((LATER, MAY), (LATEST, MAY), (TIMES, None), (LATER, MAY)):
        event = changed(consortium.coordinator, event, **times).json()
        assert event["moved_from"] == expected
    assert consortium.http.get(f"{EVENTS}/{event['id']}").json()["moved_from"] == MAY


@pytest.mark.parametrize("edit", [{"title": "Another"}, {"ends_at": "2031-05-10T11:00:00-05:00"}], ids=str)
def test_what_begins_when_it_was_to_begin_is_not_moved(consortium: Consortium, edit: dict[str, str]) -> None:
    assert changed(consortium.coordinator, consortium.published(**TIMES), **edit).json()["moved_from"] is None


def test_a_draft_was_never_told_to_be_at_another_time(consortium: Consortium) -> None:
    assert changed(consortium.coordinator, consortium.draft(**TIMES), **LATER).json()["moved_from"] is None
