"""What the clock does to agreements, twice a day, for a hundred days and more."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from tests.partners.agreed import TODAY, Agreed, morning_of
from tests.partners.conftest import StandingClock
from tests.partners.consortium import Consortium


@pytest.fixture
def agreed(consortium: Consortium, time: StandingClock) -> Agreed:
    time.time = morning_of(TODAY)
    return Agreed(consortium)


def _live(agreed: Agreed, time: StandingClock, *, days: int) -> None:
    """Let the clock's routine run in the morning and in the evening of each day."""
    for _ in range(days * 2):
        agreed.pass_the_clock()
        time.pass_(hours=12)


def test_in_a_hundred_days_each_owner_is_told_three_times_and_on_the_right_days(
    agreed: Agreed, time: StandingClock
) -> None:
    last = TODAY + timedelta(days=95)
    endings = [agreed.signed(expires_on=last)["id"], agreed.signed(expires_on=last - timedelta(days=2))["id"]]
    agreed.signed(expires_on=TODAY + timedelta(days=400))
    told_on: dict[int, date] = {}
    for day in range(100):
        _live(agreed, time, days=1)
        for agreement, _, days in agreed.warned():
            if agreement == endings[0]:
                told_on.setdefault(days, TODAY + timedelta(days=day))
    owners = [str(person.id) for person in agreed.owners]
    assert Counter((agreement, owner) for agreement, owner, _ in agreed.warned()) == {
        (agreement, owner): 3 for agreement in endings for owner in owners
    }
    assert told_on == {days: last - timedelta(days=days) for days in (90, 30, 7)}


def test_nobody_is_told_once_a_renewal_is_signed_and_it_follows_without_a_gap(
    agreed: Agreed, time: StandingClock
) -> None:
    last = TODAY + timedelta(days=95)
    old = agreed.signed(expires_on=last)
    _live(agreed, time, days=10)
    new = agreed.draft(effective_on=last + timedelta(days=1), renewal_of=old["id"])
    _live(agreed, time, days=1)
    assert agreed.now(old)["at_risk"] is True
    agreed.moved(new, "submission")
    agreed.moved(new, "signature")
    assert agreed.now(old)["at_risk"] is False
    _live(agreed, time, days=85)
    assert (agreed.now(old)["state"], agreed.now(new)["state"]) == ("in_force", "signed")
    _live(agreed, time, days=1)
    assert (agreed.now(old)["state"], agreed.now(new)["state"]) == ("renewed", "in_force")
    assert {days for _, _, days in agreed.warned()} == {90}


def test_a_renewal_that_is_ended_lets_the_warnings_begin_again(agreed: Agreed, time: StandingClock) -> None:
    last = TODAY + timedelta(days=60)
    old = agreed.signed(expires_on=last)
    new = agreed.signed(effective_on=last + timedelta(days=1), renewal_of=old["id"])
    _live(agreed, time, days=20)
    assert agreed.warned() == []
    agreed.moved(new, "termination", reason="The clinic closes.")
    _live(agreed, time, days=60)
    assert sorted({days for _, _, days in agreed.warned()}) == [7, 30, 90]


@pytest.mark.parametrize(("days_before", "state"), [(1, "in_force"), (0, "in_force"), (-1, "expired")])
def test_it_holds_to_the_end_of_its_last_day(
    agreed: Agreed, time: StandingClock, days_before: int, state: str
) -> None:
    last = TODAY + timedelta(days=10)
    agreement = agreed.signed(expires_on=last)
    time.time = morning_of(last - timedelta(days=days_before)).replace(hour=23, minute=59)
    agreed.pass_the_clock()
    assert agreed.now(agreement)["state"] == state


def test_what_is_signed_ahead_begins_on_its_day(agreed: Agreed, time: StandingClock) -> None:
    begins = TODAY + timedelta(days=3)
    agreement = agreed.signed(effective_on=begins)
    seen = []
    for _ in range(5):
        agreed.pass_the_clock()
        seen.append(agreed.now(agreement)["state"])
        time.pass_(days=1)
    assert seen == ["signed", "signed", "signed", "in_force", "in_force"]


def test_the_nearest_of_several_missed_days_is_told_alone(agreed: Agreed, time: StandingClock) -> None:
    agreed.signed(expires_on=TODAY + timedelta(days=95))
    time.pass_(days=70)
    _live(agreed, time, days=1)
    assert {days for _, _, days in agreed.warned()} == {30}


def test_of_an_end_that_was_near_before_it_was_imported_nobody_is_told(agreed: Agreed, time: StandingClock) -> None:
    record: dict[str, Any] = agreed.body(expires_on=TODAY + timedelta(days=39)) | {"external_id": "a-02"}
    for _ in range(2):
        taken = agreed.office.post("/api/v1/imports/agreements", json={"records": [record]})
        assert taken.status_code == 200, taken.text
    assert taken.json()["items"][0]["outcome"] == "unchanged"
    _live(agreed, time, days=5)
    assert agreed.warned() == []
    _live(agreed, time, days=45)
    assert sorted({days for _, _, days in agreed.warned()}) == [7, 30]
