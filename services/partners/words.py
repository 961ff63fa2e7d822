"""Words as people type them: found whatever their accents, case and order."""

import hashlib
import re
import unicodedata

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import InstrumentedAttribute

# What is sorted by is indexed, and an index entry has a limit.
_SORTED_BY = 100


def folded(*texts: str) -> str:
    """Texts without accents and case, in one line."""
    decomposed = unicodedata.normalize("NFKD", " ".join(texts))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def sort_key(name: str) -> str:
    """What a name is sorted by."""
    return folded(name)[:_SORTED_BY]


def slug_of(name: str) -> str:
    """The last part of a web address, made from a name; from its hash when it has no letter that may stand there."""
    slug = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")[:80].rstrip("-")
    return slug or hashlib.sha256(name.encode()).hexdigest()[:12]


def holds(column: InstrumentedAttribute[str], q: str | None) -> ColumnElement[bool]:
    """That a column of folded text holds every word of a query."""
    found: ColumnElement[bool] = true()
    for word in folded(q or "").split():
        found &= column.contains(word, autoescape=True)
    return found
