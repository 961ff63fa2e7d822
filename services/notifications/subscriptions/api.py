"""Subscriptions over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.notifications import policy
from services.notifications.subscriptions import actions
from services.notifications.subscriptions.models import Subscription
from services.notifications.subscriptions.schemas import (
    NewSubscription,
    SubscriptionChange,
    SubscriptionOut,
    SubscriptionPage,
    SubscriptionRecords,
)
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing, after, cursor
from shared.identity import Caller, SignedIn

routes = router("subscriptions")


@routes.get("/api/v1/subscriptions")
def list_subscriptions(
    page: Annotated[SubscriptionPage, Query()], caller: SignedIn, session: InTransaction
) -> Listing[SubscriptionOut]:
    """Subscriptions, oldest first: one's own; the office sees everybody's."""
    whose = page.person if page.person or caller.is_office else caller.person_id
    policy.require_known(policy.is_office_or_self(caller, whose))
    last = after(page.cursor, UUID)
    found = actions.page(session, whose, last[0] if last else None, page.limit + 1)
    items = [SubscriptionOut.model_validate(one) for one in found[: page.limit]]
    return Listing(items=items, next=cursor(items[-1].id) if len(found) > page.limit else None)


@routes.post("/api/v1/subscriptions", status_code=201)
def follow(wanted: NewSubscription, caller: SignedIn, session: InTransaction, response: Response) -> SubscriptionOut:
    """Follow something."""
    person_id = wanted.person_id or caller.person_id
    policy.require_known(policy.is_office_or_self(caller, person_id))
    wishes = wanted.model_dump(include={"frequency", "muted", "muted_until"})
    made = actions.follow(session, person_id, wanted.target.kind, wanted.target.key, **wishes)
    return _shown(response, made)


@routes.get("/api/v1/subscriptions/{subscription_id}")
def read_subscription(
    subscription_id: UUID, caller: SignedIn, session: InTransaction, response: Response
) -> SubscriptionOut:
    """One subscription."""
    return _shown(response, _own(session, caller, subscription_id))


@routes.patch("/api/v1/subscriptions/{subscription_id}")
def change_subscription(
    subscription_id: UUID,
    wanted: SubscriptionChange,
    caller: SignedIn,
    session: InTransaction,
    expected: IfMatch,
    response: Response,
) -> SubscriptionOut:
    """Hear more often, less often, or nothing for a while."""
    subscription = _own(session, caller, subscription_id, lock=True)
    match(expected, subscription.version)
    return _shown(response, actions.change(session, subscription, wanted.said()))


@routes.delete("/api/v1/subscriptions/{subscription_id}", status_code=204)
def unfollow(subscription_id: UUID, caller: SignedIn, session: InTransaction, expected: IfMatch) -> None:
    """No longer follow it."""
    subscription = _own(session, caller, subscription_id, lock=True)
    match(expected, subscription.version)
    actions.unfollow(session, subscription)


@routes.post("/api/v1/imports/subscriptions")
def import_subscriptions(wanted: SubscriptionRecords, caller: SignedIn, session: InTransaction) -> Imported:
    """Take subscriptions from elsewhere, all or none; nobody is written to."""
    policy.require_office(caller)
    taken = [
        {"external_id": record.external_id, "id": made[0], "outcome": made[1]}
        for place, record in enumerate(wanted.records)
        if (made := actions.take(session, record.model_dump(), place))
    ]
    return Imported.model_validate({"items": taken})


def _own(session: InTransaction, caller: Caller, subscription_id: UUID, *, lock: bool = False) -> Subscription:
    subscription = actions.find(session, subscription_id, lock=lock)
    policy.require_known(policy.is_office_or_self(caller, subscription.person_id))
    return subscription


def _shown(response: Response, subscription: Subscription) -> SubscriptionOut:
    tagged(response, subscription.version)
    return SubscriptionOut.model_validate(subscription)
