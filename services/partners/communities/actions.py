"""What can be done with communities."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor
from services.partners.communities.models import Community
from services.partners.communities.schemas import CommunityRecord
from services.partners.kinds import Kind
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


def import_communities(session: Session, actor: Actor, given: Sequence[CommunityRecord]) -> list[ImportedOne]:
    """Take communities from another system."""
    return records.take(session, actor, KIND, given)
