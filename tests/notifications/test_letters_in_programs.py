"""Every email in the programs that show it: a browser (with axe, narrow, by night, without images), and mutt."""

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, PHONE
from tests.notifications.every_letter import every_letter, part, read
from tests.notifications.stage import Stage
from tests.sink import Sink
from tests.waiting import eventually

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LOOKS = {"en": [(PHONE, "light"), (DESK, "dark")], "es": [(PHONE, "dark"), (DESK, "light")]}
MUTT = """
set mbox_type=mbox pipe_decode=yes wait_key=no sort=mailbox-order charset=utf-8
set header_cache="" record="" postponed="" move=no check_new=no
alternative_order text/plain
ignore *
unignore from subject to
"""


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "es"])
def test_everybody_can_read_every_email(stage: Stage, sink: Sink, browser: Browser, language: str) -> None:
    letters = every_letter(stage, sink, language)
    for width, scheme in LOOKS[language]:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore
        context.route("**/*", lambda route: route.abort())  # images off, and whatever else is elsewhere
        page = context.new_page()
        for kind, raw in letters.items():
            page.set_content(part(raw, "html"))
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("h1").count() == page.locator("a.button").count() == 1
            _is_accessible(page, f"{kind}, {width}, {scheme}")
        context.close()


def _is_accessible(page: Page, look: str) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(look, flaw["id"], [node["html"] for node in flaw["nodes"]][:2]) for flaw in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, look


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_email_reads_well_in_mutt(stage: Stage, sink: Sink, tmp_path: Path, language: str) -> None:
    for kind, raw in every_letter(stage, sink, language).items():
        head, _, body = _in_mutt(raw, tmp_path / kind).partition("\n\n")
        assert read(raw)["Subject"] in " ".join(head.split())
        body, _, _ = body.partition("BEGIN:VCALENDAR")  # what calendars are told, where it is attached
        assert body.rstrip() == part(raw, "plain").rstrip()
        assert "\n-- \n" in body
        assert not re.search(r"=\d\d|<[a-z/]|&[a-z]+;|\n\n\n", body)
        for line in body.splitlines():
            # What one presses stands alone, and no line goes on unless it is prose, which programs wrap.
            assert line.strip().startswith("http") or not re.search(r"https?://consortium", line), line
            assert len(line) <= 80 or "http" in line or ". " in line or line.count(" ") > 9, line


def _in_mutt(raw: bytes, home: Path) -> str:
    """What mutt shows of an email: head and text."""
    (home / "Mail").mkdir(parents=True)  # or it asks for it
    (home / "mbox").write_bytes(b"From a Sun Nov 22 18:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n")
    (home / "muttrc").write_text(MUTT)
    out = home / "out"
    keys = f"push '<pipe-message>cat >{out}.part; mv {out}.part {out}<enter>'"
    return _typed(["mutt", "-n", "-F", str(home / "muttrc"), "-R", "-f", str(home / "mbox"), "-e", keys], home, out)


def _typed(command: list[str], home: Path, out: Path) -> str:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8", "HOME": str(home)}
    running = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    try:
        eventually(out.exists, within=20)
        return out.read_text()
    finally:
        running.kill()
        running.wait()
        os.close(ours)
        os.close(theirs)
