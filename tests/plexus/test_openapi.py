"""The one description of the whole API: made from the services, and as they are."""

import pytest

from plexus.front import serving
from plexus.openapi import DESCRIPTION, Clash, _add, described, written


def test_the_description_is_what_the_services_say() -> None:
    assert DESCRIPTION.read_text() == written(), "run `plexus openapi`"


def test_each_operation_has_a_name_of_its_own_and_a_service_that_serves_it() -> None:
    operations = [operation for path in described()["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names)) > 30
    assert {serving(path) for path in described()["paths"]} == {"partners", "events", "notifications"}


def test_two_services_cannot_describe_one_thing_differently() -> None:
    with pytest.raises(Clash):
        _add({"/a": 1}, {"/a": 2}, "the path")
