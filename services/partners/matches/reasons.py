"""Why a strength may answer a need, in words that a person understands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "community": "Works in {names}",
        "region": "Reaches the whole region",
        "topic": "About the same: {names}",
        "cause": "Answers {names}",
        "kind": "It is what is asked for: {names}",
        "language": "Speaks {names}",
        "capacity": "{left} of {amount} {unit} are free",
        "history": "Worked with {names} before",
    },
    "es": {
        "community": "Trabaja en {names}",
        "region": "Llega a toda la región",
        "topic": "Sobre lo mismo: {names}",
        "cause": "Responde a {names}",
        "kind": "Es lo que se pide: {names}",
        "language": "Habla {names}",
        "capacity": "Quedan {left} de {amount} {unit}",
        "history": "Ya trabajó con {names}",
    },
}


@dataclass(frozen=True)
class Reason:
    """One reason: its code, what it counts, and what its words name."""

    code: str
    points: int
    named: Mapping[str, str] = field(default_factory=dict)

    def words(self, language: str) -> str:
        """The reason as a sentence fragment."""
        return WORDS[language][self.code].format_map(self.named)


def naming(code: str, points: int, names: Iterable[str]) -> Reason:
    """A reason that names some things."""
    return Reason(code, points, {"names": ", ".join(names)})
