"""Filling in the form of an event, from the form that the oracle reads."""

from playwright.sync_api import Page

from tests.oracle import Record

STATEMENT = "Step-free from the street; live captions."


def fill_in(page: Page, event: Record, names: dict[str, str]) -> None:
    """Fill in an event of the file's form; `names` are those of communities, by their ids in the file."""
    day, start = event["starts_local"].split("T")
    page.locator("#title").fill(event["title"])
    page.locator("#summary").fill("Free screenings, and neighbors who help with forms.")
    page.locator("#day").fill(day)
    page.locator("#start").fill(start)
    page.locator("#end").fill(event["ends_local"].split("T")[1])
    page.locator("#venue_name").fill("Parish hall 3")
    page.locator("#locality").fill("St. Louis")
    page.locator("#region").fill("MO")
    for community in event["communities"]:
        page.locator("#community_ids").get_by_label(names[community], exact=True).check()
    page.locator("#statement").fill(STATEMENT)
    page.locator("#contact").fill("access@example.org")


def submit(page: Page) -> None:
    """Press the button at the end of the form."""
    page.locator("form", has=page.locator("#title")).get_by_role("button").last.click()
