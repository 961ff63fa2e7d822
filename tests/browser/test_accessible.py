"""Every page, in both languages, on a phone and at a desk: axe finds nothing, and nothing scrolls sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.filling_in import fill_in, submit
from tests.browser.test_posting import COORDINATOR, a_fair, communities
from tests.oracle import Consortium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
FOR_STRANGERS = [
    *("/", "/?place=st.+louis", "/calendar/2027-01", "/embed/wusm", "/about", "/follow", "/follow/sent", "/sign-in"),
    *("/links/partners/a-token", "/api/docs", "/nowhere"),
]
FOR_STAFF = ["/my", "/my/calendar", "/my/emails", "/events/new"]
OF_AN_EVENT = ["", "/edit", "/emails", "/cancel"]


@pytest.fixture(scope="session")
def addresses(visit: Visits, consortium: Consortium) -> dict[str, str]:
    """A published event and a draft."""
    page, found = visit(COORDINATOR), {}
    for kind in ("published", "draft"):
        page.goto("/events/new")
        fill_in(page, a_fair(), communities(consortium))
        submit(page)
        found[kind] = page.url.removesuffix("/review")
        if kind == "published":
            page.get_by_role("main").get_by_role("button").click()
    page.context.close()
    return found


def assert_accessible(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(page.url, flaw["id"], [node["html"] for node in flaw["nodes"]][:3]) for flaw in found] == []
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0, f"{page.url} scrolls sideways by {width} px"


@pytest.mark.parametrize(
    ("dark", "width", "language"),
    [(False, PHONE, "en"), (False, PHONE, "es"), (False, DESK, "en"), (False, DESK, "es"), (True, DESK, "en")],
)
def test_every_page_is_accessible(
    dark: bool, width: int, language: str, visit: Visits, addresses: dict[str, str]
) -> None:
    look = {"language": language, "width": width, "dark": dark, "javascript": True}
    stranger, staff = visit(**look), visit(COORDINATOR, **look)
    for path in FOR_STRANGERS:
        stranger.goto(path)
        assert stranger.locator("html").get_attribute("lang") == language
        assert_accessible(stranger)
    of_an_event = [f"{addresses['published']}{part}" for part in OF_AN_EVENT]
    for path in [*FOR_STAFF, *of_an_event, f"{addresses['draft']}/review"]:
        staff.goto(path)
        open_all_folds(staff)
        assert_accessible(staff)
    staff.goto("/events/new")
    submit(staff)
    open_all_folds(staff)
    assert_accessible(staff)
    staff.context.clear_cookies(name="session")
    submit(staff)
    assert staff.locator('main a[target="_blank"]').is_visible()
    assert_accessible(staff)


def open_all_folds(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def test_the_way_from_sign_in_to_an_event_can_be_gone_by_keyboard(visit: Visits) -> None:
    page = visit(COORDINATOR)
    page.goto("/my")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Post an event"
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/new")
    page.locator("#title").focus()
    page.keyboard.type("A walk by the river")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert page.locator("#title").input_value() == "A walk by the river"
