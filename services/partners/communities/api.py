"""Communities at the HTTP door."""

from typing import Annotated

from fastapi import Depends, Query, Response
from sqlalchemy import select, true

from services.partners import policy, records
from services.partners.audit import Actor
from services.partners.communities import actions
from services.partners.communities.models import Community
from services.partners.communities.schemas import CommunitiesPage, CommunityRecord, CommunityShown
from services.partners.imports import Batch
from services.partners.pages import Key, by_name
from shared.api.application import router
from shared.api.door import InTransaction, inline, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing
from shared.identity import SignedIn, maybe_caller

communities = router("communities")


@communities.get("/api/v1/communities", dependencies=[Depends(inline(maybe_caller))])
def list_communities(session: InTransaction, page: Annotated[CommunitiesPage, Query()]) -> Listing[CommunityShown]:
    """The communities, by name."""
    query = select(Community).where(actions.filtered(page))
    return by_name(session, page, Community, query, CommunityShown.model_validate)


@communities.get("/api/v1/communities/{community}", dependencies=[Depends(inline(maybe_caller))])
def show_community(session: InTransaction, community: Key, response: Response) -> CommunityShown:
    """One community, by its id or its slug."""
    found = records.find(session, Community, community, true())
    tagged(response, found.version)
    return CommunityShown.model_validate(found)


@communities.post("/api/v1/imports/communities")
def import_communities(session: InTransaction, caller: SignedIn, batch: Batch[CommunityRecord]) -> Imported:
    """Take communities from another system. For the office."""
    policy.be_office(caller)
    return Imported(items=actions.import_communities(session, Actor(caller.person_id, "import"), batch.records))
