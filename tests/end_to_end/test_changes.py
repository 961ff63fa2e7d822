"""What people hear of an event after they were told of it: cancelled, or moved and corrected."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.end_to_end.conftest import ActAs
from tests.end_to_end.events import at_offset, body, event
from tests.end_to_end.letters import assert_reads_well, assert_told, fates, previewed
from tests.end_to_end.people import Mailbox, recipient
from tests.oracle import Consortium, Record

FOLLOWED: Record = {"initiative": "i-01", "communities": ["c-north-stl", "c-west-lou"], "topics": ["Diabetes"]}
REASON = "The hall's heating failed."


@pytest.mark.parametrize("in_days", [60, 3], ids=["far off", "within a week"])
def test_a_cancellation_reaches_the_right_people_once(
    in_days: int, act_as: ActAs, consortium: Consortium, mailbox: Mailbox
) -> None:
    coordinator, office, fair = act_as("p-05"), act_as("p-01"), event(in_days, **FOLLOWED)
    posted = coordinator.post("/events", body(fair, office.ids))["id"]
    published = consortium.told(fair, "published", datetime.now(UTC))
    coordinator.post(f"/events/{posted}/publication")
    assert_told(mailbox, office, posted, fair["title"], published)
    cancelled = consortium.told(fair, "cancelled", datetime.now(UTC), published.at_once)
    assert previewed(coordinator, posted, {"cancellation": {"reason": REASON}}) == fates(cancelled)

    coordinator.post(f"/events/{posted}/cancellation", {"reason": REASON})

    emails = assert_told(mailbox, office, posted, fair["title"], cancelled, told_before=published)
    assert {recipient(email) for email in emails if REASON in email["text"]} == cancelled.at_once.keys()


def test_a_cancellation_reaches_those_registered_whom_nobody_else_would_tell(
    act_as: ActAs, consortium: Consortium, mailbox: Mailbox
) -> None:
    screening, office = consortium.event("e-22"), act_as("p-01")
    expected = consortium.told(screening, "cancelled", datetime.now(UTC))
    registered = {
        consortium.address(registration["person"])
        for registration in consortium.data["registrations"]
        if registration["event"] == "e-22" and registration["state"] == "registered"
    }
    assert registered - consortium.told(screening, "published", datetime.now(UTC)).people

    act_as("p-16").post(f"/events/{office.ids['e-22']}/cancellation", {"reason": REASON})

    assert_told(mailbox, office, office.ids["e-22"], screening["title"], expected)


def test_two_moves_and_a_typo_become_one_email_that_tells_the_last_state(
    act_as: ActAs, consortium: Consortium, mailbox: Mailbox
) -> None:
    coordinator, office, fair = act_as("p-05"), act_as("p-01"), event(**FOLLOWED)
    name = fair["title"]
    posted = coordinator.post("/events", body(fair | {"title": f"Nieghborly {name}"}, office.ids))["id"]
    published = consortium.told(fair, "published", datetime.now(UTC))
    coordinator.post(f"/events/{posted}/publication")
    assert_told(mailbox, office, posted, name, published)

    for later in (1, 2):
        moved = fair | {
            edge: (datetime.fromisoformat(fair[edge]) + timedelta(days=later)).isoformat(timespec="minutes")
            for edge in ("starts_local", "ends_local")
        }
        times = {
            name: at_offset(moved[edge], moved["time_zone"])
            for edge, name in {"starts_local": "starts_at", "ends_local": "ends_at"}.items()
        }
        coordinator.patch(f"/events/{posted}", times)
    coordinator.patch(f"/events/{posted}", {"title": f"Neighborly {name}"})

    expected = consortium.told(moved, "moved", datetime.now(UTC), published.at_once, before=fair)
    for email in assert_told(mailbox, office, posted, name, expected, told_before=published):
        assert_reads_well(email, moved | {"title": f"Neighborly {name}"}, expected.at_once[recipient(email)])
