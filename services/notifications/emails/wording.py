"""What an email says of an event, in one language: its subject, what changed, and what one needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.notifications.emails.changes import Change, Snapshot, differences, hosts, starts_at
from services.notifications.emails.times import clock_time, day, hour, moment, same_day
from services.notifications.emails.words import WORDS
from shared.settings import settings

Titles = Mapping[str, str]


def language_of(wanted: str) -> str:
    """The language that somebody is written to in: hers, else the consortium's, else English."""
    return next(one for one in (wanted, settings().language, "en") if one in WORDS)


@dataclass(frozen=True)
class Difference:
    """What something was, and what it is now."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Wording:
    """One email's words. `titles` are names by id, of partners and of what can be followed."""

    change: Change
    event: Snapshot
    before: Snapshot | None
    titles: Titles
    language: str

    def say(self, key: str, **facts: str) -> str:
        """The words for something."""
        return WORDS[self.language][key].format(**facts)

    @property
    def subject(self) -> str:
        """What the list of emails shows; says by itself what happened."""
        facts = {"title": one_line(self.event["title"])}
        if self.change != "postponed":
            facts["day"] = day(starts_at(self.event), self.event["time_zone"], self.language)
        if self.change == "moved":
            return self._moved(facts)
        return self.say(f"subject.{self.change}", **facts)

    def _moved(self, facts: dict[str, str]) -> str:
        assert self.before is not None
        zone, old, new = self.event["time_zone"], starts_at(self.before), starts_at(self.event)
        if self.before["state"] == "postponed" or not same_day(old, new, zone):
            return self.say("subject.moved_day", **facts)
        if old != new:
            return self.say("subject.moved_time", time=hour(new, zone, self.language), **facts)
        parts = differences(self.before, self.event)
        return self.say("subject.moved_place" if parts & {"place", "mode"} else "subject.changed", **facts)

    @property
    def first_line(self) -> str:
        """What happened, in a sentence."""
        return self.say(f"first.{self.change}", title=one_line(self.event["title"]))

    @property
    def differences(self) -> list[Difference]:
        """What is not as it was when people were last told."""
        if self.before is None or self.change in {"published", "cancelled"}:
            return []
        old, new = dict(self._parts(self.before)), dict(self._parts(self.event))
        nothing = self.say("nothing")
        return [
            Difference(label, old.get(label) or nothing, new.get(label) or nothing)
            for label in dict.fromkeys((*new, *old))
            if old.get(label) != new.get(label)
        ]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What one needs to know to come, or to know which event it was."""
        event = self.event
        known = self._parts(event)[1:]
        if self.change == "cancelled":
            return [*known[:2], (self.say("label.reason"), event["cancel_reason"] or "")]
        languages = [WORDS[self.language].get(f"language.{one}", one) for one in event["languages"]]
        return [
            *known,
            (self.say("label.cost"), WORDS[self.language].get(f"cost.{event['cost']}", event["cost"])),
            (self.say("label.languages"), ", ".join(languages)),
            (self.say("label.access"), event["accessibility_statement"]),
            (self.say("label.contact"), event["accessibility_contact"]),
        ]

    def _parts(self, event: Snapshot) -> list[tuple[str, str]]:
        return [
            (self.say("label.title"), one_line(event["title"])),
            (self.say("label.when"), self._when(event)),
            (self.say("label.where"), _place(event["venue"])),
            (self.say("label.online"), event["online_url"] or ""),
            (self.say("label.how"), self.say(f"mode.{event['attendance_mode']}")),
            (self.say("label.hosts"), self._hosts(event)),
        ]

    def _when(self, event: Snapshot) -> str:
        if event["state"] == "postponed":
            return self.say("time_to_come")
        zone, start, end = event["time_zone"], starts_at(event), datetime.fromisoformat(event["ends_at"])
        begins = moment(start, zone, self.language)
        if same_day(start, end, zone):
            return self.say("until", start=begins, end=clock_time(end, zone, self.language))
        return self.say("until_day", start=begins, end=moment(end, zone, self.language))

    def _hosts(self, event: Snapshot) -> str:
        names = [self.titles[host] for host in hosts(event) if host in self.titles]
        return f" {self.say('and')} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

    def why(self, route: str, target: str | None) -> str:
        """Why this person gets it, in a sentence."""
        if route == "group":
            return self.say("why.group", name=self.titles.get(self.event["group_id"] or "", ""))
        if route != "follows":
            return self.say(f"why.{route}")
        _, _, key = (target or "").partition(":")
        return self.say("why.follows", name=self.titles.get(key, key)) if key else self.say("why.follows_everything")


def one_line(words: str) -> str:
    """Words that can stand in a header: no line break or other control character is left in them."""
    return " ".join("".join(character if character.isprintable() else " " for character in words).split())


def _place(venue: Mapping[str, Any] | None) -> str:
    if venue is None:
        return ""
    code = " ".join(filter(None, [venue["region"], venue["postal_code"]]))
    return ", ".join(filter(None, [venue["name"], venue["street"], venue["locality"], code]))
