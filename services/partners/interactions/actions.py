"""What can be done with interactions."""

from datetime import date
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from services.partners.audit import Actor, note
from services.partners.interactions.models import Interaction
from services.partners.interactions.schemas import InteractionChange, InteractionDraft, InteractionShown
from services.partners.partners.models import Partner
from services.partners.records import said
from shared.api.paging import Listing, Page, after, cursor
from shared.errors import NotFound


def listed(session: Session, partner: Partner, page: Page) -> Listing[InteractionShown]:
    """A page of a partner's interactions, newest first."""
    order = tuple_(Interaction.held_on, Interaction.id)
    query = select(Interaction).where(Interaction.partner_id == partner.id)
    if key := after(page.cursor, date.fromisoformat, UUID):
        query = query.where(order < key)
    newest_first = query.order_by(Interaction.held_on.desc(), Interaction.id.desc()).limit(page.limit + 1)
    found = list(session.scalars(newest_first))
    last = found[page.limit - 1] if len(found) > page.limit else None
    return Listing(
        items=[InteractionShown.model_validate(each) for each in found[: page.limit]],
        next=cursor(last.held_on, last.id) if last else None,
    )


def note_interaction(session: Session, actor: Actor, partner: Partner, draft: InteractionDraft) -> Interaction:
    """Note that somebody spoke with a partner."""
    interaction = Interaction(partner_id=partner.id, noted_by=actor.person_id, **draft.model_dump())
    session.add(interaction)
    session.flush()
    note(session, actor, "interaction.added", [interaction.id])
    return interaction


def find(session: Session, interaction_id: UUID) -> Interaction:
    """One interaction, to be changed."""
    found = session.get(Interaction, interaction_id, with_for_update=True)
    if found is None:
        raise NotFound()
    return found


def correct(session: Session, actor: Actor, interaction: Interaction, change: InteractionChange) -> Interaction:
    """Put right what was noted wrongly."""
    for name, value in said(change).items():
        setattr(interaction, name, value)
    if session.is_modified(interaction):
        interaction.version += 1
        note(session, actor, "interaction.changed", [interaction.id])
    session.flush()
    return interaction
