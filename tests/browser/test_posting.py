"""The main job in a real browser with JavaScript off: from a link in an email to emails in mailboxes."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visits
from tests.browser.filling_in import fill_in, submit
from tests.end_to_end.events import event, shown
from tests.end_to_end.people import Mailbox, recipient
from tests.oracle import Consortium, Record, Told
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

COORDINATOR, HOST = "p-01", "wusm-odp"
PUBLISH = {
    "en": r"Publish: (\d+) (?:person|people) will be emailed|Publish: nobody will be emailed",
    "es": r"Publicar: se escribirá a (\d+) personas?|Publicar: no se escribirá a nadie",
}


def communities(consortium: Consortium) -> dict[str, str]:
    return {community["id"]: community["name"] for community in consortium.data["communities"]}


def a_fair(in_days: int = 60, **fields: object) -> Record:
    return event(in_days, host=HOST, communities=["c-north-stl"], **fields)


def emailed(told: Told) -> set[str]:
    return {*told.at_once, *told.held_until}


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_event_is_posted_reviewed_published_and_its_emails_are_seen(
    language: str, visit: Visits, consortium: Consortium, mailbox: Mailbox
) -> None:
    page, fair = visit(COORDINATOR, language=language), a_fair()
    page.goto("/events/new")
    fill_in(page, fair, communities(consortium))
    submit(page)

    expected = consortium.told(fair, "published", datetime.now(UTC))
    assert page.url.endswith("/review")
    button = page.get_by_role("main").get_by_role("button")
    said = re.fullmatch(PUBLISH[language], button.inner_text())
    assert said is not None, button.inner_text()
    assert int(said[1] or 0) == len(emailed(expected))
    figures = page.locator(".figures").inner_text()
    assert str(len(expected.digest)) in re.findall(r"\d+", figures)
    assert mailbox.about(fair["title"]) == []

    button.click()

    assert "/emails" in page.url
    for address in expected.at_once:
        eventually(lambda to=address: _about(mailbox, to, fair["title"]), within=15)
    assert {recipient(email) for email in mailbox.about(fair["title"])} == set(expected.at_once)
    # The page loads itself anew until nothing is on its way.
    expect(page.locator(".figures .good strong")).to_have_text(str(len(expected.at_once)), timeout=20_000)
    history = page.locator("table").inner_text().casefold()
    assert [address for address in expected.people if address not in history] == []


def _about(mailbox: Mailbox, address: str, title: str) -> list[Record]:
    return [email for email in mailbox.to(address) if title in email["subject"] or title in email["text"]]


def test_a_typo_is_fixed_a_time_moved_and_the_event_called_off(
    visit: Visits, consortium: Consortium, mailbox: Mailbox
) -> None:
    page, fair = visit(COORDINATOR), a_fair()
    address = _published(page, fair, consortium)

    page.goto(f"{address}/edit")
    page.locator("#summary").fill("Free screenings. Neighbors help with forms.")
    submit(page)
    assert "Save: nobody will be emailed" in page.get_by_role("main").inner_text()
    page.get_by_role("button", name="Save").click()

    page.goto(f"{address}/edit")
    page.locator("#start").fill("11:15")
    submit(page)
    expected = consortium.told(fair, "moved", datetime.now(UTC))
    moved = {**fair, "starts_local": f"{fair['starts_local'][:10]}T11:15"}
    assert shown(moved["starts_local"], moved["time_zone"]) in page.locator("table").first.inner_text()
    button = page.get_by_role("button", name=re.compile(r"^Save: \d+"))
    assert int(re.findall(r"\d+", button.inner_text())[0]) >= len(emailed(expected))
    button.click()

    page.goto(f"{address}/cancel")
    page.get_by_role("button", name="Cancel the event").click()
    expect(page.locator("#reason-flaw")).to_be_visible()
    page.locator("#reason").fill("The hall has no heating.")
    page.get_by_role("button", name="Cancel the event").click()
    page.goto(address)
    assert "The hall has no heating." in page.get_by_role("main").inner_text()
    staff = next(iter(emailed(expected)))
    eventually(lambda: [e for e in _about(mailbox, staff, fair["title"]) if "no heating" in e["text"]], within=30)


def _published(page: Page, fair: Record, consortium: Consortium) -> str:
    page.goto("/events/new")
    fill_in(page, fair, communities(consortium))
    submit(page)
    address = page.url.removesuffix("/review")
    page.get_by_role("main").get_by_role("button").click()
    return address


def test_two_who_edit_at_once_are_shown_both_versions(visit: Visits, consortium: Consortium) -> None:
    one, other, fair = visit(COORDINATOR), visit(COORDINATOR), a_fair()
    address = _published(one, fair, consortium)
    one.goto(f"{address}/edit")
    other.goto(f"{address}/edit")
    for page, place in ((one, "Upper hall"), (other, "Lower hall")):
        page.locator("#venue_name").fill(place)
        submit(page)
        if page is one:
            page.get_by_role("button", name="Save").click()

    assert other.get_by_role("heading", level=1).inner_text() == "Somebody else changed it meanwhile"
    shown_both = other.locator("table").inner_text()
    assert "Upper hall" in shown_both
    assert "Lower hall" in shown_both
    other.get_by_role("button", name="Take mine").click()
    other.get_by_role("button", name="Save").click()
    other.goto(address)
    assert "Lower hall" in other.get_by_role("main").inner_text()


def test_what_is_wrong_is_said_with_a_way_to_it_and_nothing_typed_is_lost(visit: Visits) -> None:
    page = visit(COORDINATOR)
    page.goto("/events/new")
    page.locator("#summary").fill("Bring a friend.")
    page.get_by_label("Families").check()
    submit(page)
    assert page.title().startswith("Problem:")
    links = page.get_by_role("alert").get_by_role("link")
    fields = [links.nth(place).get_attribute("href") for place in range(links.count())]
    assert fields == ["#title", "#day", "#venue_name"]
    for anchor in fields:
        described = page.locator(str(anchor)).get_attribute("aria-describedby") or ""
        assert page.locator(f"#{described.split()[-1]}").is_visible()
    assert page.locator("#summary").input_value() == "Bring a friend."
    assert page.get_by_label("Families").is_checked()


def test_an_hour_that_comes_twice_is_asked_about_and_one_that_does_not_come_is_explained(
    visit: Visits, consortium: Consortium
) -> None:
    page, fair = visit(COORDINATOR), a_fair(starts_local="2027-11-07T01:30", ends_local="2027-11-07T03:30")
    page.goto("/events/new")
    fill_in(page, fair, communities(consortium))
    submit(page)
    which = page.locator("#start_which")
    assert "1:30 AM CDT" in which.inner_text()
    assert "1:30 AM CST" in which.inner_text()
    page.get_by_label(re.compile("the second")).check()
    submit(page)
    assert "Sun, Nov 7, 2027, 1:30 AM CST" in page.get_by_role("main").inner_text()

    page.goto("/events/new")
    fill_in(
        page, {**fair, "starts_local": "2027-03-14T02:30", "ends_local": "2027-03-14T04:00"}, communities(consortium)
    )
    submit(page)
    assert "3:30 AM CDT" in page.locator("#start-flaw").inner_text()


def test_with_javascript_the_counts_change_without_moving_the_reader(visit: Visits, consortium: Consortium) -> None:
    page, fair = visit(COORDINATOR, javascript=True), a_fair()
    _published(page, fair, consortium)
    page.evaluate("window.isSamePage = true")
    expected = consortium.told(fair, "published", datetime.now(UTC))
    expect(page.locator(".figures .good strong")).to_have_text(str(len(expected.at_once)), timeout=20_000)
    expect(page.locator("#status")).to_contain_text("Nothing is on its way right now.", timeout=20_000)
    assert page.evaluate("window.isSamePage") is True


def test_a_form_that_is_sent_twice_makes_one_event(visit: Visits) -> None:
    page = visit(COORDINATOR)
    page.goto("/events/new")
    fair, names = a_fair(), ("key", "host_id", "time_zone")
    form = {name: page.locator(f"[name={name}]").first.input_value() for name in names} | {
        "title": fair["title"],
        "day": fair["starts_local"][:10],
        "start": "10:00",
        "end": "11:00",
        "attendance_mode": "in_person",
        "venue_name": "Parish hall 3",
        "visibility": "public",
    }
    answers = [page.request.post("/events/new", form=form, max_redirects=0) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]


def test_signing_out_ends_the_session(visit: Visits, consortium: Consortium) -> None:
    page = visit()
    visit.sign_in(page, consortium.address("p-05"))
    assert page.url.endswith("/my")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/my")
    assert "/sign-in" in page.url


def test_a_link_brings_back_to_the_page_that_asked_for_it_and_works_once(
    visit: Visits, consortium: Consortium, mailbox: Mailbox
) -> None:
    page, address = visit(), consortium.address("p-02")
    page.goto("/events/new")
    assert page.url.endswith("/sign-in?next=/events/new")
    visit.sign_in(page, address, path=page.url)
    assert page.url.endswith("/events/new")
    link = re.search(r"http\S+/links/partners/[\w.-]+", mailbox.to(address)[0]["text"])
    assert link is not None
    other = visit()
    other.goto(link[0])
    other.get_by_role("main").get_by_role("button").click()
    assert other.get_by_role("heading", level=1).inner_text() == "This link does not work any more"
