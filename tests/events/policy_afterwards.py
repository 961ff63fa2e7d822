"""Who may do what with accommodations and outcomes: rows of the table, and what they name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.events.links.actions import give_out
from shared import clock
from shared.sealing import sign_id
from tests.events.consortium import EVENTS, Consortium
from tests.events.roles import EVERYBODY, HOSTS, INSIDE, ROLES, only

# Whoever arranges reads requests; to all others, the office too, there is none.
ARRANGERS = dict.fromkeys(ROLES, 404) | {"stranger": 401, "coordinator": 200, "admin": 200}
SIGNED_IN = EVERYBODY | {"stranger": 401}
_LINK = "/api/v1/links/events"

ROWS: dict[tuple[str, str], dict[str, int]] = {
    ("POST", "/api/v1/events/{published}/accommodations"): dict.fromkeys(ROLES, 201) | {"stranger": 401},
    ("GET", "/api/v1/events/{published}/arrangers"): ARRANGERS,
    ("POST", "/api/v1/events/{published}/arrangers"): ARRANGERS,
    ("GET", "/api/v1/accommodations"): SIGNED_IN,
    ("GET", "/api/v1/accommodations/{accommodation}"): ARRANGERS,
    ("POST", "/api/v1/accommodations/{accommodation}/{move}"): ARRANGERS,
    ("POST", "/api/v1/imports/accommodations"): only("office"),
    ("GET", f"{_LINK}/{{own_link}}/accommodations"): EVERYBODY,
    ("POST", f"{_LINK}/{{own_link}}/accommodations"): dict.fromkeys(ROLES, 201),
    ("POST", f"{_LINK}/{{own_link}}/accommodations/{{own_accommodation}}/{{own_move}}"): EVERYBODY,
    ("GET", "/api/v1/events/{ended}/outcome"): only(*INSIDE),
    ("PUT", "/api/v1/events/{ended}/outcome"): only(*HOSTS),
    ("POST", "/api/v1/events/{published}/site-contact"): only(*HOSTS),
    ("POST", "/api/v1/imports/outcomes"): only("office"),
    ("GET", f"{_LINK}/{{numbers_link}}/numbers"): EVERYBODY,
    ("POST", f"{_LINK}/{{numbers_link}}/numbers"): EVERYBODY,
}
BODIES: dict[str, Any] = {
    "move}": {},
    "arrangers": {"person_ids": []},
    "accommodations": {"kinds": ["captioning"]},
    "outcome": {"attended": 41},
    "numbers": {"none_recorded": True},
    "site-contact": {"email": "site@example.org"},
}


def _ended(consortium: Consortium) -> str:
    return str(consortium.imported(consortium.a_record(state="ended"))[0]["id"])


def _accommodation(consortium: Consortium) -> str:
    url = f"{EVENTS}/{consortium.published()['id']}/accommodations"
    return str(consortium.as_(consortium.person()).post(url, json=BODIES["accommodations"]).json()["id"])


def a_link(consortium: Consortium, purpose: Any, subject_id: str) -> str:
    """The token of a link for this."""
    with consortium.store.transaction() as session:
        link = give_out(session, purpose, UUID(subject_id), clock.now() + timedelta(days=1))
        return sign_id("events", link.id)


def own_link(consortium: Consortium, **registrant: Any) -> str:
    """The token of a link to a registration."""
    person = consortium.person()
    record = {
        "external_id": f"r-{person}",
        "event_id": consortium.published()["id"],
        "person_id": str(person),
        "state": "registered",
    }
    answer = consortium.office.post("/api/v1/imports/registrations", json={"records": [record | registrant]})
    return a_link(consortium, "registration", answer.json()["items"][0]["id"])


def _own_accommodation(consortium: Consortium) -> str:
    newest = "SELECT id FROM links WHERE purpose = 'registration' ORDER BY id DESC LIMIT 1"
    token = sign_id("events", consortium.execute(newest)[0].id)
    answer = consortium.http.post(f"{_LINK}/{token}/accommodations", json=BODIES["accommodations"])
    return str(answer.json()["id"])


MADE: dict[str, Callable[[Consortium], object]] = {
    "ended": _ended,
    "accommodation": _accommodation,
    "move": lambda _: "acknowledgement",
    "own_link": own_link,
    "own_accommodation": _own_accommodation,
    "own_move": lambda _: "withdrawal",
    "numbers_link": lambda consortium: a_link(consortium, "numbers", _ended(consortium)),
}
