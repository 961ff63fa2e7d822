"""A teller and a listener that count the same records say the same, and other records are found out."""

import hashlib
from uuid import UUID, uuid4

import pytest
from sqlalchemy import column, values
from sqlalchemy import select as rows
from sqlalchemy.types import Integer, Uuid

from shared import counting
from shared.database import Database
from shared.messages.counted import Count, Counted

Records = dict[UUID, int]
KNOWN: Records = {uuid4(): version for version in range(1, 40)}


def _as_it_should_be(records: Records) -> Count:
    """RFC 1321, by another implementation than PostgreSQL's."""
    words = (hashlib.md5(f"{key}:{version}".encode()).hexdigest() for key, version in records.items())
    return Count(kind="things", count=len(records), digest=str(sum(int(word[:13], 16) for word in words)))


def _differing(database: Database, told: Records, held: Records) -> list[str]:
    those = values(column("id", Uuid), column("version", Integer), name="things").data(list(held.items()))
    with database.session() as session:
        return counting.differing(session, Counted(records=(_as_it_should_be(told),)), {"things": rows(those)})


def test_the_same_records_in_another_order_are_the_same(database: Database) -> None:
    assert _differing(database, KNOWN, dict(reversed(KNOWN.items()))) == []


ONE = next(iter(KNOWN))


@pytest.mark.parametrize(
    "held",
    [
        {key: version for key, version in KNOWN.items() if key != ONE},
        KNOWN | {ONE: 99},
        KNOWN | {uuid4(): 1},
        {uuid4() if key == ONE else key: version for key, version in KNOWN.items()},
    ],
    ids=["one is missing", "one is of another version", "one is too many", "one is another"],
)
def test_other_records_are_found_out(database: Database, held: Records) -> None:
    assert _differing(database, KNOWN, held) == ["things"]


def test_a_kind_that_is_not_copied_here_is_nobodys_loss(database: Database) -> None:
    with database.session() as session:
        assert counting.differing(session, Counted(records=(_as_it_should_be(KNOWN),)), {}) == []
