"""Who may see and do what."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, any_, false, literal, or_, select, true
from sqlalchemy.dialects.postgresql import UUID as ID
from sqlalchemy.sql.elements import CollectionAggregate

from services.events.calendar.models import Event
from services.events.cohosts.models import Cohost
from shared.errors import NotAllowed

HOSTING = frozenset({"admin", "coordinator"})


@dataclass(frozen=True)
class Viewer:
    """Somebody who asks: what she does for which partner, and where she belongs. A stranger is and has nothing."""

    person_id: UUID | None = None
    is_office: bool = False
    roles: dict[UUID, frozenset[str]] = field(default_factory=dict)
    is_member: bool = False
    group_ids: tuple[UUID, ...] = ()


STRANGER = Viewer()


def may_host(viewer: Viewer, partner_id: UUID) -> None:
    """Refuse whoever may not act for a partner: its admins and coordinators may, and the office."""
    if not viewer.is_office and not viewer.roles.get(partner_id, frozenset()) & HOSTING:
        raise NotAllowed("not-allowed", "Only the host's coordinators and admins may do this.")


def may_import(viewer: Viewer) -> None:
    """Refuse whoever is not of the office."""
    if not viewer.is_office:
        raise NotAllowed("not-allowed", "Only the consortium's office may do this.")


def is_inside(viewer: Viewer, event: Event) -> bool:
    """Whether the viewer may know who is invited, and which co-hosts have not said yes."""
    return viewer.is_office or event.host_id in viewer.roles


def hosted_by(viewer: Viewer) -> ColumnElement[bool]:
    """Of the viewer's own partners."""
    return Event.host_id == _any_of(viewer.roles) if viewer.roles else false()


def cohosted_by(viewer: Viewer) -> ColumnElement[bool]:
    """Carried, with their word, by the viewer's own partners."""
    if not viewer.roles:
        return false()
    return (
        select(Cohost.event_id)
        .where(Cohost.event_id == Event.id, Cohost.state == "accepted", Cohost.partner_id == _any_of(viewer.roles))
        .exists()
    )


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """What the viewer may know of: what is published and open to her, and whatever her own partners host."""
    if viewer.is_office:
        return true()
    open_to = [Event.visibility == "public"]
    if viewer.is_member:
        open_to.append(Event.visibility == "members")
    if viewer.group_ids:
        open_to.append((Event.visibility == "group") & (Event.group_id == _any_of(viewer.group_ids)))
    if viewer.person_id:
        invited = Event.invited_person_ids.contains([viewer.person_id])
        open_to.append((Event.visibility == "private") & invited)
    if viewer.roles:
        open_to.append(cohosted_by(viewer))
    published = Event.published_at.is_not(None) & or_(*open_to)
    return published | hosted_by(viewer) if viewer.roles else published


def _any_of(ids: dict[UUID, frozenset[str]] | tuple[UUID, ...]) -> CollectionAggregate[bool]:
    return any_(literal(list(ids), ARRAY(ID)))
