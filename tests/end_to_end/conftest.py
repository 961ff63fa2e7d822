"""A running consortium with the demo loaded, and what the file says of it."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.end_to_end.people import Caller, Mailbox
from tests.oracle import Consortium
from tests.stacks import Stack, stack

__all__ = ["stack"]

DEMO_FILE = Path(__file__).parents[2] / "plexus/data/demo.yaml"
ActAs = Callable[[str], Caller]


@pytest.fixture(scope="session")
def consortium() -> Consortium:
    return Consortium.from_yaml(DEMO_FILE, today=datetime.now(ZoneInfo("America/Chicago")).date())


@pytest.fixture(scope="session")
def mailbox(stack: Stack) -> Mailbox:
    return Mailbox(stack.mailbox_url)


@pytest.fixture(scope="session")
def act_as(stack: Stack, consortium: Consortium) -> ActAs:
    """A person of the file, by her id there, with an API token of her own."""

    @cache
    def person(person_id: str) -> Caller:
        made = stack.plexus("token", "create", "--as", consortium.address(person_id), "--json")
        return Caller(stack.url, made["token"])

    return person
