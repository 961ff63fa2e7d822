"""Partners at the HTTP door."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import select

from services.partners import policy, records
from services.partners.audit import Actor
from services.partners.imports import Batch
from services.partners.pages import Key, by_name
from services.partners.partners import actions
from services.partners.partners.models import Partner
from services.partners.partners.schemas import PartnerChange, PartnerDraft, PartnerRecord, PartnerShown, PartnersPage
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing
from shared.identity import Caller, MaybeCaller, SignedIn

partners = router("partners")


def _shown_to(caller: Caller | None, partner: Partner) -> PartnerShown:
    shown = PartnerShown.model_validate(partner)
    hidden = dict.fromkeys(("email", "request_limit_per_month", "state_reason", "owner_id"))
    return shown if caller else shown.model_copy(update=hidden)


@partners.get("/api/v1/partners")
def list_partners(
    session: InTransaction, caller: MaybeCaller, page: Annotated[PartnersPage, Query()]
) -> Listing[PartnerShown]:
    """The partners, by name."""
    query = select(Partner).where(actions.filtered(page), policy.partners_known_to(caller))
    return by_name(session, page, Partner, query, lambda partner: _shown_to(caller, partner))


@partners.post("/api/v1/partners", status_code=201)
def add_partner(session: InTransaction, caller: SignedIn, draft: PartnerDraft, response: Response) -> PartnerShown:
    """Record a partner. For the office."""
    policy.be_office(caller)
    partner = actions.add_partner(session, Actor(caller.person_id, "api"), draft)
    tagged(response, partner.version)
    return _shown_to(caller, partner)


@partners.get("/api/v1/partners/{partner}")
def show_partner(session: InTransaction, caller: MaybeCaller, partner: Key, response: Response) -> PartnerShown:
    """One partner, by its id or its slug."""
    found = records.find(session, Partner, partner, policy.partners_known_to(caller))
    tagged(response, found.version)
    return _shown_to(caller, found)


@partners.patch("/api/v1/partners/{partner}")
def change_partner(
    session: InTransaction,
    caller: SignedIn,
    partner: Key,
    change: PartnerChange,
    expected: IfMatch,
    response: Response,
) -> PartnerShown:
    """Change what is said of a partner. For the office, and for its own admins and coordinators."""
    found = records.find(session, Partner, partner, policy.partners_known_to(caller), to_change=True)
    policy.may_change_partner(caller, found, change.model_fields_set)
    match(expected, found.version)
    changed = actions.change_partner(session, Actor(caller.person_id, "api"), found, change)
    tagged(response, changed.version)
    return _shown_to(caller, changed)


@partners.post("/api/v1/imports/partners")
def import_partners(session: InTransaction, caller: SignedIn, batch: Batch[PartnerRecord]) -> Imported:
    """Take partners from another system. For the office."""
    policy.be_office(caller)
    return Imported(items=actions.import_partners(session, Actor(caller.person_id, "import"), batch.records))
