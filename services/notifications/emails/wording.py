"""What an email says of an event, in one language: its subject, what changed, and what one needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from services.notifications.emails.changes import Change, Snapshot, differences, hosts, only_dates, starts_at
from services.notifications.emails.repeating import in_words
from services.notifications.emails.series import DateChange, is_series
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

    @cached_property
    def _dates(self) -> list[DateChange]:
        """The single dates of a series that this is about; of the whole event, none."""
        return only_dates(self.before, self.event) if self.change in {"moved", "changed"} else []

    @property
    def subject(self) -> str:
        """What the list of emails shows; says by itself what happened."""
        facts = {"title": one_line(self.event["title"])}
        if len(self._dates) == 1:
            return self._of_one_date(self._dates[0], facts["title"])
        if self.change != "postponed":
            facts["day"] = day(starts_at(self.event), self.event["time_zone"], self.language)
        if self.change == "moved":
            return self._moved(facts)
        return self.say(f"subject.{self.change}", **facts)

    def _of_one_date(self, date: DateChange, title: str) -> str:
        zone = self.event["time_zone"]
        if date.now is None:
            return self.say("subject.cancelled_once", day=day(date.at, zone, self.language), title=title)
        if date.was is None:
            return self.say("subject.added_once", when=self._short(date.now), title=title)
        if "time" in date.parts:
            when = self._short(date.now)
            return self.say("subject.moved_once", when=when, title=title)
        return self.say("subject.changed_once", day=day(date.at, zone, self.language), title=title)

    def _short(self, at: datetime) -> str:
        zone = self.event["time_zone"]
        return f"{day(at, zone, self.language)}, {hour(at, zone, self.language)}"

    def _moved(self, facts: dict[str, str]) -> str:
        assert self.before is not None
        if is_series(self.event) and self.before["state"] != "postponed":
            parts = differences(self.before, self.event)
            return self.say("subject.series" if "time" in parts else "subject.changed", **facts)
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
        title = one_line(self.event["title"])
        if len(self._dates) == 1:
            once = (
                "cancelled_once"
                if self._dates[0].now is None
                else "moved_once"
                if self._dates[0].was
                else "added_once"
            )
            return self.say(f"first.{once}", title=title)
        return self.say(f"first.{self.change}", title=title)

    @property
    def differences(self) -> list[Difference]:
        """What is not as it was when people were last told."""
        if self.before is None or self.change in {"published", "cancelled"}:
            return []
        if self._dates:
            return [self._date_difference(date) for date in self._dates]
        old, new = dict(self._parts(self.before)), dict(self._parts(self.event))
        nothing = self.say("nothing")
        return [
            Difference(label, old.get(label) or nothing, new.get(label) or nothing)
            for label in dict.fromkeys((*new, *old))
            if old.get(label) != new.get(label)
        ]

    def _date_difference(self, date: DateChange) -> Difference:
        zone = self.event["time_zone"]
        now = moment(date.now, zone, self.language) if date.now else self.say("not_then")
        if date.reason:
            now = f"{now} ({one_line(date.reason)})"
        was = moment(date.was, zone, self.language) if date.was else self.say("nothing")
        return Difference(day(date.at, zone, self.language), was, now)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What one needs to know to come, or to know which event it was."""
        event = self.event
        known = self._parts(event)[1:]
        if self.change == "cancelled":
            return [*known[:2], (self.say("label.reason"), event["cancel_reason"] or "")]
        if self.change == "postponed":
            known = [*known, (self.say("label.reason"), event.get("postpone_reason") or "")]
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
            (self.say("label.where"), place(event["venue"])),
            (self.say("label.online"), event["online_url"] or ""),
            (self.say("label.how"), self.say(f"mode.{event['attendance_mode']}")),
            (self.say("label.hosts"), self._hosts(event)),
        ]

    def _when(self, event: Snapshot) -> str:
        if event["state"] == "postponed":
            return self.say("time_to_come")
        zone, start, end = event["time_zone"], starts_at(event), datetime.fromisoformat(event["ends_at"])
        begins = moment(start, zone, self.language)
        if is_series(event):
            return self.say(
                "series",
                how=in_words(event["rule"], start.astimezone(ZoneInfo(zone)), self.language),
                from_=clock_time(start, zone, self.language),
                to=clock_time(end, zone, self.language),
                next=begins,
            )
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


def place(venue: Mapping[str, Any] | None) -> str:
    """Where it is, in a line."""
    if venue is None:
        return ""
    code = " ".join(filter(None, [venue["region"], venue["postal_code"]]))
    return ", ".join(filter(None, [venue["name"], venue["street"], venue["locality"], code]))
