"""Taking copies: each fact replaces an older one, and is itself put aside when a newer one is known."""

from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.notifications.base import Base
from services.notifications.copies.models import (
    Affiliation,
    Event,
    Group,
    GroupMember,
    Partner,
    Person,
    PersonRole,
    Registration,
    Titled,
)
from services.notifications.deliveries.readdressing import readdress
from services.notifications.reminders.planning import plan
from services.notifications.subscriptions.recipients import keep_address, keep_person
from shared import outbox
from shared.api.fields import normalized
from shared.counting import Versions, differing
from shared.log import logger
from shared.messages import agreements, events, notifications, participation, partners
from shared.messages.counted import Counted

log = logger(__name__)
_VERSIONS: Versions = {
    "partners": select(Partner.id, Partner.version),
    "people": select(Person.id, Person.version),
    "groups": select(Group.id, Group.version),
    "events": select(Event.id, Event.version),
    "registrations": select(Registration.id, Registration.version),
    **{
        kinds: select(Titled.id, Titled.version).where(Titled.kind == kind)
        for kinds, kind in (
            ("communities", "community"),
            ("initiatives", "initiative"),
            ("programs", "program"),
            ("agreements", "agreement"),
        )
    },
}


def copy_partner(session: Session, told: partners.PartnerChanged) -> str | None:
    """Keep a partner."""
    facts = told.model_dump(include={"title", "membership", "public", "version"})
    return _keep(session, Partner, id=told.partner_id, **facts)


def copy_person(session: Session, told: partners.PersonChanged) -> str | None:
    """Keep a person with her roles and affiliations, and write to her where she says from now on."""
    quiet = told.quiet_hours
    stale = _keep(
        session,
        Person,
        id=told.person_id,
        **told.model_dump(
            include={"full_name", "email", "email_state", "language", "time_zone", "state", "has_account"}
        ),
        quiet_start=quiet and quiet.start,
        quiet_end=quiet and quiet.end,
        consortium_roles=sorted(told.consortium_roles),
        operational_email=told.operational_email,
        newsletter=told.newsletter,
        version=told.version,
    )
    if stale:
        return stale
    _replace(session, PersonRole, told.person_id, {(role.partner_id, role.role) for role in told.roles})
    session.execute(delete(Affiliation).where(Affiliation.person_id == told.person_id))
    for position, affiliation in enumerate(told.affiliations):
        session.execute(
            insert(Affiliation).values(person_id=told.person_id, position=position, **affiliation.model_dump())
        )
    keep_person(session, told)
    readdress(session, told.person_id, told.email)
    return None


def copy_group(session: Session, told: partners.GroupChanged) -> str | None:
    """Keep a group and its roster."""
    stale = _keep(
        session,
        Group,
        id=told.group_id,
        title=told.title,
        owner_ids=sorted(told.owner_ids),
        version=told.version,
    )
    if stale:
        return stale
    session.execute(delete(GroupMember).where(GroupMember.group_id == told.group_id))
    members = [{"group_id": told.group_id, "person_id": member} for member in sorted(set(told.member_ids))]
    if members:
        session.execute(insert(GroupMember), members)
    return None


def copy_community(session: Session, told: partners.CommunityChanged) -> str | None:
    """Keep a community's name."""
    return _title(session, "community", told.community_id, told.title, told.version)


def copy_initiative(session: Session, told: partners.InitiativeChanged) -> str | None:
    """Keep an initiative's name."""
    return _title(session, "initiative", told.initiative_id, told.title, told.version)


def copy_agreement(session: Session, told: agreements.AgreementChanged) -> str | None:
    """Keep what an agreement is about."""
    return _title(session, "agreement", told.agreement_id, told.title, told.version)


def copy_program(session: Session, told: events.ProgramChanged) -> str | None:
    """Keep a program's name."""
    return _title(session, "program", told.program_id, told.title, told.version)


def copy_registration(session: Session, told: participation.RegistrationRecorded) -> str | None:
    """Keep who has a place at an event; who is known by an address alone can be written to there."""
    who = told.registrant
    person_id = told.person_id or who.person_id
    address = who.email if person_id is None else ""
    if address:
        keep_address(session, address, who.language, who.name)
    return _keep(
        session,
        Registration,
        id=told.registration_id,
        person_id=person_id,
        address_key=normalized(address) if address else None,
        **told.model_dump(include={"event_id", "occurrence", "live", "has_place", "version"}),
    )


def copy_event(session: Session, told: events.EventFact) -> str | None:
    """Keep an event as it is now, and when people are to be reminded of it."""
    stale = _keep(
        session,
        Event,
        id=told.event_id,
        state=told.state,
        host_id=told.host_id,
        starts_at=told.starts_at,
        fact=told.model_dump(mode="json"),
        version=told.version,
    )
    if stale is None:
        plan(session, told)
    return stale


def compare(session: Session, told: Counted) -> str | None:
    """Look whether the copies are what they should be; if not, say so and ask for them anew."""
    lacking = differing(session, told, _VERSIONS)
    if not lacking:
        return None
    request_copies(session)
    log.warning("copies_differ", teller=told.teller(), kinds=lacking)
    return f"differs: {', '.join(lacking)}"


def request_copies(session: Session) -> None:
    """Ask the neighbours for everything that we keep copies of; what comes fills them and makes no email."""
    outbox.tell(session, notifications.CopiesRequested())


def _title(session: Session, kind: str, key: object, title: str, version: int) -> str | None:
    return _keep(session, Titled, kind=kind, id=key, title=title, version=version)


def _keep(session: Session, model: type[Base], **fact: Any) -> str | None:
    """Keep a fact unless a newer one is known; then say so."""
    table = model.__table__
    keys = [column.name for column in table.primary_key]
    statement = upsert(model).values(fact)
    kept = session.execute(
        statement.on_conflict_do_update(
            index_elements=keys,
            set_={name: statement.excluded[name] for name in fact if name not in keys},
            where=table.c.version < statement.excluded.version,
        ).returning(table.c.version)
    ).scalar()
    if kept is not None:
        return None
    known = session.scalar(select(table.c.version).where(*(table.c[key] == fact[key] for key in keys)))
    return f"v{fact['version']} is superseded by v{known}" if known != fact["version"] else f"v{known} is known"


def _replace(session: Session, model: type[PersonRole], person_id: object, roles: set[tuple[Any, str]]) -> None:
    session.execute(delete(model).where(model.person_id == person_id))
    rows = [{"person_id": person_id, "partner_id": partner_id, "role": role} for partner_id, role in sorted(roles)]
    if rows:
        session.execute(insert(model), rows)
