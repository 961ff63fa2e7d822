"""Denials over HTTP, for whoever looks into them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.notifications import policy
from services.notifications.denials import actions
from services.notifications.denials.schemas import DenialOut
from shared.api.application import router
from shared.api.door import InTransaction
from shared.api.paging import Listing, Page, after, cursor
from shared.identity import SignedIn

routes = router("denials")


@routes.get("/api/v1/denials")
def list_denials(page: Annotated[Page, Query()], caller: SignedIn, session: InTransaction) -> Listing[DenialOut]:
    """Who said of which email that it was not she, newest first."""
    policy.require_history(caller)
    last = after(page.cursor, datetime.fromisoformat, UUID)
    found = actions.page(session, (last[0], last[1]) if last else None, page.limit + 1)
    items = [DenialOut(recipient=to, delivery_id=one.delivery_id, kind=one.kind, at=one.at) for one, to in found]
    more = items[page.limit :]
    shown = items[: page.limit]
    return Listing(items=shown, next=cursor(shown[-1].at, shown[-1].delivery_id) if more else None)
