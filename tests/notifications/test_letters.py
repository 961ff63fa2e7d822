"""What emails say, and that whatever people write into an event cannot become anything but its words."""

import email
import re
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.emails.mime import Letter, UnwritableAddress, own
from services.notifications.emails.rendering import event_letter, sign_in_letter
from services.notifications.notices.invitations import attendee
from tests.notifications.builders import HOST, NOON, named, published

GOLDEN = Path(__file__).with_name("golden")
MESSAGE_ID = "<01a2043f-2ba6-7d97-98f6-7db690fdc9f7.2@example.org>"
LINK = "http://consortium.test/links/notifications/" + "token." * 20
UNION = named("partner", "union")
TITLES = {str(HOST): "Main Street Clinic", str(UNION): "La Unión"}

EVENT = published(
    cohosts=({"partner_id": UNION, "state": "accepted"},),
    summary="Blood pressure & more.\nVen a la clínica: ¡gratis!",
    cost="free",
    languages=("en", "es"),
    accessibility_statement="Step-free; captions.",
    accessibility_contact="access@example.org",
).model_dump(mode="json")
MOVED = {
    **EVENT,
    "starts_at": (NOON + timedelta(days=13, hours=2)).isoformat(),
    "ends_at": (NOON + timedelta(days=13, hours=4)).isoformat(),
}
CANCELLED = {**MOVED, "state": "cancelled", "cancel_reason": "A storm is coming."}
POSTPONED = {**EVENT, "state": "postponed"}
KINDS = {
    "published": (EVENT, None),
    "moved": (MOVED, EVENT),
    "postponed": (POSTPONED, EVENT),
    "cancelled": (CANCELLED, MOVED),
}


def written(letter: Letter, wording: Any, route: str = "staff", more: bytes = b"") -> bytes:
    why = wording.why(route, f"partner:{HOST}")
    gaps = {"why": own(why, why), "link": own(LINK, LINK), "attendee": own(attendee("bea@example.org", 2), "")}
    return letter.to("bea@example.org", MESSAGE_ID, NOON, gaps, more)


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", [*KINDS, "sign_in"])
def test_an_email_reads_as_it_was_approved(kind: str, language: str) -> None:
    """The golden files are read by people; delete one, run this twice, and read what came."""
    if kind == "sign_in":
        letter, wording = sign_in_letter("http://consortium.test/links/partners/secret", NOON, language)
        raw = written(letter, wording, "sign_in")
    else:
        after, before = KINDS[kind]
        raw = written(*event_letter(kind, after, before, TITLES, language), "follows")  # type: ignore[arg-type]
    golden(f"{kind}.{language}", raw)


def golden(name: str, raw: bytes) -> None:
    """Compare an email with what was approved: its headers, and each of its parts."""
    message = read(raw)
    shown = {name: value for name, value in message.items() if name != "Content-Type"}
    text = "".join(f"{name}: {value}\n" for name, value in shown.items())
    text += f"\n{part(message, 'plain')}\n=== HTML\n{part(message, 'html')}"
    for calendar in (one for one in message.iter_parts() if one.get_content_type() == "text/calendar"):
        text += f"\n=== {calendar['Content-Type']}\n" + str(calendar.get_content()).replace("\r\n", "\n")
    kept = GOLDEN / f"{name}.txt"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text)
        pytest.fail(f"{kept.name} was not there; it is now")
    assert text == kept.read_text()


SUBJECTS = {
    "on another day": ({"starts_at": "2026-12-12T16:00:00Z"}, "Moved to Sat, Dec 12: Heart-healthy screening"),
    "at another hour": (
        {"starts_at": "2026-12-05T20:30:00Z"},
        "Moved to 2:30 PM: Heart-healthy screening, Sat, Dec 5",
    ),
    "elsewhere": (
        {"venue": {**EVENT["venue"], "name": "City Hall"}},
        "New place: Heart-healthy screening, Sat, Dec 5",
    ),
    "online": ({"attendance_mode": "online"}, "New place: Heart-healthy screening, Sat, Dec 5"),
    "later to its end": ({"ends_at": "2026-12-05T19:00:00Z"}, "Changed: Heart-healthy screening, Sat, Dec 5"),
}


@pytest.mark.parametrize("how", SUBJECTS)
def test_the_subject_of_a_move_says_where_to(how: str) -> None:
    edit, subject = SUBJECTS[how]
    _, wording = event_letter("moved", {**EVENT, **edit}, EVENT, TITLES, "en")
    assert wording.subject == subject


def test_a_postponed_event_that_gets_a_date_says_it() -> None:
    _, wording = event_letter("moved", EVENT, POSTPONED, TITLES, "en")
    assert wording.subject == "Moved to Sat, Dec 5: Heart-healthy screening"
    assert wording.differences[0].was == "Time to come"


def test_the_code_name_stands_in_no_email() -> None:
    for kind, (after, before) in KINDS.items():
        raw = written(*event_letter(kind, after, before, TITLES, "en"))  # type: ignore[arg-type]
        assert "plexus" not in part(read(raw), "html").lower()
        assert "Two Rivers Health Consortium" in part(read(raw), "plain")


def test_old_and_new_come_before_everything_else() -> None:
    raw = written(*event_letter("moved", MOVED, EVENT, TITLES, "en"))
    lines = part(read(raw), "plain").splitlines()
    assert lines[2:5] == [
        "When",
        "  was: Sat, Dec 5, 2026, 10:00 AM CST, until 12:00 PM",
        "  now: Sat, Dec 5, 2026, 2:00 PM CST, until 4:00 PM",
    ]


def test_an_event_over_night_ends_on_its_day() -> None:
    over_night = {**EVENT, "ends_at": "2026-12-06T14:00:00Z"}
    _, wording = event_letter("published", over_night, None, TITLES, "es")
    assert dict(wording.facts)["Cuándo"].endswith("hasta el dom, 6 dic 2026, 8:00 a.m. CST")


@pytest.mark.parametrize(
    "address",
    [
        "a@b\r\nBcc: x@y",
        "a b@example.org",
        "<a@example.org>",
        "a@example.org,b@example.org",
        "@",
        "a@b\n",
        'x"@y.org',
    ],
)
def test_an_address_that_is_more_than_an_address_is_refused(address: str) -> None:
    letter, wording = event_letter("published", EVENT, None, TITLES, "en")
    why = own(wording.why("staff", None), "")
    with pytest.raises(UnwritableAddress):
        letter.to(address, MESSAGE_ID, NOON, {"why": why, "link": why})


class _Reader(HTMLParser):
    """The tags and links of a page, and the words between them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.words = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words += data


# What PostgreSQL keeps as text: everything but NUL and halves of characters.
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=120)
HEADERS = [
    "To",
    "Message-ID",
    "Date",
    "From",
    "Subject",
    "Reply-To",
    "Auto-Submitted",
    "Content-Language",
    "MIME-Version",
]


@given(title=WORDS, summary=WORDS, place=WORDS, host=WORDS, cost=WORDS, reason=WORDS)
def test_whatever_people_write_stays_their_words(
    title: str, summary: str, place: str, host: str, cost: str, reason: str
) -> None:
    event = {**EVENT, "title": title, "summary": summary, "cost": cost, "cancel_reason": reason}
    event["venue"] = {**EVENT["venue"], "name": place}
    titles = {str(HOST): host, str(UNION): host}
    for change, state in (("published", "published"), ("cancelled", "cancelled")):
        raw = written(*event_letter(change, {**event, "state": state}, EVENT, titles, "en"))  # type: ignore[arg-type]
        message = read(raw)
        assert list(message) == [*HEADERS, "Content-Type"]
        assert [kind.get_content_type() for kind in message.iter_parts()] == ["text/plain", "text/html"]
        reader = _Reader()
        reader.feed(part(message, "html"))
        assert not {"script", "img", "iframe", "form"} & set(reader.tags)
        assert reader.links == [f"http://consortium.test/events/{EVENT['event_id']}", LINK]
        _fits_the_wire(raw)


def _fits_the_wire(raw: bytes) -> None:
    assert b"\0" not in raw
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", raw)
    head, _, body = raw.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 78
    assert raw.isascii()


@given(words=WORDS)
def test_the_words_of_a_summary_arrive_as_they_were_written(words: str) -> None:
    raw = written(*event_letter("published", {**EVENT, "summary": f"<<{words}>>"}, None, TITLES, "en"))
    lines = "\n".join(f"<<{words}>>".splitlines())
    assert lines in "\n".join(part(read(raw), "plain").splitlines())
