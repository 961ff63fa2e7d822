"""Rows of a form, as of sessions: a field's name holds its row's number; a row left empty counts for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Row = dict[str, str]

_SPARE = 2


@dataclass(frozen=True)
class Rows:
    """What one row asks, how many rows there are at first, and how many there may be.

    `id` is not asked: it goes with what is there already.
    """

    name: str
    fields: tuple[str, ...]
    fewest: int
    most: int

    def filled(self, given: Mapping[str, Any]) -> list[Row]:
        """The rows in which somebody wrote anything."""
        rows = [
            {field: str(given.get(self.field(at, field), "")).strip() for field in self.fields}
            for at in range(self.most)
        ]
        return [row for row in rows if any(said for field, said in row.items() if field != "id")]

    def shown(self, rows: list[Row]) -> Row:
        """The rows as fields of the form, with empty ones for more."""
        empty = dict.fromkeys(self.fields, "")
        count = min(max(self.fewest, len(rows) + _SPARE), self.most)
        padded = rows + [empty] * (count - len(rows))
        return {self.field(at, field): row[field] for at, row in enumerate(padded) for field in self.fields}

    def field(self, at: int, field: str) -> str:
        """The name of a field in the row at a place, counted from 0."""
        return f"{self.name}_{at}_{field}"
