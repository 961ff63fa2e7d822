"""What digests and announcements say, in both languages; the golden files are read by people."""

from datetime import timedelta
from string import Formatter
from typing import Any

import pytest
from hypothesis import given

from services.notifications.announcements import wording as announced
from services.notifications.announcements.wording import Announced
from services.notifications.digests.wording import Digest, Item
from services.notifications.digests.words import WORDS as DIGEST_WORDS
from services.notifications.emails.rendering import announcement_letter, digest_letter
from tests.notifications.builders import NOON, named
from tests.notifications.test_letters import (
    CANCELLED,
    EVENT,
    MOVED,
    POSTPONED,
    TITLES,
    WORDS,
    _fits_the_wire,
    golden,
    part,
    read,
    written,
)

RIVERSIDE = named("community", "riverside")
NAMES = {**TITLES, str(RIVERSIDE): "Riverside"}
LATER = {
    **EVENT,
    "title": "A walk by the river",
    "event_id": str(named("event", "walk")),
    "community_ids": [str(RIVERSIDE)],
    "starts_at": (NOON + timedelta(days=20)).isoformat(),
    "ends_at": (NOON + timedelta(days=20, hours=1)).isoformat(),
}
SOONER = {**EVENT, "title": "Cooking for the heart", "community_ids": [str(RIVERSIDE)]}
TEXTS = {
    "en": {
        "title": "The clinic moves",
        "text": "Dear all,\n\nsee https://example.org/map & bring a friend.\nThank you!",
    },
    "es": {"title": "La clínica se muda", "text": "Estimadas y estimados:\n\n¡nos vemos allí!"},
}


def digest(language: str, frequency: str = "daily") -> Digest:
    told: Any = (
        (MOVED, "moved"),
        (LATER, "published"),
        (SOONER, "published"),
        ({**POSTPONED, "title": "Blood drive"}, "postponed"),
        ({**CANCELLED, "title": "Flu shots"}, "cancelled"),
    )
    items = [Item(event, change, NAMES, language) for event, change in told]
    return Digest(frequency, {"day": "2026-11-23"}, items, language)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_digest_reads_as_it_was_approved(language: str) -> None:
    words = digest(language)
    golden(f"digest.{language}", written(digest_letter(words), words, "follows"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_announcement_reads_as_it_was_approved(language: str) -> None:
    words = Announced({"texts": TEXTS, "url": "https://example.org/move"}, language)
    golden(f"announcement.{language}", written(announcement_letter(words), words, "announced"))


@pytest.mark.parametrize("frequency", ["daily", "weekly"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_digest_speaks_whole_sentences_however_often_it_comes(language: str, frequency: str) -> None:
    words = digest(language, frequency)
    for said in (words.subject, words.first_line, words.why("follows", f"digest:{frequency}")):
        assert said
        assert "{" not in said
    assert Digest(frequency, {"day": "2026-11-23"}, (), language).subject.endswith(("Mon, Nov 23", "lun, 23 nov"))


def test_communities_come_by_name_and_events_by_time_what_is_for_everybody_last() -> None:
    listed = [(name, [item.title for item in items]) for name, items in digest("en").sections]
    assert listed == [
        ("Riverside", ["Cooking for the heart", "A walk by the river"]),
        ("For everybody", ["Flu shots", "Heart-healthy screening", "Blood drive"]),
    ]


@pytest.mark.parametrize("words", [DIGEST_WORDS, announced.WORDS])
def test_both_languages_say_the_same_things_of_the_same_facts(words: Any) -> None:
    def gaps(said: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(said) if name}

    assert {key: gaps(said) for key, said in words["en"].items()} == {
        key: gaps(said) for key, said in words["es"].items()
    }


@given(title=WORDS, body=WORDS)
def test_whatever_is_announced_stays_words(title: str, body: str) -> None:
    words = Announced({"texts": {"en": {"title": title, "text": body}}, "url": ""}, "en")
    raw = written(announcement_letter(words), words, "announced")
    message = read(raw)
    assert message["To"] == "bea@example.org"
    assert "Bcc" not in message
    html = part(message, "html")
    assert "<script" not in html
    assert html.count("<a ") == html.count('href="http')
    _fits_the_wire(raw)


@given(title=WORDS)
def test_whatever_an_event_is_called_stays_words_in_a_digest(title: str) -> None:
    words = Digest("daily", {"day": "2026-11-23"}, [Item({**EVENT, "title": title}, "published", NAMES, "en")], "en")
    raw = written(digest_letter(words), words, "follows")
    assert "<script" not in part(read(raw), "html")
    _fits_the_wire(raw)
