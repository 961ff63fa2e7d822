"""The pages of calendars that come in, before the API of events itself and a foreign site."""

import re
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from services.portal import clients
from services.portal import session as sessions
from services.portal.session import Session
from services.portal.web import create_app
from shared.database import Database
from tests.events.calendars import Following, a_calendar, a_site, a_vevent
from tests.events.consortium import EVENTS, Consortium, changed
from tests.events.foreign_site import ForeignSite
from tests.portal.test_review_pages import Somebody


@pytest.fixture
def consortium(database_of: Callable[[str], Database]) -> Consortium:
    return Consortium(database_of("events"))


@pytest.fixture
def site() -> Iterator[ForeignSite]:
    with a_site() as there:
        yield there


@pytest.fixture
def browser(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A browser of a coordinator of the host."""
    held = [{"partner_id": str(consortium.host), "role": "coordinator"}]
    pages = TestClient(create_app(), base_url="http://consortium.test", follow_redirects=False)
    somebody = Somebody(consortium, pages, consortium.coordinator, held)
    monkeypatch.setattr(clients, "_ask", somebody.asked)
    monkeypatch.setattr(sessions, "_opened", lambda _: Session("Ana", "access", "refresh", 4e9))
    return pages


def _filled_in(consortium: Consortium, site: ForeignSite, **given: str) -> dict[str, str]:
    return {
        "partner_id": str(consortium.host),
        "title": "Pantry days",
        "url": site.url(),
        "time_zone": "America/Chicago",
        "import_as": "published",
        "visibility": "public",
        "place_rule": "named",
        "venue_name": "",
        "locality": "",
        "kind": "",
        "every_hours": "6",
    } | given


def test_a_calendar_is_added_looked_at_and_switched_on(
    consortium: Consortium, site: ForeignSite, browser: TestClient
) -> None:
    site.serves(a_calendar(a_vevent(), a_vevent(SUMMARY="Walk", RRULE="FREQ=WEEKLY"), a_vevent(SUMMARY="")))
    assert 'name="url"' in browser.get("/calendars/new").text
    added = browser.post("/calendars/new", data=_filled_in(consortium, site))
    assert added.status_code == 303, added.text
    preview = browser.get(added.headers["Location"])
    for words in ("2 events, or series of events.", "Food pantry", "repeats", "have no title", "Switch it on"):
        assert words in preview.text
    address = added.headers["Location"].removesuffix("/preview")
    assert browser.post(f"{address}/activation").status_code == 303
    assert "Pause" in browser.get(address).text
    assert "Pantry days" in browser.get("/calendars").text
    assert browser.post(f"{address}/pause").status_code == 303
    assert "Paused" in browser.get(address).text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"url": ""}, "Paste the calendar&#39;s address."),
        ({"url": "http://127.0.0.1/"}, "it does not lead to a public web site"),
        ({"title": ""}, "Give the calendar a name."),
        ({"place_rule": "always"}, "Say where it always is."),
        ({"every_hours": "often"}, "Give a number of hours"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    given: dict[str, str], words: str, consortium: Consortium, site: ForeignSite, browser: TestClient
) -> None:
    filled_in = _filled_in(consortium, site, locality="St. Louis") | given
    page = browser.post("/calendars/new", data=filled_in)
    assert page.status_code == 422
    assert words in page.text
    assert 'value="St. Louis"' in page.text


def test_an_address_without_a_calendar_is_said_and_can_be_changed(
    consortium: Consortium, site: ForeignSite, browser: TestClient
) -> None:
    source = Following(consortium, site)
    assert "does not give the calendar out" in browser.get(f"/calendars/{source.id}/preview").text
    form = browser.get(f"/calendars/{source.id}/edit").text
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version is not None
    filled_in = _filled_in(consortium, site, title="Another", version=version[1])
    assert browser.post(f"/calendars/{source.id}/edit", data=filled_in).status_code == 303
    assert source.shown["title"] == "Another"
    assert browser.post(f"/calendars/{source.id}/edit", data=filled_in).status_code == 412


def test_what_fails_is_said_in_plain_words_with_how_often(
    consortium: Consortium, site: ForeignSite, browser: TestClient
) -> None:
    source = Following(consortium, site).switched_on()
    source.reads(a_vevent("a"))
    for _ in range(3):
        source.reads()
    page = browser.get(f"/calendars/{source.id}").text
    assert "We canceled nothing" in page
    assert "3 times in a row" in page
    assert "Cannot be read" in browser.get("/calendars").text


def test_what_came_in_twice_is_made_one_and_two_again(
    consortium: Consortium, site: ForeignSite, browser: TestClient
) -> None:
    for title in ("One", "Other"):
        Following(consortium, site, title=title).switched_on().reads(a_vevent("a"))
    page = browser.get("/calendars").text
    assert "the same title" in page
    merge = re.search(r'action="(/calendars/merges/[^"]+)"', page)
    assert merge is not None
    assert browser.post(merge[1], data={"move": "confirmation"}).status_code == 303
    assert len(consortium.http.get(EVENTS).json()["items"]) == 1
    assert "Make them two again" in browser.get("/calendars").text
    assert browser.post(merge[1], data={"move": "reversal"}).status_code == 303
    assert len(consortium.http.get(EVENTS).json()["items"]) == 2


def test_kinds_by_a_word_are_added_changed_and_removed_and_the_preview_says_what_they_do(
    consortium: Consortium, site: ForeignSite, browser: TestClient
) -> None:
    site.serves(a_calendar(a_vevent(), a_vevent(SUMMARY="Vision fair", LOCATION=""), a_vevent(SUMMARY="Walk")))
    rules = {"rule_0_word": "pantry", "rule_0_kind": "outreach", "rule_2_word": "Fair", "rule_2_kind": "health_fair"}
    filled_in = _filled_in(consortium, site, venue_name="Main hall", kind="meeting", **rules)
    preview = browser.post("/calendars/new", data=filled_in).headers["Location"]
    shown = browser.get(preview).text
    for words in ("(it says “pantry”)", "Health fair <", "(it says “Fair”)", "<p>Meeting</p>", "(by your rule)"):
        assert words in shown, words
    assert shown.count("(by your rule)") == 1
    address = preview.removesuffix("/preview")
    assert "“Fair” makes it: Health fair" in browser.get(address).text
    form = browser.get(f"{address}/edit").text
    assert 'name="rule_1_word" type="text" value="Fair"' in form
    assert 'name="rule_3_word"' in form
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version is not None
    changed = {"rule_0_word": "", "rule_0_kind": "", "rule_1_word": "vision", "rule_1_kind": "clinic_day"}
    answer = browser.post(
        f"{address}/edit",
        data=filled_in | rules | changed | {"version": version[1], "rule_2_word": "", "rule_2_kind": ""},
    )
    assert answer.status_code == 303, answer.text
    [source] = consortium.coordinator.get("/api/v1/calendars/sources").json()["items"]
    assert source["kind_rules"] == [{"word": "vision", "kind": "clinic_day"}]


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"rule_0_word": "fair"}, "rule_0_kind", "Choose the kind, or empty the word."),
        ({"rule_1_kind": "meeting"}, "rule_0_word", "Give the word, or choose no kind."),
        ({"rule_0_word": "x" * 301, "rule_0_kind": "meeting"}, "rule_0_word", "This is too long."),
    ],
)
def test_half_a_rule_is_said_beside_its_field(
    given: dict[str, str], field: str, words: str, consortium: Consortium, site: ForeignSite, browser: TestClient
) -> None:
    page = browser.post("/calendars/new", data=_filled_in(consortium, site, **given))
    assert page.status_code == 422
    assert f'<p class="flaw" id="{field}-flaw"><span class="unseen">Problem:</span> {words}</p>' in page.text


def test_an_event_says_what_its_calendar_says_of_it_and_what_was_changed_by_hand(
    consortium: Consortium, site: ForeignSite, browser: TestClient
) -> None:
    Following(consortium, site).switched_on().reads(a_vevent("a"))
    [event] = consortium.http.get(EVENTS).json()["items"]
    address = f"/events/{event['id']}"
    for path in (address, f"{address}/edit"):
        page = browser.get(path).text
        assert "<dt>Said by the calendar</dt><dd>Title, What will happen, Date and times, Place</dd>" in page
        assert "Changed here" not in page
    assert changed(consortium.coordinator, event, title="Pantry and clinic").status_code == 200
    for path in (address, f"{address}/edit"):
        page = browser.get(path).text
        assert "<dt>Said by the calendar</dt><dd>What will happen, Date and times, Place</dd>" in page
        assert "<dt>Changed here, so it stays</dt><dd>Title</dd>" in page
