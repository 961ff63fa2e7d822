"""A consortium file's records, one by one, as the office's import door takes them."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from plexus.demo_dates import Record
from plexus.demo_names import LOADED
from plexus.demo_names_of_events import VENUES
from plexus.demo_to import Names, To

TARGETS = {
    "partner": "partners",
    "program": "programs",
    "initiative": "initiatives",
    "community": "communities",
}


class Records:
    """Translates a file section by section; learns the ids that the doors gave to what was loaded before."""

    def __init__(self, file: Record) -> None:
        self.file = file
        self.ids: dict[tuple[str, str], str] = {}
        self.unplaced: Counter[str] = Counter()
        self.venues = {venue["id"]: self._renamed("venues", VENUES, venue) for venue in file.get("venues", [])}

    def learn(self, section: str, external_id: str, given: str) -> None:
        """Remember the id that a door gave to a record of the file."""
        self.ids[section, external_id] = given

    def translated(self, section: str, record: Record) -> Record:
        """The record in the API's names, with references as ids; what has no place is counted."""
        return self._renamed(section, LOADED[section], _SHAPES.get(section, _as_it_is)(self, record))

    def _renamed(self, section: str, names: Names, record: Record) -> Record:
        renamed: Record = {}
        for path, value in _flat(record, names):
            if to := names.get(path):
                _put(renamed, to.name, self._value(f"{section}.{path}", to, value))
            elif path != "id" and value not in (None, [], {}, ""):
                self.unplaced[f"{section}.{path}"] += 1
        return renamed

    def _value(self, path: str, to: To, value: Any) -> Any:
        if to.inside:
            return [self._renamed(path, to.inside, item) for item in value]
        if to.refers_to and isinstance(value, list):
            return [self.ids[to.refers_to, item] for item in value]
        if to.refers_to and value is not None:
            return self.ids[to.refers_to, value]
        return to.for_null if value is None else value


def _flat(record: Record, names: Names, before: str = "") -> Iterator[tuple[str, Any]]:
    """Fields by dotted path; a record within is opened where the table names what is in it."""
    for key, value in record.items():
        path = f"{before}{key}"
        if isinstance(value, dict) and any(name.startswith(f"{path}.") for name in names):
            yield from _flat(value, names, f"{path}.")
        else:
            yield path, value


def _put(record: Record, path: str, value: Any) -> None:
    *outer, last = path.split(".")
    for key in outer:
        record = record.setdefault(key, {})
    record[last] = value


def _as_it_is(_: Records, record: Record) -> Record:
    return record


def _with_slug(_: Records, record: Record) -> Record:
    return record | {"slug": record["id"]}


def _person(_: Records, person: Record) -> Record:
    """What somebody has not answered yet is neither a yes nor a no."""
    answered = [consent for consent in person.get("consents", []) if consent["state"] != "pending"]
    return person | {"consents": {consent["purpose"]: consent["state"] == "granted" for consent in answered}}


def _group(_: Records, group: Record) -> Record:
    members = [member["person"] for member in group["members"] if member["state"] == "member"]
    return group | {"members": members, "owners": [owner["partner"] for owner in group["owners"]]}


def _event(records: Records, event: Record) -> Record:
    return event | {
        "venue": records.venues.get(event.get("venue")),
        "invited": [invited["person"] for invited in event.get("invited", [])],
        "recurrence": _recurrence(event.get("recurrence")),
        "sessions": [_session(records, session) for session in event.get("sessions", [])],
    }


def _recurrence(recurrence: Record | None) -> Record | None:
    if recurrence is None:
        return None
    return {"exdates" if name == "exdates_local" else name: value for name, value in recurrence.items()}


def _session(records: Records, session: Record) -> Record:
    groups = [
        {
            "name": group["name"],
            "partner_id": records.ids["partners", group["partner"]],
            "venue": records.venues.get(group["venue"]),
            "capacity": group["capacity"],
        }
        for group in session["groups"]
    ]
    same = {name: session[name] for name in ("title", "kind", "starts_local", "ends_local", "capacity")}
    return same | {"external_id": session["id"], "venue": records.venues.get(session["venue"]), "groups": groups}


def _registration(records: Records, registration: Record) -> Record:
    """What is asked before a place is hers: the guardian's consent, or what the event asks of everybody."""
    minor, asked = dict(registration.get("minor") or {}), list[str]()
    if registration["state"] == "pending_requirement":
        event = next(event for event in records.file["events"] if event["id"] == registration["event"])
        is_asked_for = minor.get("guardian_consent") == "pending"
        asked = ["guardian_consent"] if is_asked_for else event["registration"]["requirements"]
    minor.pop("guardian_consent", None)
    return registration | {"minor": minor, "waits_for": asked}


def _calendar(_: Records, calendar: Record) -> Record:
    """A calendar comes in switched off: its file is served nowhere, and its address is nobody's."""
    return {key: value for key, value in calendar.items() if key != "state"} | {
        "url": f"https://calendars.example.org/{calendar['url']}"
    }


def _subscription(records: Records, subscription: Record) -> Record:
    by = subscription["by"]
    target = {"kind": by, "id": None if by == "everything" else subscription[by]}
    if by in TARGETS:
        target["id"] = records.ids[TARGETS[by], subscription[by]]
    return {key: value for key, value in subscription.items() if key not in {"by", by}} | {"target": target}


_SHAPES: dict[str, Callable[[Records, Record], Record]] = {
    "partners": _with_slug,
    "communities": _with_slug,
    "people": _person,
    "groups": _group,
    "initiatives": _with_slug,
    "programs": _with_slug,
    "events": _event,
    "registrations": _registration,
    "calendars": _calendar,
    "subscriptions": _subscription,
}
