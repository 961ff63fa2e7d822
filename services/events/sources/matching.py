"""Knowing again what came in before: by what it is, then by what the calendar calls it."""

from services.events.sources.models import Entry
from services.events.sources.reading import Found


def matched(found: list[Found], entries: list[Entry]) -> list[tuple[Found, Entry | None]]:
    """Each thing of a calendar with what it came in as before, if it did.

    What is the same in title, begin and place is the same, whatever it is called: some programs call everything
    anew with each export, or number it through.
    """
    left = {entry.id: entry for entry in entries}
    by_content = {entry.fingerprint: entry for entry in sorted(entries, key=lambda each: each.gone_at is None)}
    pairs: dict[int, Entry] = {}
    for place, each in enumerate(found):
        entry = by_content.get(each.fingerprint)
        if entry is not None and entry.id in left:
            pairs[place] = left.pop(entry.id)
    by_name = {(entry.uid, entry.recurrence): entry for entry in left.values()}
    for place, each in enumerate(found):
        entry = by_name.get((each.uid, each.recurrence))
        if place not in pairs and entry is not None:
            pairs[place] = entry
    return [(each, pairs.get(place)) for place, each in enumerate(found)]
