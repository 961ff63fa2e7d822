"""The email history over HTTP."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.notifications import policy
from services.notifications.copies.models import Event
from services.notifications.deliveries import actions, held
from services.notifications.deliveries.models import NEVER, Attempt, Delivery
from services.notifications.deliveries.reprint import printed
from services.notifications.deliveries.schemas import AttemptOut, DeliveryOut, DeliveryPage, EmailAsItWas
from services.notifications.emails.models import Email
from shared.api.application import router
from shared.api.door import InTransaction
from shared.api.paging import Listing, after, cursor
from shared.identity import Caller, SignedIn

routes = router("deliveries")


@routes.get("/api/v1/deliveries")
def list_deliveries(
    page: Annotated[DeliveryPage, Query()], caller: SignedIn, session: InTransaction
) -> Listing[DeliveryOut]:
    """Who was told, newest first: of an event to its host's staff, of oneself to everybody, of all to the office."""
    wanted = page.model_dump(include={"event", "email", "person", "recipient", "state"})
    if not _sees_all_of(session, caller, page):
        policy.require_known(page.person in {None, caller.person_id})
        wanted["person"] = caller.person_id
    last = after(page.cursor, UUID)
    wanted["reader"] = None if caller.is_office else caller.person_id
    found = actions.page(session, **wanted, after=last[0] if last else None, limit=page.limit + 1)
    tried = actions.attempts(session, [row[0].id for row in found[: page.limit]])
    items = [_shown(*row, tried.get(row[0].id, [])) for row in found[: page.limit]]
    return Listing(items=items, next=cursor(items[-1].id) if len(found) > page.limit else None)


@routes.get("/api/v1/deliveries/{delivery_id}/email")
def read_email(delivery_id: UUID, caller: SignedIn, session: InTransaction) -> EmailAsItWas:
    """An email as it was, its secrets hidden; for whoever sees it in the history."""
    delivery, private, host_id = actions.find(session, delivery_id)
    policy.require_known(policy.may_read_email(caller, delivery.person_id, host_id, private=private))
    return EmailAsItWas.model_validate(printed(session.connection(), delivery))


@routes.post("/api/v1/deliveries/{delivery_id}/repetition")
def send_again(delivery_id: UUID, caller: SignedIn, session: InTransaction) -> DeliveryOut:
    """Send once more what waits for a decision: it may have arrived, or was set aside."""
    delivery, kind, name = _to_decide(session, caller, delivery_id)
    held.send_again(session, [delivery])
    return _shown(delivery, kind, name, actions.attempts(session, [delivery_id]).get(delivery_id, []))


@routes.post("/api/v1/deliveries/{delivery_id}/acceptance")
def take_for_arrived(delivery_id: UUID, caller: SignedIn, session: InTransaction) -> DeliveryOut:
    """Send no more of what waits for a decision, since it has arrived or no longer matters."""
    delivery, kind, name = _to_decide(session, caller, delivery_id)
    held.take_for_arrived(session, [delivery])
    return _shown(delivery, kind, name, actions.attempts(session, [delivery_id]).get(delivery_id, []))


def _to_decide(session: InTransaction, caller: Caller, delivery_id: UUID) -> tuple[Delivery, str, str]:
    policy.require_history(caller)
    return held.find(session, delivery_id)


def _sees_all_of(session: InTransaction, caller: Caller, page: DeliveryPage) -> bool:
    email = session.get(Email, page.email) if page.email else None
    event = session.get(Event, page.event or (email.event_id if email else None) or UUID(int=0))
    return policy.sees_history_of(caller, event.host_id if event else None)


def _shown(delivery: Delivery, kind: str, name: str, tried: list[Attempt]) -> DeliveryOut:
    return DeliveryOut(
        recipient=delivery.address,
        kind=kind,
        name=name,
        next_attempt_at=_finite(delivery),
        attempts=[AttemptOut.model_validate(attempt) for attempt in tried],
        **{
            field: getattr(delivery, field)
            for field in DeliveryOut.model_fields
            if field not in {"recipient", "kind", "name", "next_attempt_at", "attempts"}
        },
    )


def _finite(delivery: Delivery) -> datetime | None:
    """When it is tried next; a delivery that has ended, or that waits for an operator, is not."""
    waits = delivery.state in {"pending", "deferred", "uncertain"}
    return delivery.next_attempt_at if waits and delivery.next_attempt_at < NEVER else None
