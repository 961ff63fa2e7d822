"""Partners at the browser: the directory, one, and the work with it, accessible wherever they are looked at."""

import pytest

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_accessible import assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

OFFICE = "p-01"


@pytest.mark.parametrize(
    ("dark", "width", "language"),
    [(False, PHONE, "en"), (False, PHONE, "es"), (False, DESK, "es"), (True, DESK, "en")],
)
def test_every_page_of_partners_is_accessible(dark: bool, width: int, language: str, visit: Visits) -> None:
    look = {"language": language, "width": width, "dark": dark, "javascript": True}
    stranger, office = visit(**look), visit(OFFICE, **look)
    for path in ("/partners", "/partners?q=nowhere", "/partners/wusm", "/communities", "/communities/c-north-stl"):
        stranger.goto(path)
        assert stranger.locator("html").get_attribute("lang") == language
        assert_accessible(stranger)
    office.goto("/partners/riverbend-clinic/work")
    assert_accessible(office)
    office.locator("#held_on").fill("")
    office.locator("form[action$='/work'] button").click()
    office.wait_for_selector("[role=alert]")
    assert_accessible(office)


def test_a_call_is_noted_and_stands_on_the_line_of_time(visit: Visits) -> None:
    page = visit(OFFICE)
    page.goto("/partners?q=riverbend")
    page.locator(".cards a").first.click()
    page.get_by_role("link", name="The work with it").click()
    page.get_by_label("What was said").fill("They need two more interpreters on Tuesdays.")
    page.get_by_role("button", name="Note it").click()
    assert page.locator(".timeline").get_by_text("They need two more interpreters on Tuesdays.").is_visible()
    assert page.locator(".timeline").get_by_role("link", name="Trainees in evening clinic").first.is_visible()
