"""A seeded year of events of many partners, and what stands in whose way, by brute force."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.events.consortium import Consortium

ZONES = ("America/Chicago", "America/New_York", "Pacific/Honolulu", "Africa/Nairobi", "Pacific/Auckland")
STATES = ("published", "published", "published", "draft", "submitted", "cancelled", "postponed")
VISIBILITIES = ("public", "public", "public", "members", "group", "private")
AUDIENCES = ("adults", "seniors", "students", "parents")
HALLS = tuple({"name": f"Hall {number}", "locality": town} for number in range(6) for town in ("St. Louis", "Rolla"))
_NEW_YEAR = datetime.fromisoformat("2031-01-01T00:00:00")
IN_NOBODYS_WAY = {"cancelled", "postponed"}


@dataclass(frozen=True)
class Asker:
    """Who asks, as the test knows her."""

    partners: frozenset[UUID] = frozenset()
    is_office: bool = False


@dataclass(frozen=True)
class Happening:
    """One event of the year: what goes in, and what is known of it by heart."""

    record: dict[str, Any]
    starts_at: datetime
    ends_at: datetime
    days: frozenset[date]
    hosts: frozenset[UUID]
    name: str = field(compare=False)

    def seen_by(self, asker: Asker) -> bool:
        """Nobody in this year is a member, in the group or invited: those are tried elsewhere."""
        if asker.is_office or UUID(self.record["host_id"]) in asker.partners:
            return True
        told = self.record["state"] == "published"
        return told and (self.record["visibility"] == "public" or bool(self.hosts & asker.partners))


class Year:
    """2031, as nine partners fill it."""

    def __init__(self, consortium: Consortium, seed: int, count: int) -> None:
        self._random = random.Random(seed)
        self.partners = [consortium.partner() for _ in range(9)]
        self.communities = [consortium.community() for _ in range(6)]
        self._group, self._guest = consortium.group(), consortium.person()
        self.events = [self.happening(f"e-{number}") for number in range(count)]

    def happening(self, name: str, **given: Any) -> Happening:
        """An event as chance has it."""
        chance = self._random
        zone = ZoneInfo(chance.choice(ZONES))
        begin = _NEW_YEAR + timedelta(days=chance.randrange(365), minutes=30 * chance.randrange(48))
        long = chance.random() < 0.05
        end = begin + (
            timedelta(days=chance.randrange(1, 6)) if long else timedelta(minutes=chance.choice((30, 60, 300)))
        )
        begin, end = _there(begin, zone), _there(end, zone)
        host, *others = chance.sample(self.partners, 4)
        cohosts = [
            {"partner_id": str(each), "state": chance.choice(("accepted", "invited", "declined"))}
            for each in others[: chance.randrange(4)]
        ]
        online = chance.random() < 0.2
        visibility = chance.choice(VISIBILITIES)
        record = {
            "external_id": name,
            "title": f"Event {name}",
            "state": chance.choice(STATES),
            "host_id": str(host),
            "cohosts": cohosts,
            "starts_at": begin.isoformat(),
            "ends_at": end.isoformat(),
            "time_zone": zone.key,
            "community_ids": [str(each) for each in chance.sample(self.communities, chance.randrange(3))],
            "audiences": chance.sample(AUDIENCES, chance.randrange(3)),
            "venue": None if online else chance.choice(HALLS),
            "online_url": "https://meet.example.org/x" if online else None,
            "visibility": visibility,
            "group_id": str(self._group) if visibility == "group" else None,
            "invited_person_ids": [str(self._guest)] if visibility == "private" else [],
        } | given
        return Happening(
            record,
            begin.astimezone(UTC),
            end.astimezone(UTC),
            _days(begin, end),
            frozenset({host, *(UUID(each["partner_id"]) for each in cohosts if each["state"] == "accepted")}),
            name,
        )


def conflicts(year: Year, planned: Happening, asker: Asker) -> set[tuple[str, str]]:
    """What stands in the way of a plan: kind and event, and that there is something of which no more is said."""
    expected = set()
    for each in year.events:
        kinds = _kinds(planned, each) if each.record["state"] not in IN_NOBODYS_WAY else set()
        if each.seen_by(asker):
            expected |= {(kind, each.name) for kind in kinds}
        elif kinds:
            expected.add(("busy", ""))
    return expected


def in_need_of_a_note(year: Year, planned: Happening, asker: Asker) -> set[tuple[str, str]]:
    """Those of them over which nobody publishes without a word: another institution's, that the asker can look at."""
    needed = set()
    for each in year.events:
        kinds = _kinds(planned, each)
        if each.record["state"] == "published" and each.seen_by(asker) and not planned.hosts & each.hosts:
            alike = kinds if {"community", "audience"} <= kinds else kinds & {"venue"}
            needed |= {(kind, each.name) for kind in alike}
    return needed


def _kinds(planned: Happening, other: Happening) -> set[str]:
    one, two = planned.record, other.record
    same_day = bool(planned.days & other.days)
    same_time = planned.starts_at < other.ends_at and other.starts_at < planned.ends_at
    met = {
        "community": same_day and bool(set(one["community_ids"]) & set(two["community_ids"])),
        "audience": same_day and bool(set(one["audiences"]) & set(two["audiences"])),
        "host": same_time and bool(planned.hosts & other.hosts),
        "venue": same_time and one["venue"] is not None and one["venue"] == two["venue"],
    }
    return {kind for kind, holds in met.items() if holds}


def _there(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment, in the zone; an hour later where clocks jump over it."""
    moment = wall.replace(tzinfo=zone)
    there = moment.astimezone(UTC).astimezone(zone)
    return there if there.replace(tzinfo=None) != wall else moment


def _days(begin: datetime, end: datetime) -> frozenset[date]:
    last = (end.replace(tzinfo=None) - timedelta(seconds=1)).date()
    return frozenset(begin.date() + timedelta(days=ahead) for ahead in range((last - begin.date()).days + 1))
