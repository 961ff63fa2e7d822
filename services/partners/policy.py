"""Who may see and do what. What a caller may not know of is filtered out, and then is not found."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from services.partners.agreements.showing import binds
from services.partners.groups.models import Group
from services.partners.initiatives.models import Initiative
from services.partners.matches.actions import of_partners
from services.partners.matches.models import Match
from services.partners.matches.moves import Side
from services.partners.needs.models import Need
from services.partners.needs.moves import SHOWN
from services.partners.partners.models import Partner
from services.partners.people.actions import at_partner
from services.partners.people.models import Held, Person
from services.partners.people.schemas import PartnerRole, PersonChange
from services.partners.strengths.models import Strength
from shared.errors import NotAllowed
from shared.identity import Caller

_OFFICE_ALONE_SAYS = {"slug", "external_id", "parent_id", "state", "state_reason", "membership", "public", "owner_id"}
_SHE_HERSELF_SAYS = {"name", "language", "time_zone", "quiet_hours", "consents"}
_NOT_PUBLIC_YET = ("idea", "proposed", "withdrawn")


def _refused() -> NotAllowed:
    return NotAllowed("not-allowed", "This is not yours to do.")


def be_office(caller: Caller) -> None:
    """Only the office may."""
    if not caller.is_office:
        raise _refused()


def partners_known_to(caller: Caller | None) -> ColumnElement[bool]:
    """Everybody knows the public partners; whoever is signed in knows all."""
    return true() if caller else Partner.public.is_(True)


def may_change_partner(caller: Caller, partner: Partner, fields: Collection[str]) -> None:
    """The office may; its own admins and coordinators may, but for its place in the consortium."""
    own = caller.holds(partner.id, "admin", "coordinator") and not _OFFICE_ALONE_SAYS & set(fields)
    if not (caller.is_office or own):
        raise _refused()


def _administered_by(caller: Caller) -> list[UUID]:
    return [partner_id for partner_id, roles in caller.roles.partners.items() if "admin" in roles]


def people_known_to(caller: Caller) -> ColumnElement[bool]:
    """The office knows all people; admins those of their partners; everybody herself."""
    if caller.is_office:
        return true()
    return or_(Person.id == caller.person_id, at_partner(_administered_by(caller)))


def may_change_person(caller: Caller, person: Person, change: PersonChange) -> None:
    """The office may; she herself, how she is written to; an admin, the roles at his partner."""
    if caller.is_office:
        return
    allowed = set(_SHE_HERSELF_SAYS) if caller.person_id == person.id else set()
    changed = _pairs(person.roles) ^ _pairs(change.roles)
    if {partner_id for partner_id, _ in changed} <= set(_administered_by(caller)):
        allowed.add("roles")
    if not change.model_fields_set <= allowed:
        raise _refused()


def _pairs(roles: Iterable[Held | PartnerRole]) -> set[tuple[UUID, str]]:
    return {(held.partner_id, held.role) for held in roles}


def knows_roster(caller: Caller, group: Group) -> bool:
    """Rosters are for the office, the group itself, and the admins of its owners."""
    owned = set(group.owner_ids) & set(_administered_by(caller))
    return caller.is_office or caller.person_id in group.member_ids or bool(owned)


def initiatives_known_to(caller: Caller | None) -> ColumnElement[bool]:
    """Everybody knows what was begun; whoever is signed in knows what is planned, too."""
    return true() if caller else Initiative.state.not_in(_NOT_PUBLIC_YET)


def agreements_known_to(caller: Caller) -> ColumnElement[bool]:
    """The office knows all agreements; whoever holds a role at a partner, those that bind it."""
    return true() if caller.is_office else binds(list(caller.roles.partners))


def may_keep_agreement(caller: Caller, party_ids: Iterable[UUID]) -> None:
    """The office may; coordinators and admins, what binds their partner."""
    if not (caller.is_office or any(caller.holds(partner_id, "admin", "coordinator") for partner_id in party_ids)):
        raise _refused()


def be_staff(caller: Caller) -> None:
    """Only the office, and whoever holds a role at a partner, may."""
    if not (caller.is_office or caller.roles.partners):
        raise _refused()


def may_act_for(caller: Caller, partner_id: UUID) -> None:
    """The office may; coordinators and admins, for their partner."""
    if not (caller.is_office or caller.holds(partner_id, "admin", "coordinator")):
        raise _refused()


def strengths_known_to(caller: Caller | None) -> ColumnElement[bool]:
    """What is on offer and listed is for everybody, what is not listed for staff; drafts are the partner's own."""
    if caller and caller.is_office:
        return true()
    offered = Strength.state.in_(["offered", "exhausted"])
    if caller is None or not caller.roles.partners:
        return and_(offered, Strength.listed.is_(True))
    return or_(offered, Strength.partner_id.in_(caller.roles.partners))


def needs_known_to(caller: Caller | None) -> ColumnElement[bool]:
    """Everybody knows the public needs once they are published, staff the members' too; everybody her own."""
    if caller and caller.is_office:
        return true()
    public = and_(Need.state.in_(SHOWN), Need.visibility == "public")
    if caller is None:
        return public
    among_members = and_(Need.state.in_(SHOWN), Need.visibility == "members") if caller.roles.partners else false()
    hers = or_(Need.raised_for.in_(caller.roles.partners), Need.raised_by == caller.person_id)
    return or_(public, among_members, hers)


def may_raise_need(caller: Caller, partner_id: UUID | None) -> None:
    """The office may, for anybody; whoever holds a role at a partner, for that."""
    if not (caller.is_office or partner_id in caller.roles.partners):
        raise _refused()


def may_change_need(caller: Caller, need: Need) -> None:
    """The office may; whoever raised it, or speaks for whom it was raised, as long as nobody has looked at it."""
    hers = need.raised_by == caller.person_id or _speaks_for(caller, need.raised_for)
    if not (caller.is_office or (hers and need.state == "new")):
        raise _refused()


def matches_known_to(caller: Caller) -> ColumnElement[bool]:
    """The office knows all matches; staff, those of their partners; whoever raised a need, those that answer it."""
    if caller.is_office:
        return true()
    hers = select(Need.id).where(Need.raised_by == caller.person_id)
    return or_(of_partners(list(caller.roles.partners)), Match.need_id.in_(hers))


def sides_of(caller: Caller, need: Need, strength: Strength) -> frozenset[Side]:
    """The sides of a match that the caller may speak for: the office for both; who speaks for none is refused."""
    sides: set[Side] = {"need", "strength"} if caller.is_office else set(_own_sides(caller, need, strength))
    if not sides:
        raise _refused()
    return frozenset(sides)


def sides_by_proposing(caller: Caller, need: Need, strength: Strength) -> frozenset[Side]:
    """The sides that say yes when the caller proposes a match: her own; the office's, if nobody else asked for it."""
    sides_of(caller, need, strength)
    own = _own_sides(caller, need, strength)
    return own | {"need"} if caller.is_office and need.raised_for is None else own


def _own_sides(caller: Caller, need: Need, strength: Strength) -> frozenset[Side]:
    sides: dict[Side, bool] = {
        "need": need.raised_by == caller.person_id or _speaks_for(caller, need.raised_for),
        "strength": _speaks_for(caller, strength.partner_id),
    }
    return frozenset(side for side, hers in sides.items() if hers)


def _speaks_for(caller: Caller, partner_id: UUID | None) -> bool:
    return partner_id is not None and caller.holds(partner_id, "admin", "coordinator")


def may_grant(caller: Caller, scopes: Collection[str]) -> None:
    """Nobody hands on more than she came with."""
    if not set(scopes) <= caller.scopes:
        raise NotAllowed("insufficient-scope", "A token cannot give another one more than it has.")
