"""Who may do what with calendars that come in, and with closed days: rows of the table, and what they name."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from services.events.merges.models import Merge
from services.events.sources.fields import FIELDS
from services.events.sources.models import Entry
from tests.events.consortium import Consortium
from tests.events.roles import EVERYBODY, HOSTS, only

_SOURCES, _MERGES = "/api/v1/calendars/sources", "/api/v1/calendars/merges"
_CLOSED = "/api/v1/calendars/closed-days"
# An address may be a secret, and so whether there is one.
MANAGERS = only(*HOSTS, elsewhere=404)
# Whoever plans with a partner has to know when it is closed.
PLANNERS = EVERYBODY | {"stranger": 401, "operator": 403}

ROWS: dict[tuple[str, str], dict[str, int]] = {
    ("GET", _SOURCES): EVERYBODY | {"stranger": 401},
    ("POST", _SOURCES): only(*HOSTS, status=201),
    ("GET", f"{_SOURCES}/{{source}}"): MANAGERS,
    ("PATCH", f"{_SOURCES}/{{source}}"): MANAGERS,
    # Whoever may look is told that there is nothing to see at this address.
    ("POST", f"{_SOURCES}/{{closed_source}}/preview"): only(*HOSTS, elsewhere=404, status=422),
    ("POST", f"{_SOURCES}/{{source}}/activation"): MANAGERS,
    ("POST", f"{_SOURCES}/{{running_source}}/pause"): MANAGERS,
    ("POST", "/api/v1/imports/calendars"): only("office"),
    ("GET", _MERGES): EVERYBODY | {"stranger": 401},
    ("POST", f"{_MERGES}/{{merge}}/confirmation"): MANAGERS,
    ("POST", f"{_MERGES}/{{merge}}/dismissal"): MANAGERS,
    ("POST", f"{_MERGES}/{{confirmed_merge}}/reversal"): MANAGERS,
    ("GET", "/api/v1/events/{imported}/source"): only(*HOSTS),
    ("GET", "/api/v1/events/{published}/source"): only(*HOSTS, status=404),
    ("GET", _CLOSED): PLANNERS,
    ("POST", _CLOSED): only(*HOSTS, status=201),
    ("GET", f"{_CLOSED}/{{closed_days}}"): PLANNERS,
    ("PATCH", f"{_CLOSED}/{{closed_days}}"): only(*HOSTS),
    ("PATCH", f"{_CLOSED}/{{all_closed}}"): only("office"),
    ("DELETE", f"{_CLOSED}/{{closed_days}}"): only(*HOSTS, status=204),
}


def a_source(consortium: Consortium) -> dict[str, str]:
    """What a coordinator says of her partner's calendar."""
    return {"partner_id": str(consortium.host), "title": "Pantry", "url": "https://calendar.example.org/pantry.ics"}


def closed_days(consortium: Consortium) -> dict[str, str]:
    """What a coordinator says of days on which her partner is closed."""
    return {"partner_id": str(consortium.host), "title": "Winter break", "first_day": "2031-12-24"}


# What is posted, by the route.
POSTED: dict[str, Callable[[Consortium], Any]] = {_SOURCES: a_source, _CLOSED: closed_days}


def _source(consortium: Consortium) -> str:
    return str(consortium.coordinator.post(_SOURCES, json=a_source(consortium)).json()["id"])


def _closed(consortium: Consortium) -> str:
    source_id = _source(consortium)
    # The door does not take such an address, so that whoever looks is refused without anybody being asked.
    consortium.execute("UPDATE sources SET url = 'http://127.0.0.1/' WHERE id = :id", id=source_id)
    return source_id


def _running(consortium: Consortium) -> str:
    source_id = _source(consortium)
    assert consortium.coordinator.post(f"{_SOURCES}/{source_id}/activation").status_code == 200
    return source_id


def _imported(consortium: Consortium) -> str:
    event_id = consortium.published()["id"]
    entry = Entry(
        id=uuid4(), source_id=_source(consortium), uid="a", recurrence="", fingerprint="", event_id=event_id,
        said={}, taken=dict.fromkeys(FIELDS), kept=[], absences=0,
    )  # fmt: skip
    with consortium.store.transaction() as session:
        session.add(entry)
    return str(event_id)


def _closed_days(consortium: Consortium) -> str:
    return str(consortium.coordinator.post(_CLOSED, json=closed_days(consortium)).json()["id"])


def _all_closed(consortium: Consortium) -> str:
    given = closed_days(consortium) | {"partner_id": None}
    return str(consortium.office.post(_CLOSED, json=given).json()["id"])


def _merge(consortium: Consortium) -> str:
    kept, gone = consortium.published()["id"], consortium.published()["id"]
    merge = Merge(
        id=uuid4(),
        version=1,
        partner_id=consortium.host,
        kept_id=kept,
        gone_id=gone,
        reasons=["same_day"],
        state="proposed",
    )
    with consortium.store.transaction() as session:
        session.add(merge)
    return str(merge.id)


def _confirmed(consortium: Consortium) -> str:
    merge_id = _merge(consortium)
    assert consortium.coordinator.post(f"{_MERGES}/{merge_id}/confirmation").status_code == 200
    return merge_id


MADE: dict[str, Callable[[Consortium], object]] = {
    "source": _source,
    "closed_source": _closed,
    "running_source": _running,
    "imported": _imported,
    "closed_days": _closed_days,
    "all_closed": _all_closed,
    "merge": _merge,
    "confirmed_merge": _confirmed,
}
