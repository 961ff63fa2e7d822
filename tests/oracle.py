"""Who is told what, computed from a consortium file alone: what tests compare the system with.

It knows nothing of the services. Where it and they differ, one of them has misread the rules.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from re import fullmatch
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml

Record = dict[str, Any]
Change = Literal["published", "changed", "moved", "postponed", "cancelled"]

STAFF_ROLES = {"admin", "coordinator", "reviewer", "viewer"}
LIVE_REGISTRATIONS = {"registered", "waitlisted", "offered", "pending_requirement"}
INSIDERS = {"member", "affiliate", "community_partner"}
DISRUPTIONS = {"moved", "postponed", "cancelled"}
FREQUENCIES = ("immediate", "daily", "weekly")


@dataclass(frozen=True)
class Told:
    """Normalized addresses, each in one of four: now, when quiet hours end, in a digest, not at all."""

    at_once: dict[str, str] = field(default_factory=dict)
    held_until: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    digest: dict[str, str] = field(default_factory=dict)
    suppressed: dict[str, str] = field(default_factory=dict)

    @property
    def people(self) -> set[str]:
        return {*self.at_once, *self.held_until, *self.digest}


@dataclass
class Recipient:
    """One address, and every way in which a change may reach it."""

    language: str
    zone: ZoneInfo
    quiet_hours: Record | None = None
    obstacles: list[str] = field(default_factory=list)
    firm: bool = False
    following: list[tuple[str, bool, bool]] = field(default_factory=list)  # frequency, confirmed, muted

    @property
    def suppressed(self) -> str | None:
        if self.obstacles:
            return self.obstacles[0]
        if self.firm or any(confirmed and not muted for _, confirmed, muted in self.following):
            return None
        return "muted" if any(confirmed for _, confirmed, _ in self.following) else "unconfirmed"

    @property
    def frequency(self) -> str:
        heard = {frequency for frequency, confirmed, muted in self.following if confirmed and not muted}
        return next(one for one in FREQUENCIES if self.firm or one in heard)

    def quiet_until(self, at: datetime) -> datetime | None:
        if not self.quiet_hours:
            return None
        start, end = (time.fromisoformat(self.quiet_hours[edge]) for edge in ("start", "end"))
        local = at.astimezone(self.zone)
        now = local.time()
        if not (start <= now < end if start <= end else now >= start or now < end):
            return None
        ends_on = local.date() if now < end else local.date() + timedelta(days=1)
        return datetime.combine(ends_on, end, self.zone)


class Consortium:
    """A consortium file, its dates moved as the demo loader must move them."""

    def __init__(self, data: Record, today: date) -> None:
        self.data = data
        self.today = today
        self.people = {person["id"]: person for person in data["people"]}
        self.insiders = {partner["id"] for partner in data["partners"] if partner["membership"]["kind"] in INSIDERS}

    @classmethod
    def from_yaml(cls, path: Path, *, shift: bool = True, today: date) -> "Consortium":
        data = yaml.load(path.read_text(), yaml.CSafeLoader)
        if shift and not data["meta"].get("fixed_dates"):
            weeks = (today - date.fromisoformat(data["meta"]["as_of"])).days // 7
            data = _moved(data, timedelta(weeks=weeks))
        return cls(data, today)

    def event(self, event_id: str) -> Record:
        return dict(next(event for event in self.data["events"] if event["id"] == event_id))

    def address(self, person_id: str) -> str:
        return normalized(self.people[person_id]["address"])

    def told(
        self,
        event: Record,
        change: Change,
        at: datetime,
        told_before: Collection[str] = (),
        before: Record | None = None,
    ) -> Told:
        """Who hears of `change`; `event` is the newest state in the file's form, `before` what was last told."""
        recipients = self._recipients(event, change, told_before)
        begins_in = min(map(begins, filter(None, (event, before)))) - at
        urgent = change in DISRUPTIONS and begins_in <= timedelta(hours=24)
        no_digest = change in DISRUPTIONS and begins_in <= timedelta(days=7)
        told = Told()
        for address, recipient in recipients.items():
            if reason := recipient.suppressed:
                told.suppressed[address] = reason
            elif recipient.frequency != "immediate" and not no_digest:
                told.digest[address] = recipient.frequency
            elif not urgent and (until := recipient.quiet_until(at)):
                told.held_until[address] = (recipient.language, until)
            else:
                told.at_once[address] = recipient.language
        return told

    def _recipients(self, event: Record, change: Change, told_before: Collection[str]) -> dict[str, Recipient]:
        recipients: dict[str, Recipient] = {}
        for person_id in self._firmly(event, change):
            recipients.setdefault(self.address(person_id), self.recipient(person_id)).firm = True
        for subscription in self.data["subscriptions"]:
            if not _names(subscription, event) or not self._may_follow(subscription, event):
                continue
            address, recipient = self._subscriber(subscription)
            confirmed = "person" in subscription or subscription["follower"]["confirmed"]
            recipients.setdefault(address, recipient).following.append(
                (subscription["frequency"], confirmed, self._muted(subscription))
            )
        for address in map(normalized, told_before):
            if address not in recipients:
                recipients[address] = self._told_before(address)
                recipients[address].firm = True
        return recipients

    def _firmly(self, event: Record, change: Change) -> Iterator[str]:
        """People whom no subscription brings and no mute keeps from it."""
        hosts = hosts_of(event)
        for person in self.data["people"]:
            if any(role["partner"] in hosts and role["role"] in STAFF_ROLES for role in person["roles"]):
                yield person["id"]
        if event["visibility"] == "group":
            group = next(group for group in self.data["groups"] if group["id"] == event["group"])
            yield from (member["person"] for member in group["members"] if member["state"] == "member")
        if event["visibility"] == "private":
            yield from (invited["person"] for invited in event["invited"])
        if change in DISRUPTIONS:
            for registration in self.data["registrations"]:
                if registration["event"] == event.get("id") and registration["state"] in LIVE_REGISTRATIONS:
                    yield registration["person"]

    def _may_follow(self, subscription: Record, event: Record) -> bool:
        if event["visibility"] == "public":
            return True
        if event["visibility"] != "members" or "person" not in subscription:
            return False
        person = self.people[subscription["person"]]
        return person["has_account"] and any(
            affiliation["partner"] in self.insiders
            and (affiliation["since"] or "") <= self.today.isoformat()
            and self.today.isoformat() <= (affiliation["until"] or "9999")
            for affiliation in person["affiliations"]
        )

    def _muted(self, subscription: Record) -> bool:
        return subscription["muted"] and self.today.isoformat() <= (subscription["muted_until"] or "9999")

    def _subscriber(self, subscription: Record) -> tuple[str, Recipient]:
        if "person" in subscription:
            return self.address(subscription["person"]), self.recipient(subscription["person"])
        follower = subscription["follower"]
        address = normalized(follower["address"])
        known = next((one for one in self.people if self.address(one) == address), None)
        if known:
            return address, self.recipient(known)
        return address, Recipient(follower["language"], ZoneInfo(follower["time_zone"]))

    def _told_before(self, address: str) -> Recipient:
        for person_id in self.people:
            if self.address(person_id) == address:
                return self.recipient(person_id)
        subscriptions = (one for one in self.data["subscriptions"] if "follower" in one)
        return next(recipient for known, recipient in map(self._subscriber, subscriptions) if known == address)

    def recipient(self, person_id: str) -> Recipient:
        person = self.people[person_id]
        withdrawn = any(
            consent["purpose"] == "operational_email" and consent["state"] == "withdrawn"
            for consent in person["consents"]
        )
        holds = {
            "left": person["state"] == "left",
            "unsubscribed": withdrawn,
            "bounced": person["address_state"] == "bounced",
            "complained": person["address_state"] == "complained",
        }
        return Recipient(
            person["language"],
            ZoneInfo(person["time_zone"]),
            person["quiet_hours"],
            [reason for reason, it_holds in holds.items() if it_holds],
        )


def normalized(address: str) -> str:
    """The form in which two spellings of one address are equal; the domain as an A-label."""
    local, _, domain = address.rpartition("@")
    return f"{local.lower()}@{domain.lower().encode('idna').decode()}"


def begins(event: Record) -> datetime:
    return datetime.fromisoformat(event["starts_local"]).replace(tzinfo=ZoneInfo(event["time_zone"]))


def hosts_of(event: Record) -> set[str]:
    accepted = (cohost["partner"] for cohost in event["cohosts"] if cohost["state"] == "accepted")
    return {event["host"], *accepted}


def _names(subscription: Record, event: Record) -> bool:
    """Whether the event is one of those that this subscription asks for."""
    named: dict[str, set[Any]] = {
        "everything": {True},
        "partner": hosts_of(event),
        "program": {event["program"]},
        "initiative": {event["initiative"]},
        "community": {*event["communities"]},
        "topic": {*event["topics"], *event["sdoh"]},
        "audience": {*event["audiences"]},
    }
    return subscription[subscription["by"]] in named[subscription["by"]]


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, dict):
        return {key: _moved(item, by) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, by) for item in value]
    if isinstance(value, str) and fullmatch(r"\d{4}-\d\d-\d\d", value):
        return (date.fromisoformat(value) + by).isoformat()
    if isinstance(value, str) and fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        return (datetime.fromisoformat(value) + by).strftime("%Y-%m-%dT%H:%M")
    return value
