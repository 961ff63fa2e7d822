"""Who may do what with calendars that come in: rows of the table, and what they name."""

from collections.abc import Callable
from uuid import uuid4

from services.events.merges.models import Merge
from tests.events.consortium import Consortium
from tests.events.roles import EVERYBODY, HOSTS, only

_SOURCES, _MERGES = "/api/v1/calendars/sources", "/api/v1/calendars/merges"
# An address may be a secret, and so whether there is one.
MANAGERS = only(*HOSTS, elsewhere=404)

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
}


def a_source(consortium: Consortium) -> dict[str, str]:
    """What a coordinator says of her partner's calendar."""
    return {"partner_id": str(consortium.host), "title": "Pantry", "url": "https://calendar.example.org/pantry.ics"}


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
    "merge": _merge,
    "confirmed_merge": _confirmed,
}
