"""What can be done with initiatives."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor
from services.partners.initiatives.models import Initiative
from services.partners.initiatives.schemas import InitiativeRecord, InitiativesPage
from services.partners.kinds import Kind
from services.partners.words import holds
from shared.api.imports import ImportedOne
from shared.messages.partners import InitiativeChanged


def fact(initiative: Initiative) -> InitiativeChanged:
    """What neighbours are told of a initiative."""
    return InitiativeChanged(
        initiative_id=initiative.id,
        version=initiative.version,
        slug=initiative.slug,
        title=initiative.title,
        state=initiative.state,
    )


KIND = Kind("initiative", "initiatives", Initiative, "slug", fact)


def filtered(page: InitiativesPage) -> ColumnElement[bool]:
    """That an initiative is among those that a list asks for."""
    return and_(holds(Initiative.search, page.q), Initiative.state == page.state if page.state else true())


def import_initiatives(session: Session, actor: Actor, given: Sequence[InitiativeRecord]) -> list[ImportedOne]:
    """Take initiatives from another system."""
    return records.take(session, actor, KIND, given)
