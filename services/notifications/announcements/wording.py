"""What an announcement says, in one language: the office's own words, and ours around them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.notifications.emails import words
from services.notifications.emails.wording import one_line
from shared.settings import settings

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject.test": "Test: {title}",
        "button.more": "Read more",
        "button.home": "See what is on",
        "why.announced": "You get this because you take part in {consortium}, and said yes to its news.",
        "why.announced_to_followers": "You get this because you follow what this is about.",
        "why.test": "You get this because you asked for a test. Nobody else got it.",
    },
    "es": {
        "subject.test": "Prueba: {title}",
        "button.more": "Leer más",
        "button.home": "Ver lo que hay",
        "why.announced": "Recibe este correo porque participa en {consortium} y quiso recibir sus noticias.",
        "why.announced_to_followers": "Recibe este correo porque sigue aquello de lo que trata.",
        "why.test": "Recibe este correo porque pidió una prueba. Nadie más lo ha recibido.",
    },
}


@dataclass(frozen=True)
class Announced:
    """One announcement's words; whoever reads a language that the office did not write in reads the other."""

    snapshot: Mapping[str, Any]
    language: str

    def say(self, key: str, **facts: Any) -> str:
        """The words for something."""
        return (WORDS[self.language].get(key) or words.WORDS[self.language][key]).format(**facts)

    @property
    def spoken(self) -> str:
        """The language that it is written in."""
        texts = self.snapshot["texts"]
        return self.language if self.language in texts else next(iter(sorted(texts)))

    @property
    def title(self) -> str:
        """What it is about."""
        return one_line(self.snapshot["texts"][self.spoken]["title"])

    @property
    def first_line(self) -> str:
        """The title, once more, above the text."""
        return self.title

    @property
    def paragraphs(self) -> list[list[str]]:
        """The text, by paragraphs and their lines."""
        text = self.snapshot["texts"][self.spoken]["text"].replace("\r\n", "\n")
        return [[line.strip() for line in part.split("\n")] for part in text.split("\n\n") if part.strip()]

    @property
    def subject(self) -> str:
        """What the list of emails shows."""
        return self.say("subject.test", title=self.title) if self.snapshot.get("test") else self.title

    @property
    def button(self) -> str:
        """Where one can read on."""
        return self.say("button.more" if self.snapshot["url"] else "button.home")

    @property
    def url(self) -> str:
        """Where the button leads."""
        return self.snapshot["url"] or f"{settings().url}/"

    def why(self, route: str, target: str | None) -> str:
        """Why this person gets it, in a sentence."""
        if route == "test":
            return self.say("why.test")
        key = "why.announced_to_followers" if target else "why.announced"
        return self.say(key, consortium=one_line(settings().consortium))
