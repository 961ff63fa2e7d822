"""The form of an announcement: its fields as people fill them in, and as the API takes them."""

from collections.abc import Mapping
from typing import Any

from services.portal import vocabulary
from services.portal.visitor import Visitor
from services.portal.words import LANGUAGES, marked

Values = dict[str, Any]
Flaws = dict[str, str]
Options = list[tuple[str, str]]

_WORDS = tuple(f"{part}_{language}" for language in LANGUAGES for part in ("title", "text"))
_FIELDS = ("target", "url", *_WORDS)
_TO_MANY = {
    "everybody": marked("Everybody"),
    "members": marked("All people of members, affiliates and community partners"),
}
_OF_RECORDS = {
    "partner": marked("The people and followers of %(name)s"),
    "group": marked("The group %(name)s"),
    "community": marked("Who follows the community %(name)s"),
    "initiative": marked("Who follows the initiative %(name)s"),
    "program": marked("Who follows the program %(name)s"),
    "topic": marked("Who follows the topic %(name)s"),
    "audience": marked("Who follows what is for: %(name)s"),
}


def blank() -> Values:
    """What the form shows first."""
    return dict.fromkeys(_FIELDS, "") | {"target": "everybody"}


def filled(form: Mapping[str, Any]) -> Values:
    """What somebody filled in."""
    return {name: str(form.get(name, "")).replace("\r\n", "\n").strip() for name in _FIELDS}


def shown(announcement: dict[str, Any]) -> Values:
    """An announcement as the form shows it."""
    target = announcement["target"]
    words = {
        f"{part}_{language}": said[part]
        for language, said in announcement["texts"].items()
        for part in ("title", "text")
    }
    code = f"{target['kind']}:{target['id']}" if target["id"] else target["kind"]
    return dict.fromkeys(_FIELDS, "") | words | {"target": code, "url": announcement["url"]}


def body(values: Values, visitor: Visitor) -> tuple[dict[str, Any], Flaws]:
    """The form as the API takes it, and what is wrong with it in words; one language is enough."""
    flaws, texts = Flaws(), {}
    for language in LANGUAGES:
        title, text = values[f"title_{language}"], values[f"text_{language}"]
        if title and text:
            texts[language] = {"title": title, "text": text}
        elif title or text:
            missing = f"text_{language}" if title else f"title_{language}"
            flaws[missing] = visitor.gettext("Title and text belong together: fill in both, or neither.")
    if not texts and not flaws:
        flaws["title_en"] = visitor.gettext("Write it in one language at least.")
    kind, _, key = values["target"].partition(":")
    return {"texts": texts, "url": values["url"], "target": {"kind": kind, "id": key or None}}, flaws


def targets(visitor: Visitor) -> Options:
    """To whom it may go."""
    directory = visitor.directory
    named: dict[str, list[tuple[str, str]]] = {
        "partner": [(one["id"], one["name"]) for one in directory.partners.values()],
        "group": [(one["id"], one["title"]) for one in visitor.api.every("/groups")],
        "community": [(one["id"], one["name"]) for one in directory.communities.values()],
        "initiative": [(one["id"], one["title"]) for one in directory.initiatives.values()],
        "program": [(one["id"], one["title"]) for one in directory.programs.values()],
        "topic": [(code, visitor.gettext(word)) for code, word in vocabulary.TOPICS.items()],
        "audience": [(code, visitor.gettext(word)) for code, word in vocabulary.AUDIENCES.items()],
    }
    many = [(code, visitor.gettext(words)) for code, words in _TO_MANY.items()]
    return many + [
        (f"{kind}:{key}", visitor.gettext(_OF_RECORDS[kind]) % {"name": name})
        for kind, things in named.items()
        for key, name in sorted(things, key=lambda thing: thing[1].casefold())
    ]


def target_in_words(announcement: dict[str, Any], visitor: Visitor) -> str:
    """To whom one goes; by its code, where what it names is no longer known."""
    code = shown(announcement)["target"]
    return dict(targets(visitor)).get(code) or code
