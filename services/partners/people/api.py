"""People at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import select

from services.partners import policy, records
from services.partners.audit import Actor
from services.partners.imports import Batch
from services.partners.pages import by_name
from services.partners.people import actions
from services.partners.people.models import Person
from services.partners.people.schemas import PeoplePage, PersonChange, PersonDraft, PersonRecord, PersonShown
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing
from shared.identity import SignedIn

people = router("people")


@people.get("/api/v1/people")
def list_people(
    session: InTransaction, caller: SignedIn, page: Annotated[PeoplePage, Query()]
) -> Listing[PersonShown]:
    """The people whom the caller may know of, by name."""
    query = select(Person).where(actions.filtered(page), policy.people_known_to(caller))
    return by_name(session, page, Person, query, PersonShown.model_validate)


@people.post("/api/v1/people", status_code=201)
def add_person(session: InTransaction, caller: SignedIn, draft: PersonDraft, response: Response) -> PersonShown:
    """Record a person. For the office."""
    policy.be_office(caller)
    person = actions.add_person(session, Actor(caller.person_id, "api"), draft)
    tagged(response, person.version)
    return PersonShown.model_validate(person)


@people.get("/api/v1/people/me")
def show_me(session: InTransaction, caller: SignedIn, response: Response) -> PersonShown:
    """Whoever is asking."""
    return show_person(session, caller, caller.person_id, response)


@people.get("/api/v1/people/{person_id}")
def show_person(session: InTransaction, caller: SignedIn, person_id: UUID, response: Response) -> PersonShown:
    """One person."""
    found = records.find(session, Person, person_id, policy.people_known_to(caller))
    tagged(response, found.version)
    return PersonShown.model_validate(found)


@people.patch("/api/v1/people/{person_id}")
def change_person(
    session: InTransaction,
    caller: SignedIn,
    person_id: UUID,
    change: PersonChange,
    expected: IfMatch,
    response: Response,
) -> PersonShown:
    """Change a person. She says how she is written to, admins the roles at their partner, the office all."""
    found = records.find(session, Person, person_id, policy.people_known_to(caller), to_change=True)
    policy.may_change_person(caller, found, change)
    match(expected, found.version)
    changed = actions.change_person(session, Actor(caller.person_id, "api"), found, change)
    tagged(response, changed.version)
    return PersonShown.model_validate(changed)


@people.post("/api/v1/imports/people")
def import_people(session: InTransaction, caller: SignedIn, batch: Batch[PersonRecord]) -> Imported:
    """Take people from another system. For the office."""
    policy.be_office(caller)
    return Imported(items=actions.import_people(session, Actor(caller.person_id, "import"), batch.records))
