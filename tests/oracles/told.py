"""Who is told of a change, one person after the other, from what is known of her and the rules alone.

It shares nothing with the services. Things go by their names; an event is what can be read of it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

Event = dict[str, Any]
Change = Literal["published", "changed", "moved", "postponed", "cancelled"]
Outcome = tuple[Any, ...]  # ("suppressed", reason), ("digest", how often) or ("email", route, language, held until)

CONSORTIUM = ZoneInfo("America/Chicago")
INSIDERS = {"member", "affiliate", "community_partner"}
DISRUPTIONS = {"moved", "postponed", "cancelled"}
FREQUENCIES = ("immediate", "daily", "weekly")
REASONS = ("left", "unsubscribed", "bounced", "complained", "unconfirmed", "muted")


@dataclass
class Following:
    """One thing that somebody follows, by her account or by an address."""

    kind: str
    key: str | None
    frequency: str
    muted: bool = False
    muted_until: date | None = None
    by_account: bool = True
    confirmed: bool = True

    def asks_for(self, event: Event) -> bool:
        named: dict[str, set[str | None]] = {
            "everything": {None},
            "partner": {*hosts(event)},
            "initiative": {event["initiative"]} - {None},
            "program": {event["program"]} - {None},
            "community": {*event["communities"]},
            "topic": {*event["topics"], *event["sdoh"]},
            "audience": {*event["audiences"]},
        }
        return self.key in named[self.kind]

    def is_muted(self, today: date) -> bool:
        if self.frequency == "never":
            return True
        return self.muted and (self.muted_until is None or today <= self.muted_until)


@dataclass
class Somebody:
    """A person, or whoever is behind an address; `holds` are the obstacles that are hers."""

    name: str
    address: str
    language: str
    zone: str
    is_person: bool = True
    has_account: bool = False
    quiet: tuple[time, time] | None = None
    holds: set[str] = field(default_factory=set)
    stopped_following: bool = False
    wishes: dict[str, str] = field(default_factory=dict)
    silent_until: date | None = None
    works_at: set[str] = field(default_factory=set)
    belongs_to: list[tuple[str, date | None, date | None]] = field(default_factory=list)
    groups: set[str] = field(default_factory=set)
    registered: set[str] = field(default_factory=set)
    follows: list[Following] = field(default_factory=list)

    def may_follow(self, event: Event, following: Following, memberships: dict[str, str], today: date) -> bool:
        if event["visibility"] != "members":
            return bool(event["visibility"] == "public")
        return following.by_account and self.has_account and any(
            memberships[partner] in INSIDERS and (since or today) <= today <= (until or today)
            for partner, since, until in self.belongs_to
        )  # fmt: skip

    def hears(self, following: Following, change: Change, today: date) -> str | None:
        """How often she hears of such a change by one thing that she follows, if at all."""
        if following.is_muted(today) or self.is_silent(today):
            return None
        how_often = self.wishes.get(_wish(change), following.frequency)
        return None if how_often == "never" else how_often

    def is_silent(self, today: date) -> bool:
        return self.silent_until is not None and today <= self.silent_until

    def firm_route(self, event: Event, change: Change) -> str | None:
        """What brings it to her whatever she follows."""
        if self.works_at & hosts(event):
            return "staff"
        if event["visibility"] == "group" and event["group"] in self.groups:
            return "group"
        if event["visibility"] == "private" and self.name in event["invited"]:
            return "invited"
        if change in DISRUPTIONS and event["name"] in self.registered:
            return "registered"
        return None

    def quiet_until(self, at: datetime) -> datetime | None:
        if self.quiet is None:
            return None
        local, (start, end) = at.astimezone(ZoneInfo(self.zone)), self.quiet
        yesterday = local.date() - timedelta(days=1)
        for begins_on in (yesterday, local.date()):
            begins = datetime.combine(begins_on, start, local.tzinfo)
            ends = datetime.combine(begins_on + timedelta(days=end <= start), end, local.tzinfo)
            if begins <= local < ends:
                return ends
        return None


@dataclass(frozen=True)
class Telling:
    """One change at one moment: from what was last told to what is so now."""

    change: Change
    before: Event | None
    event: Event
    at: datetime

    @property
    def begins_in(self) -> timedelta:
        return min(event["starts_at"] for event in (self.before, self.event) if event) - self.at

    @property
    def is_urgent(self) -> bool:
        return self.change in DISRUPTIONS and self.begins_in <= timedelta(hours=24)

    @property
    def settles(self) -> bool:
        return self.change in {"changed", "moved"} and self.begins_in > timedelta(hours=24)

    @property
    def skips_digests(self) -> bool:
        return self.change in DISRUPTIONS and self.begins_in <= timedelta(days=7)

    def reaches(self, who: Somebody, memberships: dict[str, str], *, told_before: bool) -> Outcome | None:
        """What becomes of it for somebody; None where it is no concern of hers."""
        today = self.at.astimezone(CONSORTIUM).date()
        firm = who.firm_route(self.event, self.change)
        follows = [
            one
            for one in who.follows
            if one.asks_for(self.event) and who.may_follow(self.event, one, memberships, today)
        ]
        if not (firm or follows or told_before):
            return None
        reasons = {*who.holds, *({"unsubscribed"} if who.stopped_following and not firm else ())}
        ways = (who.hears(one, self.change, today) for one in follows if one.confirmed)
        heard = [how_often for how_often in ways if how_often]
        if not follows and not firm and (who.is_silent(today) or who.wishes.get(_wish(self.change)) == "never"):
            reasons.add("muted")
        if follows and not firm and not heard:
            reasons.add("muted" if any(one.confirmed for one in follows) else "unconfirmed")
        if reasons:
            return "suppressed", min(reasons, key=REASONS.index)
        if follows and not firm and not self.skips_digests:
            frequency = min(heard, key=FREQUENCIES.index)
            if frequency != "immediate":
                return "digest", frequency
        held_until = None if self.is_urgent else who.quiet_until(self.at)
        return "email", firm or ("follows" if follows else "told"), who.language, held_until


def _wish(change: Change) -> str:
    return "published" if change == "published" else "changes"


def change_between(before: Event | None, after: Event) -> Change | None:
    """Which change it is that people must hear of; None for what rides along with the next."""
    if after["state"] == "cancelled":
        return "cancelled" if before else None
    if before is None:
        return "published"
    if after["state"] == "postponed" != before["state"]:
        return "postponed"
    parts = {name for name, (was, now) in _told_parts(before, after).items() if was != now}
    if parts & {"time", "place", "mode", "state"}:
        return "moved"
    return "changed" if parts else None


def hosts(event: Event) -> set[str]:
    return {event["host"], *(partner for partner, state in event["cohosts"].items() if state == "accepted")}


def _told_parts(before: Event, after: Event) -> dict[str, tuple[Any, ...]]:
    return {
        "title": (before["title"], after["title"]),
        "time": tuple(map(_time, (before, after))),
        "place": ((before["venue"], before["online_url"]), (after["venue"], after["online_url"])),
        "mode": (before["mode"], after["mode"]),
        "hosts": ((before["host"], hosts(before)), (after["host"], hosts(after))),
        "state": (before["state"], after["state"]),
    }


def _time(event: Event) -> Any:
    return "to come" if event["state"] == "postponed" else event["starts_at"]


class Memory:
    """Who was told of one event by email, or waits for her quiet hours to end."""

    def __init__(self) -> None:
        self.last: Event | None = None
        self._since: dict[str, datetime] = {}

    def knows(self, address: str, telling: Telling) -> bool:
        """Of what is cancelled, those who still wait are not told at all."""
        if telling.change == "cancelled":
            return self._was_told(address, telling.at)
        return address in self._since

    def keep(self, telling: Telling, outcomes: dict[str, Outcome]) -> None:
        """What waited gives way to what is told now."""
        self.last = telling.event
        for address, (kind, *how) in outcomes.items():
            if kind == "suppressed" or self._was_told(address, telling.at):
                continue
            self._since.pop(address, None)
            if kind == "email":
                self._since[address] = how[-1] or telling.at

    def _was_told(self, address: str, at: datetime) -> bool:
        return address in self._since and self._since[address] <= at
