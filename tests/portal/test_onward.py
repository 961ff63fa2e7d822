"""Where one may be sent on to after signing in: to pages of ours, whatever an address says."""

import pytest

from services.portal.pages.sign_in import onward

EVENT = "0193a1b2-0000-7000-8000-00000000abcd"


@pytest.mark.parametrize("path", ["/", "/my", "/events/new", f"/events/{EVENT}", f"/events/{EVENT}/emails"])
def test_a_page_of_ours_is_gone_on_to(path: str) -> None:
    assert onward(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//elsewhere.example.org",
        "https://elsewhere.example.org/my",
        "/\\elsewhere.example.org",
        "/my\r\nSet-Cookie: session=x",
        "/my/../sign-out",
        f"/events/{EVENT}/publication",
        "/my?next=//elsewhere.example.org",
        "javascript:alert(1)",
    ],
)
def test_anything_else_leads_to_ones_own_page(path: str) -> None:
    assert onward(path) == "/my"
