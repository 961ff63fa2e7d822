"""Merges at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.orm import Session

from services.events.asking import Acting
from services.events.merges import actions
from services.events.merges.schemas import MergeFilters, MergeShown, merge_shown
from services.events.policy import Viewer
from shared.api.application import router
from shared.api.door import InTransaction, tagged
from shared.api.paging import Listing, after, cursor

merges = router("calendars")


@merges.get("/api/v1/calendars/merges")
def list_merges(
    session: InTransaction, viewer: Acting, filters: Annotated[MergeFilters, Query()]
) -> Listing[MergeShown]:
    """Events that seem to have come in twice, of those partners that the caller may act for, oldest first."""
    found = actions.list_merges(session, viewer, filters.state, after(filters.cursor, UUID), filters.limit + 1)
    shown = [merge_shown(*each) for each in found[: filters.limit]]
    return Listing(items=shown, next=cursor(shown[-1].id) if len(found) > filters.limit else None)


@merges.post("/api/v1/calendars/merges/{merge_id}/confirmation")
def confirm_merge(session: InTransaction, viewer: Acting, merge_id: UUID, response: Response) -> MergeShown:
    """Say that the two are one: the one that came in is seen no more, and stays away when it comes in again."""
    return _decided(session, viewer, merge_id, "confirmation", response)


@merges.post("/api/v1/calendars/merges/{merge_id}/dismissal")
def dismiss_merge(session: InTransaction, viewer: Acting, merge_id: UUID, response: Response) -> MergeShown:
    """Say that the two are two; they are not proposed again."""
    return _decided(session, viewer, merge_id, "dismissal", response)


@merges.post("/api/v1/calendars/merges/{merge_id}/reversal")
def reverse_merge(session: InTransaction, viewer: Acting, merge_id: UUID, response: Response) -> MergeShown:
    """Undo a merge: the one that went is what it was before, and follows its source again."""
    return _decided(session, viewer, merge_id, "reversal", response)


def _decided(session: Session, viewer: Viewer, merge_id: UUID, move: str, response: Response) -> MergeShown:
    merge, kept, gone = actions.find(session, viewer, merge_id)
    actions.decide(session, viewer, merge, kept, gone, move)
    tagged(response, merge.version)
    return merge_shown(merge, kept, gone)
