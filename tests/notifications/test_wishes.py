"""Whatever somebody follows, however often, and whatever she says of kinds and silence: the rules decide."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.notifications.emails.preview import foresee
from services.notifications.preferences.actions import change, of_person
from services.notifications.subscriptions import actions
from tests.notifications.builders import NOON, a_partner, a_person, a_subscription, named
from tests.notifications.changing import an_event_of, message
from tests.notifications.crowd import PARTNERS, RECORDS
from tests.notifications.stage import Stage
from tests.oracles.told import Event, Following, Outcome, Somebody, Telling

TODAY = NOON.date()
OFTEN = st.sampled_from(("immediate", "daily", "weekly", "never"))
DAYS = st.none() | st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
# What may be followed of the event below; the last of them it does not name.
TARGETS = (
    ("everything", None),
    ("partner", PARTNERS[0]),
    ("topic", "heart"),
    ("audience", "families"),
    ("topic", "x"),
)
FOLLOWING = st.builds(
    lambda target, **how: Following(*target, **how),
    st.sampled_from(TARGETS),
    frequency=OFTEN,
    muted=st.booleans(),
    muted_until=DAYS,
    by_account=st.booleans(),
)


@pytest.fixture
def bea(stage: Stage) -> Stage:
    stage.hear(*(a_partner(name) for name in PARTNERS), a_person("bea"))
    return stage


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    follows=st.lists(FOLLOWING, max_size=5, unique_by=lambda one: (one.kind, one.key, one.by_account)),
    wishes=st.dictionaries(st.sampled_from(("published", "changes")), OFTEN),
    silent_until=DAYS,
)
def test_what_one_said_decides_as_the_rules_do(
    bea: Stage, follows: list[Following], wishes: dict[str, str], silent_until: date | None
) -> None:
    who = Somebody("bea", "bea@example.org", "en", "America/Chicago", has_account=True)
    who.follows, who.wishes, who.silent_until = follows, wishes, silent_until
    event = _event()
    with bea.database.transaction() as session:
        session.execute(text("DELETE FROM subscriptions"))
        for place, one in enumerate(follows):
            actions.take(session, _record(one), place)
        said = dict.fromkeys(("published", "changes")) | wishes
        change(session, of_person(session, named("person", "bea")), {"kinds": said, "muted_until": silent_until})
    with bea.database.session() as session:
        found = [_foreseen(item) for item in foresee(session, message(event))]
    expected = Telling("published", None, event, NOON).reaches(who, {}, told_before=False)
    assert found == ([expected] if expected else [])


def _event() -> Event:
    event = an_event_of(Random(0), 0, NOON)
    named_by_it = {"host": PARTNERS[0], "topics": ["heart"], "sdoh": [], "audiences": ["families"]}
    return event | named_by_it | {"cohosts": {}, "initiative": None, "program": None, "communities": []}


def _record(one: Following) -> dict[str, Any]:
    key = str(named(one.kind, str(one.key))) if one.kind in RECORDS else one.key
    return a_subscription(
        one.kind,
        key,
        external_id=f"{one.kind} {one.key} {one.by_account}",
        person="bea" if one.by_account else None,
        email=None if one.by_account else "bea@example.org",
        frequency=one.frequency,
        muted=one.muted,
        muted_until=one.muted_until,
    )


def _foreseen(item: dict[str, Any]) -> Outcome:
    if item["would"] in {"suppressed", "digest"}:
        return item["would"], item["reason"]
    return "email", item["reason"], item["language"], item["held_until"]
