"""Suppressions over HTTP: the office sees and makes them, she whose address it is says that it works again."""

from typing import Annotated

from fastapi import Query

from services.notifications import policy
from services.notifications.subscriptions.recipients import address_of_person
from services.notifications.suppressions import actions
from services.notifications.suppressions.schemas import (
    NewSuppression,
    Recovery,
    Standing,
    SuppressionOut,
    SuppressionPage,
)
from shared.api.application import router
from shared.api.door import InTransaction
from shared.api.fields import normalized
from shared.api.paging import Listing, after, cursor
from shared.errors import Flaw, Invalid
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


@routes.post("/api/v1/suppressions", status_code=201)
def suppress(wanted: NewSuppression, caller: SignedIn, session: InTransaction) -> SuppressionOut:
    """Leave an address alone. For the office, with a note."""
    policy.require_office(caller)
    key, by = normalized(wanted.address), caller.person_id
    made = actions.stop(session, key, wanted.scope, wanted.reason, source="office", note=wanted.note, by_person_id=by)
    return SuppressionOut.model_validate(made)


@routes.post("/api/v1/suppressions/recovery")
def recover(wanted: Recovery, caller: SignedIn, session: InTransaction) -> Standing:
    """Write to an address again: to one's own, because its mailbox works; to another's on the office's word."""
    own = address_of_person(session, caller.person_id)
    key = normalized(wanted.address) if wanted.address else str(own)
    policy.require_known(own is not None and (key == own or caller.is_office))
    source, note = "person" if key == own else "office", _note(wanted, key == own)
    lifted = actions.lift(session, key, wanted.scope, source=source, note=note, by_person_id=caller.person_id)
    return Standing(address=key, lifted=lifted, suppressed=actions.standing(session, key))


def _note(wanted: Recovery, is_own: bool) -> str:
    if wanted.note is None and not is_own:
        flaw = Flaw("/note", "required", "Say why it may be written to again.")
        raise Invalid("required", "The office's word needs a note.", flaw)
    return wanted.note or ""
