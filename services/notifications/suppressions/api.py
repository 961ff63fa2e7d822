"""Suppressions over HTTP, for the office."""

from typing import Annotated

from fastapi import Query

from services.notifications import policy
from services.notifications.suppressions import actions
from services.notifications.suppressions.schemas import SuppressionOut, SuppressionPage
from shared.api.application import router
from shared.api.door import InTransaction
from shared.api.paging import Listing, after, cursor
from shared.identity import SignedIn

routes = router("suppressions")


@routes.get("/api/v1/suppressions")
def list_suppressions(
    page: Annotated[SuppressionPage, Query()], caller: SignedIn, session: InTransaction
) -> Listing[SuppressionOut]:
    """Addresses that are not written to, and why."""
    policy.require_office(caller)
    last = after(page.cursor, str, str)
    found = actions.page(session, page.address, (last[0], last[1]) if last else None, page.limit + 1)
    items = [SuppressionOut.model_validate(one) for one in found[: page.limit]]
    more = len(found) > page.limit
    return Listing(items=items, next=cursor(items[-1].address, items[-1].scope) if more else None)
