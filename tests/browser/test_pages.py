"""The pages as browsers and programs read them, without a browser."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from tests.end_to_end.people import Caller
from tests.oracle import Consortium
from tests.stacks import Stack

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

NOWHERE = "/events/0193a1b2-0000-7000-8000-00000000abcd"


@pytest.fixture(scope="session")
def office(stack: Stack, consortium: Consortium) -> Iterator[Caller]:
    made = stack.plexus("token", "create", "--as", consortium.address("p-01"), "--json")
    caller = Caller(stack.url, made["token"])
    yield caller
    caller.http.close()


@pytest.fixture
def portal(stack: Stack) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=stack.url, timeout=60) as client:
        yield client


def published(office: Caller, **fields: Any) -> str:
    """The id of an event that all may see."""
    event = {
        "title": "A fair",
        "host_id": office.ids["wusm-odp"],
        "starts_at": "2027-06-05T10:00:00-05:00",
        "ends_at": "2027-06-05T12:00:00-05:00",
        "venue": {"name": "Parish hall", "locality": "St. Louis"},
        "cost": "free",
        "accessibility": {"statement": "Step-free.", "contact": "access@example.org"},
    }
    made = office.post("/events", event | fields)
    office.post(f"/events/{made['id']}/publication")
    return str(made["id"])


def linked_data(page: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_an_event_page_holds_the_event_for_programs_and_its_title_ends_no_script(
    office: Caller, portal: httpx2.Client
) -> None:
    title = "</script><script>alert(1)</script> & <b>more</b>"
    event_id = published(office, title=title, online_url="https://meet.example.org/x", attendance_mode="mixed")
    page = portal.get(f"/events/{event_id}").text
    data = linked_data(page)
    assert (data["@type"], data["name"], data["startDate"]) == ("Event", title, "2027-06-05T10:00:00-05:00")
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    assert data["organizer"][0]["name"] == "Office of Diversity Programs"
    assert data["isAccessibleForFree"] is True
    assert "<script>alert" not in page
    assert "Sat, Jun 5, 2027, 10:00 AM CDT" in page


def test_a_canceled_event_says_so_to_people_and_programs(office: Caller, portal: httpx2.Client) -> None:
    event_id = published(office)
    office.post(f"/events/{event_id}/cancellation", {"reason": "Snow."})
    page = portal.get(f"/events/{event_id}").text
    assert linked_data(page)["eventStatus"] == "https://schema.org/EventCancelled"
    assert "This event is canceled." in page
    assert "Snow." in page


def test_what_is_not_for_strangers_is_not_there_for_them(office: Caller, portal: httpx2.Client) -> None:
    hidden = published(office, visibility="members", title="Only for members")
    draft = office.post(
        "/events",
        {"title": "Not yet", "host_id": office.ids["wusm-odp"]}
        | {"starts_at": "2027-06-05T10:00:00-05:00", "ends_at": "2027-06-05T12:00:00-05:00"},
    )["id"]
    for path in (f"/events/{hidden}", f"/events/{draft}", NOWHERE, "/events/nonsense", "/calendar/2027-13"):
        assert portal.get(path).status_code == 404, path
    assert hidden not in portal.get("/?q=Only+for+members").text
    for part in ("edit", "review", "emails", "cancel"):
        assert portal.get(f"/events/{hidden}/{part}").headers["Location"].startswith("/sign-in?next=")


def test_the_calendar_narrows_by_every_filter(office: Caller, portal: httpx2.Client) -> None:
    north, south = office.ids["c-north-stl"], office.ids["c-south-stl"]
    facts = {"topics": ["Cancer"], "audiences": ["families"], "languages": ["es"], "community_ids": [north]}
    published(office, title="Alondra fair", **facts)
    for query in (
        "q=alondra",
        f"q=alondra&community={north}",
        "q=alondra&topic=Cancer",
        "q=alondra&audience=families",
        "q=alondra&language=es",
        "q=alondra&free=true",
        "q=alondra&from=2027-06-01",
        "q=alondra&to=2027-06-05",
        "q=alondra&place=parish+hall",
    ):
        assert "Alondra fair" in portal.get(f"/?{query}").text, query
    for query in (
        f"community={south}",
        "topic=Diabetes",
        "audience=faculty",
        "language=bs",
        "from=2027-06-06",
        "to=2027-06-04",
        "place=elsewhere",
    ):
        assert "Alondra fair" not in portal.get(f"/?q=alondra&{query}").text, query
    assert "Alondra fair" in portal.get("/calendar/2027-06").text
    assert "Alondra fair" not in portal.get("/calendar/2027-07").text


@pytest.mark.parametrize("query", ["from=yesterday", "cursor=nonsense", "community=nobody", "free=perhaps"])
def test_an_address_that_makes_no_sense_still_shows_the_calendar(query: str, portal: httpx2.Client) -> None:
    page = portal.get(f"/?{query}")
    assert page.status_code == 200
    assert "could not be understood" in page.text


def test_the_calendar_goes_on_page_after_page_and_shows_each_occurrence_once(
    portal: httpx2.Client, office: Caller
) -> None:
    found: list[str] = []
    address = "/?from=2026-01-01"
    while address:
        page = portal.get(address).text
        found += re.findall(r'<h4 class="title"><a href="/events/([\w-]+)">', page)
        more = re.search(r'href="(/\?[^"]*cursor=[^"]*)"', page)
        address = more[1].replace("&amp;", "&") if more else ""
    public = office.every("/occurrences", **{"from": "2026-01-01"}, visibility="public")
    assert Counter(found) == Counter(occurrence["event_id"] for occurrence in public)
    assert len(found) > 30


def test_asking_for_a_link_is_answered_alike_whoever_it_is(portal: httpx2.Client, consortium: Consortium) -> None:
    def answer(address: str) -> str:
        page = portal.post("/sign-in", data={"email": address})
        assert page.status_code == 200
        return page.text.replace(address, "…")

    assert answer(consortium.address("p-31")) == answer("nobody.we.know@example.org")


def test_a_link_that_is_not_ours_or_is_altered_says_what_to_do(portal: httpx2.Client) -> None:
    refused = portal.post("/links/partners/not-one-of-ours")
    assert refused.status_code == 404
    assert 'href="/sign-in"' in refused.text


def test_the_description_of_the_api_is_there_for_programs_and_for_people(portal: httpx2.Client) -> None:
    description = portal.get("/api/openapi.json").json()
    page = portal.get("/api/docs").text
    assert {"/api/v1/events", "/api/v1/partners", "/api/v1/emails/preview"} <= description["paths"].keys()
    assert all(path in page for path in description["paths"])


def test_more_visitors_than_threads_are_all_answered(portal: httpx2.Client) -> None:
    with ThreadPoolExecutor(80) as many:
        answers = list(many.map(lambda _: portal.get("/").status_code, range(160)))
    assert set(answers) == {200}


def test_a_member_shows_its_public_events_on_its_own_site(office: Caller, portal: httpx2.Client) -> None:
    host, garden = office.ids["wusm"], {"name": "Oleander garden", "locality": "St. Louis"}
    published(office, title="Oleander fair", host_id=host, venue=garden)
    published(office, title="Oleander in private", host_id=host, venue=garden, visibility="private")
    [partner] = [one for one in office.every("/partners") if one["id"] == host]
    embedded = portal.get(f"/embed/{partner['slug']}")
    assert "frame-ancestors *" in embedded.headers["Content-Security-Policy"]
    assert ("Oleander in private" in embedded.text, "<form" in embedded.text) == (False, False)
    shown = re.findall(r'<h2 class="title"><a href="/events/([\w-]+)">', embedded.text)
    expected = [one["event_id"] for one in office.every("/occurrences", host=host, visibility="public")]
    assert shown == expected[:20] != []
    assert portal.get("/embed/nobody").status_code == 404
