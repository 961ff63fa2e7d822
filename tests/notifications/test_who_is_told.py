"""Who is told of what, compared as sets with an oracle that knows only the consortium's file and the rules."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.notifications.emails.audience import FIRST, WHO_IS_TOLD, Audience
from services.notifications.emails.changes import Change
from shared.messages import events, participation, partners
from tests.notifications.builders import NOON, a_subscription, named
from tests.notifications.stage import Stage
from tests.oracle import Consortium, Record, Told, begins, normalized

DEMO = Consortium.from_yaml(Path(__file__).parents[2] / "plexus/data/demo.yaml", today=date(2026, 11, 22))
NIGHT = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # 22:30 in Chicago
MOMENTS = {"noon": NOON, "night": NIGHT}
CHANGES: tuple[Change, ...] = ("published", "changed", "moved", "postponed", "cancelled")


@pytest.fixture
def demo(stage: Stage) -> Stage:
    """Notifications, knowing the whole demo consortium."""
    for record in DEMO.data["partners"]:
        stage.hear(_partner(record))
    for record in DEMO.data["people"]:
        stage.hear(_person(record))
    for record in DEMO.data["groups"]:
        members = [named("person", one["person"]) for one in record["members"] if one["state"] == "member"]
        stage.hear(
            partners.GroupChanged(group_id=named("group", record["id"]), title=record["title"], member_ids=members)
        )
    for kind, title in (("community", "name"), ("initiative", "title"), ("program", "title")):
        for record in DEMO.data["communities" if kind == "community" else f"{kind}s"]:
            _titled(stage, kind, record["id"], record[title])
    for record in DEMO.data["registrations"]:
        live = record["state"] in {"registered", "waitlisted", "offered", "pending_requirement"}
        stage.hear(
            participation.RegistrationRecorded(
                registration_id=named("registration", record["id"]),
                event_id=named("event", record["event"]),
                person_id=named("person", record["person"]),
                live=live,
            )
        )
    stage.follow(*(_subscription(record) for record in DEMO.data["subscriptions"]))
    return stage


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
    audience = Audience(_fact(event), change, at)
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


def _partner(record: Record) -> partners.PartnerChanged:
    return partners.PartnerChanged(
        partner_id=named("partner", record["id"]),
        slug=record["id"],
        title=record["name"],
        kind=record["kind"],
        state=record["state"],
        time_zone=record["time_zone"],
        membership=record["membership"]["kind"] or "none",
    )


def _person(record: Record) -> partners.PersonChanged:
    withdrawn = any(
        one["purpose"] == "operational_email" and one["state"] == "withdrawn" for one in record["consents"]
    )
    return partners.PersonChanged(
        person_id=named("person", record["id"]),
        full_name=record["name"],
        email=record["address"],
        email_state=record["address_state"],
        language=record["language"],
        time_zone=record["time_zone"],
        quiet_hours=record["quiet_hours"],
        state=record["state"],
        has_account=record["has_account"],
        affiliations=[one | {"partner_id": named("partner", one["partner"])} for one in record["affiliations"]],
        roles=[{"partner_id": named("partner", one["partner"]), "role": one["role"]} for one in record["roles"]],
        operational_email=not withdrawn,
    )


def _titled(stage: Stage, kind: str, name: str, title: str) -> None:
    key = named(kind, name)
    if kind == "community":
        stage.hear(partners.CommunityChanged(community_id=key, slug=name, title=title))
    elif kind == "initiative":
        stage.hear(partners.InitiativeChanged(initiative_id=key, slug=name, title=title, state="active"))
    else:
        stage.hear(events.ProgramChanged(program_id=key, slug=name, title=title))


def _subscription(record: Record) -> Record:
    kind, follower = record["by"], record.get("follower", {})
    word = kind in {"topic", "audience", "everything"}
    key = None if kind == "everything" else record[kind] if word else str(named(kind, record[kind]))
    return a_subscription(
        kind,
        key,
        external_id=record["id"],
        person=record.get("person"),
        email=follower.get("address"),
        language=follower.get("language", "en"),
        time_zone=follower.get("time_zone", "America/Chicago"),
        confirmed=follower.get("confirmed", False),
        **{name: record[name] for name in ("frequency", "muted", "muted_until")},
    ) | {"muted_until": date.fromisoformat(record["muted_until"]) if record["muted_until"] else None}


def _fact(event: Record) -> Record:
    def key(kind: str, name: str | None) -> UUID | None:
        return named(kind, name) if name else None

    return events.EventRecorded(
        event_id=named("event", event["id"]),
        uid=event["uid"],
        state="published",
        title=event["title"],
        host_id=named("partner", event["host"]),
        cohosts=[one | {"partner_id": named("partner", one["partner"])} for one in event["cohosts"]],
        initiative_id=key("initiative", event["initiative"]),
        program_id=key("program", event["program"]),
        group_id=key("group", event["group"]),
        invited_person_ids=[named("person", one["person"]) for one in event["invited"]],
        community_ids=[named("community", one) for one in event["communities"]],
        topics=event["topics"],
        sdoh=event["sdoh"],
        audiences=event["audiences"],
        starts_at=begins(event),
        ends_at=begins(event),
        time_zone=event["time_zone"],
        visibility=event["visibility"],
    ).model_dump(mode="json")
