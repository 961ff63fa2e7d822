"""Every word of the portal in every language, and which language a browser gets."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from services.portal import words

PORTAL = Path(words.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
MARKS = {"_": None, "gettext": None, "marked": None, "ngettext": (1, 2)}
OTHERS = [language for language in words.LANGUAGES if language != "en"]

Message = str | tuple[str, ...]


def said() -> set[Message]:
    options = {"templates/**.html": {"newstyle_gettext": "true"}}
    return {found[2] for found in extract_from_dir(PORTAL, METHODS, options, keywords=MARKS)}


def translated(language: str) -> Iterator[tuple[Message, Message]]:
    with (words.LOCALE / f"{language}.po").open("rb") as file:
        for message in read_po(file, language):
            if message.id:
                yield _plain(message.id), _plain(message.string)


def _plain(text: object) -> Message:
    return tuple(text) if isinstance(text, list | tuple) else str(text)


def _each(message: Message) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else message


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_said_in_english_alone(language: str) -> None:
    known = {text for text, translation in translated(language) if all(_each(translation))}
    assert said() - known == set()


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_translated_that_is_no_longer_said(language: str) -> None:
    assert {text for text, _ in translated(language)} - said() == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_is_filled_in_with_the_same_facts(language: str) -> None:
    def facts(message: Message) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s", " ".join(_each(message))))

    assert [text for text, translation in translated(language) if facts(text) != facts(translation)] == []


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("es", "es"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,es;q=0.5", "es"),
        ("es;q=0.3, en;q=0.7", "en"),
        ("fr", "en"),
        ("", "en"),
        ("es;q=nonsense", "en"),
    ],
)
def test_a_browser_gets_the_language_that_it_likes_best(accepted: str, expected: str) -> None:
    assert words.preferred(accepted, otherwise="en") == expected
