"""Finding what copies have lost: teller and listener count the same records in the same way, once a night."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.orm import Session

from shared.messages.counted import Count, Counted

NIGHTLY = 86_400
# Records of a kind as (id, version).
Versions = Mapping[str, Select[Any, Any]]


def count(session: Session, versions: Versions) -> tuple[Count, ...]:
    """How many records of each kind there are, and the sum of 52 bits of the MD5 of each `id:version`."""
    return tuple(_count(session, kind, those) for kind, those in versions.items())


def differing(session: Session, told: Counted, versions: Versions) -> list[str]:
    """The kinds of which this service has other records, or other versions, than it was told of."""
    mine = {each.kind: each for each in count(session, versions)}
    return [each.kind for each in told.records if each.kind in mine and mine[each.kind] != each]


def _count(session: Session, kind: str, those: Select[Any, Any]) -> Count:
    key, version = those.subquery().c
    word = func.md5(func.concat(cast(key, Text), ":", cast(version, Integer)))
    bits = cast(cast(func.concat(literal("x"), func.substr(word, 1, 13)), BIT(52)), BigInteger)
    row = session.execute(select(func.count(), cast(func.coalesce(func.sum(bits), 0), Text))).one()
    return Count(kind=kind, count=row[0], digest=row[1])
