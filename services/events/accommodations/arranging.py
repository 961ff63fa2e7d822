"""Who arranges for an event: the host's admins and coordinators, or those of them who were named."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from services.events.accommodations.models import Arranger
from services.events.audit import note
from services.events.calendar.models import Event
from services.events.policy import HOSTING, Viewer
from shared.errors import Flaw, Invalid, NotFound

_COORDINATES = """
    people.state = 'active' AND EXISTS (
        SELECT FROM jsonb_to_recordset(people.roles) AS held (partner_id uuid, role text)
        WHERE held.partner_id = events.host_id AND held.role IN ('admin', 'coordinator')
    )
"""
_NAMED = f"""
    SELECT people.id FROM arrangers JOIN people ON people.id = arrangers.person_id
    WHERE arrangers.event_id = events.id AND {_COORDINATES}
"""
# Of a row of `events`: whether the viewer arranges for it. Whoever was named and has left does not count.
ARRANGED = f"""
    (events.host_id = ANY(:coordinated) AND (:viewer IN ({_NAMED}) OR NOT EXISTS ({_NAMED})))
"""
_ALL = text(f"SELECT people.id FROM people JOIN events ON events.id = :event WHERE {_COORDINATES} ORDER BY people.id")


def named(viewer: Viewer) -> dict[str, Any]:
    """What the condition above calls the viewer by."""
    coordinated = [partner for partner, roles in viewer.roles.items() if roles & HOSTING]
    return {"viewer": viewer.person_id, "coordinated": coordinated}


def arrangers(session: Session, event: Event) -> list[UUID]:
    """The ids of those who arrange."""
    everybody = list(session.scalars(_ALL, {"event": event.id}))
    chosen = set(session.scalars(select(Arranger.person_id).where(Arranger.event_id == event.id)))
    return [person for person in everybody if person in chosen] or everybody


def find(session: Session, viewer: Viewer, event_id: UUID) -> Event:
    """An event whose requests are the viewer's to arrange."""
    event = session.scalar(select(Event).where(Event.id == event_id, text(ARRANGED)), named(viewer))
    if event is None:
        raise NotFound()
    return event


def name(session: Session, viewer: Viewer, event: Event, person_ids: list[UUID]) -> None:
    """Let these alone arrange; none of them, and it is everybody who coordinates at the host again."""
    known = set(session.scalars(_ALL, {"event": event.id}))
    flaws = [
        Flaw(f"/person_ids/{place}", "not-a-coordinator", "Only the host's coordinators and admins arrange.")
        for place, person in enumerate(person_ids)
        if person not in known
    ]
    if flaws:
        raise Invalid("not-a-coordinator", "Somebody here does not coordinate at the host.", *flaws)
    session.execute(delete(Arranger).where(Arranger.event_id == event.id))
    if person_ids:
        session.execute(insert(Arranger), [{"event_id": event.id, "person_id": each} for each in person_ids])
    note(session, viewer, "event.arrangers", [event])
