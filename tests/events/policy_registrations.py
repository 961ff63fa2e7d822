"""Who may do what with registrations: rows of the table, and what they name."""

from collections.abc import Callable
from typing import Any

from tests.events.consortium import Consortium
from tests.events.plunge import plunge
from tests.events.policy_afterwards import own_link
from tests.events.roles import EVERYBODY, HOSTS, ROLES, only

# Somebody else's: the hosting staff sees and does it; to all others there is none.
DESK = dict.fromkeys(ROLES, 404) | {"stranger": 401} | dict.fromkeys(HOSTS, 200)
_ONE = "/api/v1/registrations"
_LINK = "/api/v1/links/events"

ROWS: dict[tuple[str, str], dict[str, int]] = {
    # A stranger has to say who she is.
    ("POST", "/api/v1/events/{published}/registrations"): EVERYBODY | {"stranger": 422},
    ("GET", "/api/v1/events/{published}/registrations"): only(*HOSTS),
    ("GET", "/api/v1/events/{published}/places"): EVERYBODY,
    ("POST", "/api/v1/events/{published}/walk-ins"): only(*HOSTS),
    ("GET", _ONE): EVERYBODY | {"stranger": 401},
    ("GET", f"{_ONE}/{{registration}}"): DESK,
    ("PATCH", f"{_ONE}/{{registration}}"): DESK,
    ("POST", f"{_ONE}/{{registration}}/cancellation"): DESK,
    ("POST", f"{_ONE}/{{offered}}/acceptance"): DESK,
    ("POST", f"{_ONE}/{{pending}}/requirements"): DESK,
    ("POST", f"{_ONE}/{{registration}}/check-in"): DESK,
    ("POST", f"{_ONE}/{{registration}}/attendance"): DESK,
    # Whoever may choose learns that there is no such day.
    ("POST", f"{_ONE}/{{registration}}/days"): DESK | dict.fromkeys(HOSTS, 422),
    ("POST", "/api/v1/events/{plunge}/sessions/{session}/assignment"): only(*HOSTS),
    ("POST", f"{_ONE}/{{registration}}/no-show"): DESK,
    ("POST", f"{_ONE}/{{attended}}/hours"): DESK,
    ("POST", f"{_ONE}/{{helped}}/hours/verification"): DESK,
    ("GET", f"{_LINK}/{{own_link}}/registration"): EVERYBODY,
    ("POST", f"{_LINK}/{{own_link}}/registration"): EVERYBODY,
}
BODIES: dict[str, Any] = {
    "check-in": {},
    "{registration}/days": {"days": [{"session_id": "00000000-0000-7000-8000-000000000000"}]},
    "assignment": {},
    "own_link}/registration": {"action": "cancellation"},
    "walk-ins": {"name": "Rosa"},
    "requirements": {"met": ["approval"]},
    "verification": {"answer": "verified"},
    "hours": {"hours": 2, "own_time": True},
    "{published}/registrations": {},
    f"{_ONE}/{{registration}}": {"party_size": 1},
}


def _registration(state: str, **given: Any) -> Callable[[Consortium], object]:
    def make(consortium: Consortium) -> str:
        person = consortium.person()
        record = {
            "external_id": f"r-{person}",
            "event_id": consortium.published()["id"],
            "person_id": str(person),
            "state": state,
        }
        answer = consortium.office.post("/api/v1/imports/registrations", json={"records": [record | given]})
        return str(answer.json()["items"][0]["id"])

    return make


_LAST_SESSION = "SELECT sessions -> 0 ->> 'id' AS id FROM events ORDER BY events.id DESC LIMIT 1"

MADE: dict[str, Callable[[Consortium], object]] = {
    "plunge": lambda consortium: plunge(consortium, 1)["id"],
    "session": lambda consortium: consortium.execute(_LAST_SESSION)[0].id,
    "registration": _registration("registered"),
    "offered": _registration("offered"),
    "pending": _registration("pending_requirement", waits_for=["approval"]),
    "attended": _registration("attended"),
    "helped": _registration("attended", hours=2.0, hours_own_time=True, hours_state="submitted"),
    "own_link": own_link,
}
