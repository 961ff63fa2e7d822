"""Sessions: the parts of an event of several days, kept with it."""

from datetime import datetime, timedelta
from typing import Any

from services.events.base import new_id
from services.events.calendar import wall
from services.events.calendar.models import Event
from services.events.calendar.wall import Moment
from services.events.occurrences.schemas import SessionGiven, SessionShown
from services.events.occurrences.stretches import written
from shared.errors import Flaw, Invalid

_SAME = {"external_id", "title", "kind", "venue", "online_url", "capacity", "groups", "groups_by_choice"}


def take(event: Event, given: list[SessionGiven], pointer: str = "") -> None:
    """Take over the sessions that were sent, in the order of their beginnings; those known keep their ids."""
    known = {each["id"]: each for each in event.sessions or []}
    by_name = {each["external_id"]: each["id"] for each in known.values() if each["external_id"]}
    taken: list[dict[str, Any]] = []
    for place, session in enumerate(given):
        begin, end = _moments(session, event.time_zone, f"{pointer}/sessions/{place}")
        key = str(session.id) if str(session.id) in known else by_name.get(session.external_id) or str(new_id())
        times = {"starts_local": written(begin.local), "ends_local": written(end.local)}
        instants = {"starts_at": begin.at.isoformat(), "ends_at": end.at.isoformat()}
        taken.append({"id": key, **session.model_dump(mode="json", include=_SAME), **times, **instants})
    taken.sort(key=lambda session: (session["starts_at"], session["id"]))
    if taken != event.sessions:
        event.sessions = taken


def follow(event: Event, by: timedelta) -> None:
    """Move with the event that they are of: as much later, by the wall."""
    event.sessions = [{**session, **_moved(session, by, event.time_zone)} for session in event.sessions]


def must_fit(event: Event, pointer: str = "") -> None:
    """Refuse sessions of an event that comes again, and those that are not within it."""
    if event.sessions and event.series:
        raise Invalid("invalid-recurrence", "What comes again has no sessions.", pointer=f"{pointer}/sessions")
    flaws = [
        Flaw(f"{pointer}/sessions/{place}", "outside-event", "This session is not within the event's times.")
        for place, session in enumerate(event.sessions)
        if not (event.starts_local <= _local(session, "starts") and _local(session, "ends") <= event.ends_local)
    ]
    if flaws:
        raise Invalid("outside-event", "A session is not within the event's times: send the sessions, too.", *flaws)


def shown(event: Event) -> list[SessionShown]:
    """The sessions as they are shown, by the wall of the event."""
    return [SessionShown.model_validate({**each, **_offsets(each)}) for each in event.sessions or []]


def _moments(session: SessionGiven, zone: str, pointer: str) -> tuple[Moment, Moment]:
    if "starts_at" in session.model_fields_set:
        begin = wall.settled(session.starts_at, zone, f"{pointer}/starts_at")
        end = wall.settled(session.ends_at, zone, f"{pointer}/ends_at")
    else:
        begin = wall.first(session.starts_local, zone, f"{pointer}/starts_local")
        end = wall.first(session.ends_local, zone, f"{pointer}/ends_local")
    if end.at <= begin.at:
        raise Invalid("end-before-start", "It cannot end before it begins.", pointer=f"{pointer}/ends_at")
    return begin, end


def _moved(session: dict[str, Any], by: timedelta, zone: str) -> dict[str, str]:
    moved: dict[str, str] = {}
    for edge in ("starts", "ends"):
        moment = wall.first(_local(session, edge) + by, zone, "/starts_at")
        moved |= {f"{edge}_local": written(moment.local), f"{edge}_at": moment.at.isoformat()}
    return moved


def _local(session: dict[str, Any], edge: str) -> datetime:
    return datetime.fromisoformat(session[f"{edge}_local"])


def _offsets(session: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{edge}_at": wall.shown(_local(session, edge), datetime.fromisoformat(session[f"{edge}_at"]))
        for edge in ("starts", "ends")
    }
