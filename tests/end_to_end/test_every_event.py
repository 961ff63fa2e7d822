"""Preview of every event of the file, whatever might be done to it, against the oracle."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.end_to_end.conftest import DEMO_FILE, ActAs
from tests.end_to_end.events import at_offset
from tests.end_to_end.letters import fates, previewed
from tests.oracle import Change, Consortium, Record, begins

CHANGED_BY_OTHER_TESTS = {"e-22", "e-38", "e-59", "e-60"}
DEMO = Consortium.from_yaml(DEMO_FILE, today=datetime.now(ZoneInfo("America/Chicago")).date())
AHEAD: list[Record] = [
    event
    for event in DEMO.data["events"]
    if begins(event) > datetime.now(UTC) and event["id"] not in CHANGED_BY_OTHER_TESTS
]
UNPUBLISHED = [event["id"] for event in AHEAD if event["state"] in {"draft", "submitted"}]
PUBLISHED = [event["id"] for event in AHEAD if event["state"] == "published"]
EDGES = {"starts_at": "starts_local", "ends_at": "ends_local"}


def soon(event: Record) -> Record:
    """The event, moved to three days from now."""
    start, end = (datetime.fromisoformat(event[edge]) for edge in ("starts_local", "ends_local"))
    later = datetime.combine(datetime.now(UTC) + timedelta(days=3), start.time())
    return event | {
        "starts_local": later.isoformat(timespec="minutes"),
        "ends_local": (later + (end - start)).isoformat(timespec="minutes"),
    }


def times(event: Record) -> Record:
    return {edge: at_offset(event[local], event["time_zone"]) for edge, local in EDGES.items()}


@pytest.mark.parametrize("event_id", UNPUBLISHED)
def test_a_publication_would_be_told_to_those_whom_the_file_names(
    event_id: str, act_as: ActAs, consortium: Consortium
) -> None:
    office = act_as("p-01")
    expected = consortium.told(consortium.event(event_id), "published", datetime.now(UTC))
    assert previewed(office, office.ids[event_id], {"publication": {}}) == fates(expected)


@pytest.mark.parametrize("event_id", PUBLISHED)
def test_changes_would_be_told_to_those_whom_the_file_names(
    event_id: str, act_as: ActAs, consortium: Consortium
) -> None:
    office, event = act_as("p-01"), consortium.event(event_id)
    moved = soon(event)
    changes: list[tuple[Record, Change, Record]] = [
        ({"cancellation": {"reason": "The hall's heating failed."}}, "cancelled", event),
        ({"patch": {"title": f"{event['title']}, corrected"}}, "changed", event),
        ({"patch": times(moved)}, "moved", moved),
    ]
    for asked, change, after in changes:
        expected = consortium.told(after, change, datetime.now(UTC), before=event)
        assert previewed(office, office.ids[event_id], asked) == fates(expected), change
