"""Who is told of what, compared as sets with an oracle that knows only the consortium's file and the rules."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text

from services.notifications.emails.audience import FIRST, WHO_IS_TOLD, Audience
from services.notifications.emails.changes import Change
from tests.notifications.builders import NOON
from tests.notifications.demonstration import DEMO, fact
from tests.notifications.stage import Stage
from tests.oracle import Record, Told, normalized

NIGHT = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # 22:30 in Chicago
MOMENTS = {"noon": NOON, "night": NIGHT}
CHANGES: tuple[Change, ...] = ("published", "changed", "moved", "postponed", "cancelled")


@pytest.mark.parametrize("moment", MOMENTS)
def test_every_change_of_every_event_of_the_demo_reaches_exactly_whom_the_rules_name(
    demo: Stage, moment: str
) -> None:
    wrong = []
    for event in DEMO.data["events"]:
        for change in CHANGES:
            expected = DEMO.told(event, change, MOMENTS[moment])
            if _told(demo, event, change, MOMENTS[moment]) != _flat(expected):
                wrong.append((event["id"], change))
    assert wrong == []


def test_a_page_of_three_people_at_a_time_reaches_the_same_people(demo: Stage) -> None:
    event = DEMO.event("e-54")
    assert _told(demo, event, "cancelled", NOON, size=3) == _flat(DEMO.told(event, "cancelled", NOON))


def _told(stage: Stage, event: Record, change: Change, at: datetime, size: int = 500) -> dict[str, Any]:
    """By address: would, and the language, the digest, the reason or the end of quiet hours."""
    audience = Audience(fact(event), change, at)
    sql = text(
        f"{WHO_IS_TOLD} SELECT judged.*, page.id AS page_id FROM page LEFT JOIN judged ON recipient_id = page.id"
        " ORDER BY page.id"
    )
    cursor, found = FIRST, {}
    while True:
        with stage.database.session() as session:
            rows = session.execute(sql, {**audience.parameters(), "after": cursor, "size": size}).all()
        if not rows:
            return found
        found |= {normalized(row.address): _what(row) for row in rows if row.recipient_id}
        cursor = rows[-1].page_id


def _what(row: Any) -> tuple[Any, ...]:
    if row.suppressed:
        return "suppressed", row.suppressed
    if row.channel != "email":
        return "digest", row.channel
    if row.quiet_until:
        return "held", row.language, row.quiet_until
    return "now", row.language


def _flat(told: Told) -> dict[str, Any]:
    return (
        {address: ("now", language) for address, language in told.at_once.items()}
        | {address: ("held", *how) for address, how in told.held_until.items()}
        | {address: ("digest", frequency) for address, frequency in told.digest.items()}
        | {address: ("suppressed", reason) for address, reason in told.suppressed.items()}
    )
