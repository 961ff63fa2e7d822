"""The demo consortium, as notifications comes to know it by messages."""

from datetime import date
from pathlib import Path
from uuid import UUID

from shared.messages import events, participation, partners
from tests.notifications.builders import a_subscription, named
from tests.notifications.stage import Stage
from tests.oracle import Consortium, Record, begins

DEMO = Consortium.from_yaml(Path(__file__).parents[2] / "plexus/data/demo.yaml", today=date(2026, 11, 22))


def tell_demo(stage: Stage) -> None:
    """Let notifications know the whole demo consortium."""
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
        consortium_roles=record["consortium_roles"],
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


def fact(event: Record) -> Record:
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
