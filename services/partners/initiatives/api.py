"""Initiatives at the HTTP door."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import select

from services.partners import policy, records
from services.partners.audit import Actor
from services.partners.imports import Batch
from services.partners.initiatives import actions
from services.partners.initiatives.models import Initiative
from services.partners.initiatives.schemas import InitiativeRecord, InitiativeShown, InitiativesPage
from services.partners.pages import Key, by_name
from shared.api.application import router
from shared.api.door import InTransaction, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing
from shared.identity import MaybeCaller, SignedIn

initiatives = router("initiatives")


@initiatives.get("/api/v1/initiatives")
def list_initiatives(
    session: InTransaction, caller: MaybeCaller, page: Annotated[InitiativesPage, Query()]
) -> Listing[InitiativeShown]:
    """The initiatives that the caller may know of, by title."""
    query = select(Initiative).where(actions.filtered(page), policy.initiatives_known_to(caller))
    return by_name(session, page, Initiative, query, InitiativeShown.model_validate)


@initiatives.get("/api/v1/initiatives/{initiative}")
def show_initiative(
    session: InTransaction, caller: MaybeCaller, initiative: Key, response: Response
) -> InitiativeShown:
    """One initiative, by its id or its slug."""
    found = records.find(session, Initiative, initiative, policy.initiatives_known_to(caller))
    tagged(response, found.version)
    return InitiativeShown.model_validate(found)


@initiatives.post("/api/v1/imports/initiatives")
def import_initiatives(session: InTransaction, caller: SignedIn, batch: Batch[InitiativeRecord]) -> Imported:
    """Take initiatives from another system. For the office."""
    policy.be_office(caller)
    return Imported(items=actions.import_initiatives(session, Actor(caller.person_id, "import"), batch.records))
