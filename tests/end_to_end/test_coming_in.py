"""Everybody whom the demo names can come in by the link in her email."""

import re

import httpx2
import pytest

from tests.end_to_end.letters import ARRIVES_WITHIN
from tests.end_to_end.people import Caller, Mailbox
from tests.oracle import Consortium
from tests.stacks import Stack
from tests.waiting import eventually

PERSONAS = ["p-01", "p-05", "p-02", "p-34", "p-55", "p-04"]


@pytest.mark.parametrize("person_id", PERSONAS)
def test_a_persona_signs_in_by_the_link_in_her_email(
    person_id: str, stack: Stack, consortium: Consortium, mailbox: Mailbox
) -> None:
    address, name = consortium.address(person_id), consortium.people[person_id]["name"]
    known = {email["id"] for email in mailbox.to(address)}
    assert httpx2.post(f"{stack.url}/api/v1/sign-in", json={"email": address}).status_code == 202

    def link() -> str | None:
        texts = (email["text"] for email in mailbox.to(address) if email["id"] not in known)
        found = (re.search(r"/links/partners/([\w-]+)", text) for text in texts)
        return next((match[1] for match in found if match), None)

    token = eventually(link, within=ARRIVES_WITHIN)
    opened = httpx2.post(f"{stack.url}/api/v1/sessions", json={"token": token})
    assert opened.is_success, opened.text
    caller = Caller(stack.url, opened.json()["access_token"])
    assert name in {person["name"] for person in caller.every("/people")}
    assert httpx2.post(f"{stack.url}/api/v1/sessions", json={"token": token}).status_code == 410
