"""Quiet hours hold what can wait until they end, and let through what cannot."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.end_to_end.conftest import ActAs
from tests.end_to_end.events import body, event
from tests.end_to_end.letters import ARRIVES_WITHIN, assert_told, fates, previewed
from tests.end_to_end.people import Mailbox
from tests.oracle import Consortium, Record
from tests.waiting import eventually

SLEEPER = "p-06"  # an admin of the medical school, in Chicago
REASON = "The hall's heating failed."


def wall_time(now: datetime, **later: int) -> str:
    return f"{now + timedelta(**later):%H:%M}"


@pytest.fixture
def asleep(act_as: ActAs, consortium: Consortium) -> Iterator[Consortium]:
    """The consortium while one of its people has quiet hours: from an hour ago, for three hours."""
    now = datetime.now(ZoneInfo("America/Chicago"))
    quiet = {"start": wall_time(now, hours=-1), "end": wall_time(now, hours=2)}
    office = act_as("p-01")
    person = f"/people/{office.ids[SLEEPER]}"
    office.patch(person, {"quiet_hours": quiet})
    changed = Consortium(deepcopy(consortium.data), consortium.today)
    changed.people[SLEEPER]["quiet_hours"] = quiet
    yield changed
    office.patch(person, {"quiet_hours": None})


def test_what_can_wait_is_stored_for_the_morning_and_what_cannot_goes_at_once(
    act_as: ActAs, asleep: Consortium, mailbox: Mailbox
) -> None:
    coordinator, office = act_as("p-05"), act_as("p-01")
    begins = datetime.now(ZoneInfo("America/Chicago")) + timedelta(hours=20)
    tomorrow: Record = {
        edge: f"{begins + timedelta(hours=lasts):%Y-%m-%dT%H:%M}"
        for edge, lasts in {"starts_local": 0, "ends_local": 2}.items()
    }
    clinic = event(**tomorrow, communities=["c-west-lou"])
    posted = coordinator.post("/events", body(clinic, office.ids))["id"]
    published = asleep.told(clinic, "published", datetime.now(UTC))
    _, morning = published.held_until[asleep.address(SLEEPER)]
    eventually(lambda: previewed(coordinator, posted, {"publication": {}}) == fates(published), within=ARRIVES_WITHIN)

    coordinator.post(f"/events/{posted}/publication")
    assert_told(mailbox, office, posted, clinic["title"], published)
    held = office.every("/deliveries", event=posted, person=office.ids[SLEEPER])
    assert [datetime.fromisoformat(one["next_attempt_at"]) for one in held] == [morning]

    coordinator.post(f"/events/{posted}/cancellation", {"reason": REASON})
    cancelled = asleep.told(clinic, "cancelled", datetime.now(UTC), published.at_once)
    assert asleep.address(SLEEPER) in cancelled.at_once
    assert_told(mailbox, office, posted, clinic["title"], cancelled, told_before=published)
