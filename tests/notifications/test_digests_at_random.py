"""Over random changes and mornings a digest says what an oracle expects that knows nothing but the rules."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.notifications.builders import cancelled, changed, named, published
from tests.notifications.stage import Stage
from tests.sink import Sink

NAMES = ("walk", "fair", "talk")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("publish", "retitle", "move", "cancel", "morning", "morning")), st.sampled_from(NAMES)
    ),
    max_size=14,
)
LABELS = {"publish": "New", "retitle": "Changed", "move": "New time or place", "cancel": "Cancelled"}
_worlds = count()


@dataclass
class Rules:
    """What a reader of daily digests knows, and what is new to her."""

    title: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    news: dict[str, str] = field(default_factory=dict)

    def happens(self, deed: str, name: str, title: str) -> None:
        self.title[name] = title
        if deed == "cancel" and name not in self.known:
            self.news.pop(name, None)
        else:
            self.news[name] = deed

    def morning(self) -> set[str]:
        read = {
            f"{LABELS[deed if name in self.known else 'publish']}: {self.title[name]}"
            for name, deed in self.news.items()
        }
        self.known |= self.news.keys()
        self.news = {}
        return read


@given(steps=STEPS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_digest_says_what_is_new_and_nothing_else(readers: Stage, mail: Sink, steps: list[tuple[str, str]]) -> None:
    world, rules, versions = next(_worlds), Rules(), dict.fromkeys(NAMES, 0)
    starts_at, over = readers.clock.time + timedelta(days=90), set[str]()
    for number, (deed, name) in enumerate([*steps, ("morning", ""), ("morning", "")]):
        readers.clock.pass_(minutes=6)
        if deed == "morning":
            assert _read(readers, mail) == rules.morning()
            continue
        if (deed == "publish") == (versions[name] > 0) or name in over:
            continue
        versions[name] += 1
        title = f"{name} {world}.{number}" if deed in {"publish", "retitle"} else rules.title[name]
        starts_at += timedelta(hours=deed == "move")
        over |= {name} if deed == "cancel" else set()
        facts = {"event_id": named("event", f"{name} {world}"), "title": title, "starts_at": starts_at}
        told = {"publish": lambda _, **given: published(**given), "cancel": cancelled}.get(deed, changed)
        readers.hear(told(versions[name], **facts))
        rules.happens(deed, name, title)
        readers.clock.pass_(minutes=6)
        readers.tell()


def _read(stage: Stage, mail: Sink) -> set[str]:
    """The items of Bea's digest of the next morning."""
    stage.clock.time = (stage.clock.time + timedelta(days=1)).replace(hour=13, minute=30)
    before = len(mail.contents)
    stage.gather()
    stage.send(mail.url)
    raw = [content for content in mail.contents[before:] if b"To: bea@" in content]
    assert len(raw) <= 1
    text = b"".join(raw).partition(b"text/html")[0].decode().replace("=\r\n", "")
    starts = tuple(f"{label}: " for label in LABELS.values())
    return {line.strip() for line in text.splitlines() if line.startswith(starts)}
