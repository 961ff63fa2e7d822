"""What a digest says, in one language: by community, and of each event when and where it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from itertools import groupby
from typing import Any

from services.notifications.digests.words import WORDS
from services.notifications.emails import words
from services.notifications.emails.changes import Change, Snapshot, starts_at
from services.notifications.emails.times import day
from services.notifications.emails.wording import Titles, Wording, one_line
from shared.settings import settings


@dataclass(frozen=True)
class Item:
    """One event, and what there is to say of it to whoever reads this."""

    event: Snapshot
    change: Change
    titles: Titles
    language: str

    @property
    def title(self) -> str:
        """What it is called."""
        return one_line(self.event["title"])

    @property
    def url(self) -> str:
        """Its page."""
        return f"{settings().url}/events/{self.event['event_id']}"

    @property
    def label(self) -> str:
        """What happened to it."""
        return WORDS[self.language][f"item.{self.change}"]

    @property
    def facts(self) -> list[str]:
        """When it is, with the zone, and where."""
        said = Wording(self.change, self.event, None, self.titles, self.language).facts
        wanted = {words.WORDS[self.language][f"label.{part}"] for part in ("when", "where", "online")}
        return [one_line(value) for label, value in said if label in wanted and value]

    @property
    def community(self) -> str:
        """For whom it is, in a heading."""
        names = sorted(self.titles[key] for key in self.event["community_ids"] if key in self.titles)
        return ", ".join(names) or WORDS[self.language]["elsewhere"]

    @property
    def place_in_list(self) -> tuple[bool, str, bool, datetime, str]:
        """Communities by name, and what is for everybody after them; within each by time, what has none last."""
        is_open = self.event["state"] == "postponed"
        return not self.event["community_ids"], self.community, is_open, starts_at(self.event), self.title


@dataclass(frozen=True)
class Digest:
    """One digest's words; in the history, which shows no single one, without items."""

    frequency: str
    snapshot: Snapshot
    items: Sequence[Item]
    language: str

    def say(self, key: str, **facts: Any) -> str:
        """The words for something."""
        return (WORDS[self.language].get(key) or words.WORDS[self.language][key]).format(**facts)

    @property
    def subject(self) -> str:
        """What the list of emails shows: the first event, and how many more."""
        on = datetime.combine(date.fromisoformat(self.snapshot["day"]), time(12), UTC)
        said = day(on, "UTC", self.language)
        if not self.items:
            return self.say(f"history.{self.frequency}", day=said)
        more = len(self.items) - 1
        key = f"subject.{self.frequency}{'.more' if more else ''}"
        return self.say(key, day=said, title=self._sorted[0].title, more=more)

    @property
    def first_line(self) -> str:
        """What it is."""
        return self.say(f"first.{self.frequency}")

    @property
    def sections(self) -> list[tuple[str, list[Item]]]:
        """Communities, each with its events in the order of time."""
        return [(name, list(items)) for name, items in groupby(self._sorted, key=lambda item: item.community)]

    @cached_property
    def _sorted(self) -> list[Item]:
        return sorted(self.items, key=lambda item: item.place_in_list)

    def why(self, route: str, target: str | None) -> str:  # noqa: ARG002 - as for an event
        """Why this person gets it."""
        return self.say(f"why.{self.frequency}")
