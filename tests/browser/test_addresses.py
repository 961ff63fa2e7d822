"""The office at the addresses that nothing is sent to, and somebody whose mailbox works again."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_accessible import assert_accessible, open_all_folds
from tests.browser.test_announcements import OFFICE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

ADDRESS, NOTE = "nobody@example.org", "He asked us by telephone."


def test_the_office_sees_whom_nothing_is_sent_to_and_writes_to_her_again(visit: Visits) -> None:
    page = visit(OFFICE)
    page.goto("/my")
    page.locator('main a[href="/addresses"]').click()
    token = visit.stack.plexus("token", "create", "--as", visit.consortium.address(OFFICE), "--json")["token"]
    made = page.request.post(
        "/api/v1/suppressions",
        data={"address": ADDRESS, "note": NOTE},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert made.status == 201
    for width, language, dark in ((PHONE, "en", False), (PHONE, "es", True), (DESK, "es", False)):
        looked = visit(OFFICE, width=width, language=language, dark=dark, javascript=True)
        looked.goto("/addresses")
        open_all_folds(looked)
        assert_accessible(looked)
        if at := os.environ.get("PLEXUS_LOOK"):
            looked.screenshot(path=Path(at) / f"addresses-{language}-{width}.png", full_page=True)
    page.goto(f"/addresses?address={ADDRESS}")
    page.get_by_role("main").locator("summary").click()
    page.get_by_role("main").get_by_role("button", name="Write to it again").click()
    assert "Say why it may be written to again." in page.get_by_role("main").inner_text()
    page.get_by_label("Why it may be written to again").fill("He called again.")
    page.get_by_role("main").get_by_role("button", name="Write to it again").click()
    assert "Done: emails go to this address again." in page.get_by_role("main").inner_text()
    assert ADDRESS not in page.get_by_role("main").inner_text()
