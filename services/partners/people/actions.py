"""What can be done with people."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor
from services.partners.kinds import Fields, Kind, Reference
from services.partners.partners.models import Partner
from services.partners.people.models import Affiliation, Held, Person
from services.partners.people.schemas import PeoplePage, PersonChange, PersonDraft, PersonRecord
from services.partners.words import holds
from shared.api.fields import normalized
from shared.api.imports import ImportedOne
from shared.identity import Roles
from shared.messages import partners as told


def fact(person: Person) -> told.PersonChanged:
    """What neighbours are told of a person."""
    return told.PersonChanged(
        person_id=person.id,
        version=person.version,
        full_name=person.name,
        email=person.email,
        email_state=person.email_state,
        language=person.language,
        time_zone=person.time_zone,
        quiet_hours=person.quiet_hours,
        state=person.state,
        has_account=person.has_account,
        affiliations=tuple(
            told.Affiliation(partner_id=row.partner_id, kind=row.kind, since=row.since, until=row.until)
            for row in person.affiliations
        ),
        roles=tuple(told.PartnerRole(partner_id=row.partner_id, role=row.role) for row in person.roles),
        consortium_roles=tuple(person.consortium_roles),
        # What keeps the work going is sent unless she said no; a newsletter only if she said yes.
        operational_email=person.consents.get("operational_email", True),
        newsletter=person.consents.get("newsletter", False),
    )


def _references(fields: Fields) -> Iterator[Reference]:
    for name in ("affiliations", "roles"):
        for place, one in enumerate(fields.get(name, ())):
            yield f"/{name}/{place}/partner_id", Partner, one["partner_id"]


KIND = Kind("person", "people", Person, "email_key", fact, _references)


def filtered(page: PeoplePage) -> ColumnElement[bool]:
    """That a person is among those that a list asks for."""
    return and_(holds(Person.search, page.q), at_partner([page.partner]) if page.partner else true())


def find_by_email(session: Session, email: str) -> Person | None:
    """Whoever has an address, however it is written."""
    return session.scalar(select(Person).where(Person.email_key == normalized(email)))


def at_partner(partner_ids: Sequence[UUID]) -> ColumnElement[bool]:
    """That a person belongs or belonged to one of these partners, or holds a role there."""
    affiliated = select(Affiliation.person_id).where(Affiliation.partner_id.in_(partner_ids))
    holding = select(Held.person_id).where(Held.partner_id.in_(partner_ids))
    return Person.id.in_(affiliated.union(holding))


def find_roles(session: Session, person_id: UUID) -> Roles | None:
    """What a person may do; None for somebody who is not here, has left, or has no account."""
    rows = session.execute(
        select(Person.consortium_roles, Held.partner_id, Held.role)
        .outerjoin(Held, Held.person_id == Person.id)
        .where(Person.id == person_id, Person.state == "active", Person.has_account)
    ).all()
    if not rows:
        return None
    held: dict[UUID, set[str]] = defaultdict(set)
    for row in rows:
        if row.role is not None:
            held[row.partner_id].add(row.role)
    return Roles(frozenset(rows[0].consortium_roles), {partner: frozenset(roles) for partner, roles in held.items()})


def add_person(session: Session, actor: Actor, draft: PersonDraft) -> Person:
    """Record a person."""
    return records.add(session, actor, KIND, draft.model_dump())


def change_person(session: Session, actor: Actor, person: Person, change: PersonChange) -> Person:
    """Change what is known of a person, or what she may do."""
    fields = records.said(change)
    if "email" in fields and normalized(fields["email"]) != person.email_key:
        fields = {"email_state": "ok", **fields}  # what came back from the old address says nothing of the new one
    return records.change(session, actor, KIND, person, fields)


def import_people(session: Session, actor: Actor, given: Sequence[PersonRecord]) -> list[ImportedOne]:
    """Take people from another system."""
    return records.take(session, actor, KIND, given)
