"""An event of several days, with places by day and groups that go to sites, and people who sign up for it."""

from datetime import timedelta
from typing import Any

from shared import clock
from tests.events.consortium import EVENTS, Consortium


def plunge(consortium: Consortium, *capacities: int | None, **given: Any) -> dict[str, Any]:
    """A published event with a session a day, of these capacities, that begins in six weeks."""
    first = clock.now() + timedelta(days=42)
    days = [f"{first + timedelta(days=at):%Y-%m-%d}" for at in range(len(capacities))]
    sessions = [
        {
            "title": f"Day {at + 1}",
            "starts_local": f"{day}T09:00",
            "ends_local": f"{day}T15:00",
            "capacity": capacity,
        }
        for at, (day, capacity) in enumerate(zip(days, capacities, strict=True))
    ]
    for at, more in given.pop("of_sessions", {}).items():
        sessions[at] |= more
    times = {"starts_at": f"{days[0]}T08:00:00+00:00", "ends_at": f"{days[-1]}T16:00:00+00:00"}
    return consortium.published(**times | {"sessions": sessions} | given)


def ids(event: dict[str, Any], *places: int) -> list[dict[str, str]]:
    """The days at these places, as one signs up for them."""
    return [{"session_id": event["sessions"][at]["id"]} for at in places]


def comes(consortium: Consortium, event: dict[str, Any], *places: int, **given: Any) -> tuple[Any, Any]:
    """Somebody's door, and the answer when she signs up for the days at these places; for all, without any."""
    door = consortium.as_(consortium.person())
    body = given | ({"days": ids(event, *places)} if places else {})
    return door, door.post(f"{EVENTS}/{event['id']}/registrations", json=body)


def places(consortium: Consortium, event: dict[str, Any]) -> list[tuple[int | None, int]]:
    """How many places each day has left, and how many wait."""
    found = consortium.http.get(f"{EVENTS}/{event['id']}/places").json()["days"]
    return [(day["left"], day["waiting"]) for day in found]


def waits(registration: dict[str, Any]) -> list[int | None]:
    """Her place in the queue of each of her days; None where she has a place."""
    return [day["position"] for day in registration["days"]]
