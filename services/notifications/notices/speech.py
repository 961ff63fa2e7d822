"""How a notice speaks of things, in one language: names, moments, places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.emails.times import clock_time, day, moment, same_day
from services.notifications.emails.words import WORDS
from shared.messages.participation import Occasion


@dataclass(frozen=True)
class Speech:
    """A language, the words of one kind in it, and the names of all that the notice speaks of, by id."""

    language: str
    names: Mapping[str, str]
    words: Mapping[str, str]

    def say(self, key: str, **facts: str) -> str:
        """The words for something: the kind's own, else those that all emails share."""
        return (self.words.get(key) or WORDS[self.language][key]).format(**facts)

    def say_if_any(self, *keys: str, **facts: str) -> str:
        """The first of these that the kind has words for."""
        return next((self.words[key] for key in keys if key in self.words), "").format(**facts)

    def name(self, key: UUID | None) -> str:
        """What somebody or something is called; nothing where that is not known."""
        return self.names.get(str(key), "")

    def moment(self, at: datetime | None, zone: str) -> str:
        """A moment with its year and zone."""
        return moment(at, zone, self.language) if at else ""

    def day_of(self, occasion: Occasion) -> str:
        """The day on which it begins, there."""
        return day(occasion.starts_at, occasion.time_zone, self.language)

    def hour_of(self, occasion: Occasion) -> str:
        """The time at which it begins, there."""
        return clock_time(occasion.starts_at, occasion.time_zone, self.language)

    def when(self, occasion: Occasion) -> str:
        """From when to when."""
        return self.between(occasion.starts_at, occasion.ends_at, occasion.time_zone)

    def between(self, start: datetime, end: datetime, zone: str) -> str:
        """From one moment to another."""
        begins = moment(start, zone, self.language)
        if same_day(start, end, zone):
            return self.say("until", start=begins, end=clock_time(end, zone, self.language))
        return self.say("until_day", start=begins, end=moment(end, zone, self.language))
