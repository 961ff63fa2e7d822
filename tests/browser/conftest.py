"""A running consortium with the demo, and a real browser to look at it with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from tests.end_to_end.people import Mailbox
from tests.events.foreign_site import ForeignSite, foreign_site
from tests.oracle import Consortium
from tests.stacks import PROJECT, Stack, embedded
from tests.waiting import eventually

PHONE, DESK = 320, 1280


@dataclass
class Visits:
    """People of the demo at the browser; each signs in once, by the link in her email."""

    browser: Browser
    stack: Stack
    consortium: Consortium
    mailbox: Mailbox
    _signed_in: dict[str, Any] = field(default_factory=dict)

    def __call__(
        self,
        person_id: str | None = None,
        *,
        language: str = "en",
        width: int = DESK,
        javascript: bool = False,
        dark: bool = False,
    ) -> Page:
        """A page of somebody's own, or of a stranger's."""
        context = self.browser.new_context(
            base_url=self.stack.url,
            viewport={"width": width, "height": 900},
            locale={"en": "en-US", "es": "es-US"}[language],
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # a color on its way to another one is neither
            storage_state=self._state_of(person_id) if person_id else None,
        )
        context.add_cookies([{"name": "language", "value": language, "url": self.stack.url}])
        return context.new_page()

    def _state_of(self, person_id: str) -> Any:
        if person_id not in self._signed_in:
            context = self.browser.new_context(base_url=self.stack.url, java_script_enabled=False)
            page = context.new_page()
            self.sign_in(page, self.consortium.address(person_id))
            self._signed_in[person_id] = context.storage_state()
            context.close()
        return self._signed_in[person_id]

    def sign_in(self, page: Page, address: str, path: str = "/sign-in") -> None:
        """Ask for a link, find it in the mailbox, press the button behind it."""
        known = {email["id"] for email in self.mailbox.to(address)}
        page.goto(path)
        page.locator("#email").fill(address)
        page.get_by_role("main").get_by_role("button").click()
        page.goto(eventually(lambda: self.link(address, known), within=10))
        page.get_by_role("main").get_by_role("button").click()

    def link(self, address: str, known: set[str]) -> str | None:
        """The link to sign in by, once it has come to an address, where none of the known emails brought it."""
        texts = (email["text"] for email in self.mailbox.to(address) if email["id"] not in known)
        found = (re.search(rf"{re.escape(self.stack.url)}/links/partners/[\w.-]+", text) for text in texts)
        return next((match[0] for match in found if match), None)


@pytest.fixture(scope="session")
def site() -> Iterator[ForeignSite]:
    """Somebody else's web site, of which the operator says that calendars may be fetched from it."""
    with foreign_site() as there:
        yield there


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, site: ForeignSite) -> Iterator[Stack]:
    with embedded(tmp_path_factory.mktemp("embedded"), PLEXUS_CALENDAR_HOSTS=site.place) as (running, _):
        yield running


@pytest.fixture(scope="session")
def consortium() -> Consortium:
    today = datetime.now(ZoneInfo("America/Chicago")).date()
    return Consortium.from_yaml(PROJECT / "plexus/data/demo.yaml", today=today)


@pytest.fixture(scope="session")
def mailbox(stack: Stack) -> Mailbox:
    return Mailbox(stack.mailbox_url)


@pytest.fixture(scope="session")
def visit(browser: Browser, stack: Stack, consortium: Consortium, mailbox: Mailbox) -> Visits:
    return Visits(browser, stack, consortium, mailbox)


@pytest.fixture(autouse=True)
def _close_what_was_opened(browser: Browser) -> Iterator[None]:
    yield
    for context in browser.contexts:
        context.close()
