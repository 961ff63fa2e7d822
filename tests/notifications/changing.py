"""Events drawn at random, what happens to them, and the messages that say so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from shared.messages.events import EventCancelled, EventChanged, EventFact, EventPublished
from tests.notifications.builders import named
from tests.notifications.crowd import GROUPS, PARTNERS, PEOPLE, RECORDS, WORDS
from tests.oracles.told import Event

VISIBILITIES = ("public", "members", "group", "public", "private", "public")
AHEAD = (("hours", 2, 30), ("days", 2, 6), ("days", 7, 8), ("days", 9, 50))


def an_event_of(chance: Random, number: int, now: datetime) -> Event:
    """A published event, hours, days or weeks ahead; a few in a row are of every visibility."""
    name, visibility = f"event{number}", VISIBILITIES[number % len(VISIBILITIES)]
    host, *others = chance.sample(PARTNERS, 3)
    return {
        "name": name,
        "version": 1,
        "state": "published",
        "title": name.title(),
        "summary": "",
        "host": host,
        "cohosts": {other: chance.choice(("invited", "accepted", "declined")) for other in others},
        "initiative": chance.choice((None, *RECORDS["initiative"])),
        "program": chance.choice((None, *RECORDS["program"])),
        "communities": _some_of(chance, RECORDS["community"]),
        "topics": _some_of(chance, WORDS["topic"][:3]),
        "sdoh": _some_of(chance, WORDS["topic"][2:]),
        "audiences": _some_of(chance, WORDS["audience"]),
        "visibility": visibility,
        "group": chance.choice(GROUPS) if visibility == "group" else None,
        "invited": [f"person{chance.randrange(PEOPLE)}" for _ in range(30)] if visibility == "private" else [],
        "venue": "Main Street Library",
        "online_url": None,
        "mode": "in_person",
        "starts_at": _ahead(chance, now),
    }


def changed(chance: Random, event: Event, now: datetime) -> Event:
    """The event after something happened to it."""
    kinds = [kind for kind in _KINDS if kind != "to come" or event["state"] == "postponed"]
    return event | _KINDS[chance.choice(kinds)](chance, event, now) | {"version": event["version"] + 1}


def message(event: Event) -> EventFact:
    """What events tells of it."""
    edited: type[EventFact] = EventCancelled if event["state"] == "cancelled" else EventChanged
    kind = EventPublished if event["version"] == 1 else edited
    states = {named("partner", partner): state for partner, state in event["cohosts"].items()}
    return kind(
        event_id=named("event", event["name"]),
        uid=f"{event['name']}@example.org",
        host_id=named("partner", event["host"]),
        cohosts=[{"partner_id": partner, "state": state} for partner, state in states.items()],
        initiative_id=named("initiative", event["initiative"]) if event["initiative"] else None,
        program_id=named("program", event["program"]) if event["program"] else None,
        group_id=named("group", event["group"]) if event["group"] else None,
        invited_person_ids=[named("person", name) for name in event["invited"]],
        community_ids=[named("community", name) for name in event["communities"]],
        venue={"name": event["venue"]},
        attendance_mode=event["mode"],
        ends_at=event["starts_at"] + timedelta(hours=2),
        time_zone="America/Chicago",
        **{name: event[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE = (
    *("version", "state", "title", "summary", "topics", "sdoh"),
    *("audiences", "visibility", "online_url", "starts_at"),
)


def _ahead(chance: Random, now: datetime) -> datetime:
    unit, least, most = chance.choice(AHEAD)
    return now.replace(minute=0) + timedelta(**{unit: chance.randint(least, most)})


def _some_of(chance: Random, names: tuple[str, ...]) -> list[str]:
    return chance.sample(names, chance.randint(0, 2))


def _hosts(chance: Random, event: Event, now: datetime) -> Event:
    partner = chance.choice([one for one in PARTNERS if one != event["host"]])
    state = "withdrawn" if event["cohosts"].get(partner) == "accepted" else "accepted"
    return {"cohosts": event["cohosts"] | {partner: state}}


def _host(chance: Random, event: Event, now: datetime) -> Event:
    return {"host": chance.choice([one for one in PARTNERS if event["cohosts"].get(one) != "accepted"])}


_KINDS: dict[str, Callable[[Random, Event, datetime], dict[str, Any]]] = {
    "title": lambda chance, event, now: {"title": f"{event['name']} {event['version']}"},
    "time": lambda chance, event, now: {"starts_at": _ahead(chance, now)},
    "place": lambda chance, event, now: {"venue": f"Room {event['version']}"},
    "online": lambda chance, event, now: {"online_url": f"https://meet.example.org/{event['version']}"},
    "mode": lambda chance, event, now: {"mode": "mixed" if event["mode"] == "in_person" else "in_person"},
    "hosts": _hosts,
    "host": _host,
    "postponement": lambda chance, event, now: {"state": "postponed"},
    "to come": lambda chance, event, now: {"state": "published", "starts_at": _ahead(chance, now)},
    "cancellation": lambda chance, event, now: {"state": "cancelled"},
    "summary": lambda chance, event, now: {"summary": f"Come {event['version']} as you are."},
    "topics": lambda chance, event, now: {"topics": _some_of(chance, WORDS["topic"][:3]), "communities": []},
}
