"""To which of the API's names a name of a consortium file goes."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class To:
    """The API's name of one of the file's fields; `refers_to` is the section whose ids it holds, `inside` the
    names within a list of records, `for_null` what the API has instead of null."""

    name: str
    refers_to: str | None = None
    inside: Mapping[str, "To"] | None = None
    for_null: str | None = None


Names = Mapping[str, To]
