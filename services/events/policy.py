"""Who may see and do what."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.events.calendar.models import Event
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

    @property
    def named(self) -> dict[str, Any]:
        """What the conditions below call her by."""
        return {"viewer": self.person_id, "staffed": list(self.roles), "groups": list(self.group_ids)}


STRANGER = Viewer()

# Conditions on a row of `events`, in SQL: the hot path reads by them, and has no time to build them.
HOSTED = "events.host_id = ANY(:staffed)"
COHOSTED = (
    "EXISTS (SELECT FROM cohosts WHERE cohosts.event_id = events.id"
    " AND cohosts.state = 'accepted' AND cohosts.partner_id = ANY(:staffed))"
)


def visible_to(viewer: Viewer) -> str:
    """What the viewer may know of: what is published and open to her, and whatever her own partners host."""
    if viewer.is_office:
        return "true"
    open_to = ["events.visibility = 'public'"]
    if viewer.is_member:
        open_to.append("events.visibility = 'members'")
    if viewer.group_ids:
        open_to.append("events.visibility = 'group' AND events.group_id = ANY(:groups)")
    if viewer.person_id:
        open_to.append("events.visibility = 'private' AND events.invited_person_ids @> ARRAY[:viewer]")
    if viewer.roles:
        open_to.append(COHOSTED)
    published = f"events.published_at IS NOT NULL AND ({' OR '.join(open_to)})"
    return f"({published} OR {HOSTED})" if viewer.roles else published


def is_inside(viewer: Viewer, event: Event) -> bool:
    """Whether the viewer may know who is invited, and which co-hosts have not said yes."""
    return viewer.is_office or event.host_id in viewer.roles


def may_host(viewer: Viewer, partner_id: UUID) -> None:
    """Refuse whoever may not act for a partner: its admins and coordinators may, and the office."""
    if not viewer.is_office and not viewer.roles.get(partner_id, frozenset()) & HOSTING:
        raise NotAllowed("not-allowed", "Only the host's coordinators and admins may do this.")


def may_plan(viewer: Viewer) -> None:
    """Refuse whoever does nothing for any partner: plans are made by those who do, and by the office."""
    if not viewer.is_office and not viewer.roles:
        raise NotAllowed("not-allowed", "Only the staff of partners may ask this.")


def may_close(viewer: Viewer, partner_id: UUID | None) -> None:
    """Refuse whoever may not say when a partner is closed: its own may, and the office, who may for everybody."""
    if partner_id is not None:
        may_host(viewer, partner_id)
    elif not viewer.is_office:
        raise NotAllowed("not-allowed", "Only the consortium's office may close for everybody.")


def may_act_for(viewer: Viewer, *partner_ids: UUID) -> None:
    """Refuse whoever may act for none of these partners."""
    if not viewer.is_office and not any(viewer.roles.get(one, frozenset()) & HOSTING for one in partner_ids):
        raise NotAllowed("not-allowed", "Only coordinators and admins of these partners may do this.")


def may_import(viewer: Viewer) -> None:
    """Refuse whoever is not of the office."""
    if not viewer.is_office:
        raise NotAllowed("not-allowed", "Only the consortium's office may do this.")
