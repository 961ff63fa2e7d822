"""What can be done with communities."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, any_, literal
from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor
from services.partners.communities.models import Community
from services.partners.communities.schemas import CommunitiesPage, CommunityRecord
from services.partners.kinds import Kind
from services.partners.words import holds
from shared.api.imports import ImportedOne
from shared.messages.partners import CommunityChanged


def fact(community: Community) -> CommunityChanged:
    """What neighbours are told of a community."""
    return CommunityChanged(
        community_id=community.id,
        version=community.version,
        slug=community.slug,
        title=community.name,
        setting=community.setting,
    )


KIND = Kind("community", "communities", Community, "slug", fact)


def filtered(page: CommunitiesPage) -> ColumnElement[bool]:
    """That a community is among those that a list asks for."""
    wanted = [holds(Community.search, page.q)]
    if page.setting is not None:
        wanted.append(Community.setting == page.setting)
    if page.designation is not None:
        wanted.append(Community.designations.contains([{"scheme": page.designation, "status": "designated"}]))
    if page.language is not None:
        wanted.append(literal(page.language) == any_(Community.languages))
    return and_(*wanted)


def import_communities(session: Session, actor: Actor, given: Sequence[CommunityRecord]) -> list[ImportedOne]:
    """Take communities from another system."""
    return records.take(session, actor, KIND, given)
