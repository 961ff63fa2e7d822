"""Agreements at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.orm import Session

from services.partners import policy, records
from services.partners.agreements import actions, showing
from services.partners.agreements.models import Agreement
from services.partners.agreements.moves import Move
from services.partners.agreements.schemas import (
    AgreementChange,
    AgreementDraft,
    AgreementRecord,
    AgreementShown,
    AgreementsPage,
)
from services.partners.audit import Actor
from services.partners.imports import Batch
from services.partners.reasons import Reason
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing
from shared.identity import Caller, SignedIn

agreements = router("agreements")


def _to_change(session: Session, caller: Caller, agreement_id: UUID) -> Agreement:
    known = policy.agreements_known_to(caller)
    found = records.find(session, Agreement, agreement_id, known, to_change=True)
    policy.may_keep_agreement(caller, found.party_ids)
    return found


def _answer(session: Session, response: Response, agreement: Agreement) -> AgreementShown:
    tagged(response, agreement.version)
    return showing.shown(session, agreement)


def _moved(
    session: Session, caller: Caller, agreement_id: UUID, response: Response, move: Move, reason: str | None = None
) -> AgreementShown:
    agreement = _to_change(session, caller, agreement_id)
    return _answer(session, response, actions.move(session, Actor(caller.person_id, "api"), agreement, move, reason))


@agreements.get("/api/v1/agreements")
def list_agreements(
    session: InTransaction, caller: SignedIn, page: Annotated[AgreementsPage, Query()]
) -> Listing[AgreementShown]:
    """The agreements that the caller may know of, those at risk first, then by their last day."""
    return showing.listed(session, page, policy.agreements_known_to(caller))


@agreements.post("/api/v1/agreements", status_code=201)
def draft_agreement(
    session: InTransaction, caller: SignedIn, draft: AgreementDraft, response: Response
) -> AgreementShown:
    """Draft an agreement, or the renewal of one. For the office, and coordinators and admins of its parties."""
    policy.may_keep_agreement(caller, draft.party_ids)
    renewed = _to_change(session, caller, draft.renewal_of) if draft.renewal_of else None
    agreement = actions.draft(session, Actor(caller.person_id, "api"), draft, renewed)
    return _answer(session, response, agreement)


@agreements.get("/api/v1/agreements/{agreement_id}")
def show_agreement(
    session: InTransaction, caller: SignedIn, agreement_id: UUID, response: Response
) -> AgreementShown:
    """One agreement."""
    found = records.find(session, Agreement, agreement_id, policy.agreements_known_to(caller))
    return _answer(session, response, found)


@agreements.patch("/api/v1/agreements/{agreement_id}")
def change_agreement(
    session: InTransaction,
    caller: SignedIn,
    agreement_id: UUID,
    change: AgreementChange,
    expected: IfMatch,
    response: Response,
) -> AgreementShown:
    """Change an agreement; once it is signed, only its owners, notice, document and approvals."""
    found = _to_change(session, caller, agreement_id)
    match(expected, found.version)
    return _answer(session, response, actions.change(session, Actor(caller.person_id, "api"), found, change))


@agreements.post("/api/v1/agreements/{agreement_id}/submission")
def submit(session: InTransaction, caller: SignedIn, agreement_id: UUID, response: Response) -> AgreementShown:
    """Hand a draft to those who must agree."""
    return _moved(session, caller, agreement_id, response, "submission")


@agreements.post("/api/v1/agreements/{agreement_id}/signature")
def sign(session: InTransaction, caller: SignedIn, agreement_id: UUID, response: Response) -> AgreementShown:
    """Note that every side has signed; in force from its first day on."""
    return _moved(session, caller, agreement_id, response, "signature")


@agreements.post("/api/v1/agreements/{agreement_id}/suspension")
def suspend(
    session: InTransaction, caller: SignedIn, agreement_id: UUID, why: Reason, response: Response
) -> AgreementShown:
    """Interrupt an agreement."""
    return _moved(session, caller, agreement_id, response, "suspension", why.reason)


@agreements.post("/api/v1/agreements/{agreement_id}/resumption")
def resume(session: InTransaction, caller: SignedIn, agreement_id: UUID, response: Response) -> AgreementShown:
    """Take an interrupted agreement up again."""
    return _moved(session, caller, agreement_id, response, "resumption")


@agreements.post("/api/v1/agreements/{agreement_id}/termination")
def terminate(
    session: InTransaction, caller: SignedIn, agreement_id: UUID, why: Reason, response: Response
) -> AgreementShown:
    """End an agreement before its time."""
    return _moved(session, caller, agreement_id, response, "termination", why.reason)


@agreements.post("/api/v1/agreements/{agreement_id}/withdrawal")
def withdraw(session: InTransaction, caller: SignedIn, agreement_id: UUID, response: Response) -> AgreementShown:
    """Give up an agreement that nobody has signed."""
    return _moved(session, caller, agreement_id, response, "withdrawal")


@agreements.post("/api/v1/imports/agreements")
def import_agreements(session: InTransaction, caller: SignedIn, batch: Batch[AgreementRecord]) -> Imported:
    """Take agreements from another system. For the office."""
    policy.be_office(caller)
    return Imported(items=actions.import_agreements(session, Actor(caller.person_id, "import"), batch.records))
