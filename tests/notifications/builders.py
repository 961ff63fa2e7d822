"""Messages as neighbours tell them, each with one obvious default."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from shared.messages import events, participation, partners

NAMES = UUID(int=1)
NOON = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # a Sunday, 12:00 in Chicago


def named(kind: str, name: str) -> UUID:
    """The id that a name stands for in every test."""
    return uuid5(NAMES, f"{kind} {name}")


HOST = named("partner", "clinic")
EVENT = named("event", "screening")
PEOPLE = tuple(f"person{number:02d}" for number in range(20))


def a_partner(name: str = "clinic", **given: Any) -> partners.PartnerChanged:
    facts = {"partner_id": named("partner", name), "slug": name, "title": f"The {name}", "kind": "clinic"}
    return partners.PartnerChanged(**facts | {"state": "active", "time_zone": "America/Chicago"} | given)


def a_person(name: str, **given: Any) -> partners.PersonChanged:
    """A person with an account; `role_at` makes her staff of a partner, by its name."""
    role_at = given.pop("role_at", None)
    facts: dict[str, Any] = {
        "person_id": named("person", name),
        "full_name": name.title(),
        "email": f"{name}@example.org",
        "time_zone": "America/Chicago",
    }
    if role_at:
        facts["roles"] = [{"partner_id": named("partner", role_at), "role": "viewer"}]
    return partners.PersonChanged(**facts | given)


def staff_of(name: str, partner: str, role: str, **given: Any) -> partners.PersonChanged:
    """A person who holds a role at a partner, by its name."""
    return a_person(name, roles=({"partner_id": named("partner", partner), "role": role},), **given)


def an_event(**given: Any) -> dict[str, Any]:
    """The whole fact of a published event: a week from noon, in Chicago, in person."""
    starts_at = given.pop("starts_at", NOON + timedelta(days=13, hours=-2))
    facts = {
        "event_id": EVENT,
        "uid": "screening@example.org",
        "state": "published",
        "title": "Heart-healthy screening",
        "host_id": HOST,
        "venue": {"name": "Main Street Library", "street": "1 Main St", "locality": "St. Louis", "region": "MO"},
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "time_zone": "America/Chicago",
        "version": 1,
    }
    return facts | given


def published(**given: Any) -> events.EventPublished:
    return events.EventPublished(**an_event(**given))


def changed(version: int, **given: Any) -> events.EventChanged:
    return events.EventChanged(**an_event(version=version, **given))


def cancelled(version: int, **given: Any) -> events.EventCancelled:
    return events.EventCancelled(**an_event(version=version, state="cancelled", **given))


def recorded(**given: Any) -> events.EventRecorded:
    return events.EventRecorded(**an_event(**given))


def registered(name: str, **given: Any) -> participation.RegistrationRecorded:
    facts = {"registration_id": named("registration", name), "event_id": EVENT, "person_id": named("person", name)}
    return participation.RegistrationRecorded(**facts | {"live": True} | given)


def a_subscription(kind: str = "everything", key: str | None = None, **given: Any) -> dict[str, Any]:
    """A subscription as the import door takes it; `person` or `email` says whose."""
    person = given.pop("person", None)
    name = person or given.get("email")
    record = {
        "external_id": f"{name} {kind} {key}",
        "person_id": named("person", person) if person else None,
        "email": None,
        "language": "en",
        "time_zone": "America/Chicago",
        "confirmed": True,
        "target": {"kind": kind, "id": key},
        "frequency": "immediate",
        "muted": False,
        "muted_until": None,
    }
    return record | given
