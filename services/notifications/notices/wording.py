"""What a notice says, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.notifications.emails.wording import one_line
from services.notifications.notices.kind import Kind
from services.notifications.notices.speech import Speech


@dataclass(frozen=True)
class Notice:
    """One notice's words; `told` is its message, `names` what people and things are called, by id.

    `note_language` is that of whoever wrote the note, as far as that is known.
    """

    kind: Kind[Any]
    told: Any
    names: Mapping[str, str]
    language: str
    note_language: str = ""

    @cached_property
    def speech(self) -> Speech:
        """How it speaks of things."""
        return Speech(self.language, self.names, self.kind.words[self.language])

    def say(self, key: str, **facts: str) -> str:
        """The words for something."""
        return self.speech.say(key, **facts)

    @property
    def subject(self) -> str:
        """What the list of emails shows; says by itself what happened, and nothing personal."""
        return one_line(self._own("subject"))

    @property
    def first_line(self) -> str:
        """What happened, in a sentence."""
        return one_line(self._own("first"))

    @property
    def text(self) -> str:
        """What else must be said, or what is asked."""
        return self._own("text")

    @property
    def button(self) -> str:
        """What one can do."""
        return self._own("button")

    @property
    def more(self) -> str:
        """What the link behind it is for."""
        return self.say("more_or_not_me" if self.kind.deniable else "more")

    @property
    def note(self) -> str:
        """What somebody wrote about it."""
        return self.kind.note(self.told)

    @property
    def note_label(self) -> str:
        """Whose words the note is, and in which language, if it is not the reader's."""
        label = self.say("label.note")
        if self.note_language in {"", self.language}:
            return label
        return self.say("in_language", label=label, language=self.say(f"language.{self.note_language}"))

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What one needs to know."""
        occasion = self.kind.occasion(self.told)
        known = []
        if occasion is not None:
            known = [("label.when", self.speech.when(occasion)), ("label.where", occasion.place)]
        rows = (*known, *self.kind.facts(self.told, self.speech))
        return [(self.say(label), one_line(value)) for label, value in rows if value]

    def why(self, route: str, target: str | None) -> str:  # noqa: ARG002 - as for an event
        """Why this person gets it, in a sentence."""
        return self.say(f"why.{route}", **self._facts)

    def _own(self, key: str) -> str:
        change = self.kind.change(self.told)
        return self.speech.say_if_any(f"{change}.{key}", key, **self._facts)

    @cached_property
    def _facts(self) -> Mapping[str, str]:
        """What sentences may name."""
        occasion = self.kind.occasion(self.told)
        known: dict[str, str] = {}
        if occasion is not None:
            known = {
                "title": one_line(occasion.title),
                "day": self.speech.day_of(occasion),
                "host": self.speech.name(occasion.host_id),
            }
        return {**known, **self.kind.said(self.told, self.speech)}
