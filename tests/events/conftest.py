"""The API of events upon an empty database, beside a small consortium."""

from collections.abc import Callable

import pytest

from shared.database import Database
from tests.events.consortium import Consortium


@pytest.fixture
def consortium(database_of: Callable[[str], Database]) -> Consortium:
    return Consortium(database_of("events"))
