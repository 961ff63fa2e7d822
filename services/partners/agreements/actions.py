"""What can be done with agreements."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners import records
from services.partners.agreements import moves
from services.partners.agreements.days import warning_due
from services.partners.agreements.models import Agreement
from services.partners.agreements.schemas import AgreementChange, AgreementDraft, AgreementRecord
from services.partners.audit import Actor
from services.partners.kinds import Fields, Kind, Reference
from services.partners.partners.models import Partner
from services.partners.people.models import Person
from services.partners.today import today
from shared.api.imports import ImportedOne
from shared.errors import Conflict, Flaw, Invalid
from shared.messages.agreements import AgreementChanged


def fact(agreement: Agreement) -> AgreementChanged:
    """What neighbors are told of an agreement."""
    same = ("version", "kind", "state", "party_ids", "effective_on", "expires_on", "renewal_of")
    return AgreementChanged.model_validate(
        {"agreement_id": agreement.id, "title": agreement.scope, **{name: getattr(agreement, name) for name in same}}
    )


def _references(fields: Fields) -> Iterator[Reference]:
    for place, partner_id in enumerate(fields.get("party_ids", ())):
        yield f"/party_ids/{place}", Partner, partner_id
    for place, owner in enumerate(fields.get("owners", ())):
        yield f"/owners/{place}/partner_id", Partner, owner["partner_id"]
        yield f"/owners/{place}/person_id", Person, owner["person_id"]
    if fields.get("renewal_of"):
        yield "/renewal_of", Agreement, fields["renewal_of"]


def _must_make_sense(_: Session, agreements: Sequence[Agreement]) -> None:
    for agreement in agreements:
        if agreement.expires_on and agreement.expires_on < agreement.effective_on:
            raise Invalid("end-before-start", "It ends before it begins.", pointer="/expires_on")
        if not {owner.partner_id for owner in agreement.owners} <= set(agreement.party_ids):
            raise Invalid("not-a-party", "An owner looks after it for one of its parties.", pointer="/owners")


KIND = Kind("agreement", "agreements", Agreement, "external_id", fact, _references, _must_make_sense)


def draft(session: Session, actor: Actor, given: AgreementDraft, renewed: Agreement | None) -> Agreement:
    """Draft an agreement, or the one that is to follow another."""
    if renewed is not None:
        _must_follow(session, given, renewed)
    return records.add(session, actor, KIND, given.model_dump())


def change(session: Session, actor: Actor, agreement: Agreement, given: AgreementChange) -> Agreement:
    """Change what a draft says; of what is signed, who looks after it and where it lies."""
    moves.refuse_rewriting(agreement.state, given.model_fields_set)
    return records.change(session, actor, KIND, agreement, records.said(given))


def move(
    session: Session, actor: Actor, agreement: Agreement, wanted: moves.Move, reason: str | None = None
) -> Agreement:
    """Move an agreement on; what is signed on or after its first day is in force at once."""
    state = moves.after(agreement.state, wanted)
    if wanted == "signature":
        _must_be_looked_after(agreement)
        if agreement.effective_on <= today():
            state = "in_force"
    return records.change(session, actor, KIND, agreement, {"state": state, "state_reason": reason})


def import_agreements(session: Session, actor: Actor, given: Sequence[AgreementRecord]) -> list[ImportedOne]:
    """Take agreements from another system. Nobody is told of an end that was near before they came here."""
    taken = records.take(session, actor, KIND, given)
    _take_as_told(session, [one.id for one in taken if one.outcome == "created"])
    return taken


def _take_as_told(session: Session, ids: Sequence[UUID]) -> None:
    near = select(Agreement, warning_due(today())).where(Agreement.id.in_(ids))
    for agreement, days in session.execute(near).all():
        agreement.warned_days = days
    session.flush()


def _must_follow(session: Session, given: AgreementDraft, renewed: Agreement) -> None:
    if renewed.state not in moves.RENEWABLE:
        raise Conflict("not-renewable", "Only what was signed can be renewed.", state=renewed.state, allowed=[])
    rival = session.scalar(
        select(Agreement.id).where(Agreement.renewal_of == renewed.id, Agreement.state.not_in(moves.GIVEN_UP))
    )
    if rival is not None:
        raise Conflict("already-renewed", "Another one follows it already.", link=f"/api/v1/agreements/{rival}")
    follows = renewed.expires_on and renewed.expires_on + timedelta(days=1)
    if follows and given.effective_on != follows and not given.dates_note:
        flaw = Flaw("/effective_on", "gap-or-overlap", "Say in `dates_note` why it does not begin the day after.")
        raise Invalid("gap-or-overlap", f"The one that it renews ends on {renewed.expires_on}.", flaw)


def _must_be_looked_after(agreement: Agreement) -> None:
    lacking = set(agreement.party_ids) - {owner.partner_id for owner in agreement.owners}
    if lacking:
        flaw = Flaw("/owners", "owner-missing", "Name somebody for each of its parties.")
        raise Conflict("owner-missing", "Somebody on every side looks after an agreement.", flaw)
    if agreement.expires_on and agreement.expires_on < today():
        raise Conflict("already-over", "Its last day is past.", Flaw("/expires_on", "already-over", "This is past."))
