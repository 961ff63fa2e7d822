"""Following by address over HTTP, and who follows a partner."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from services.notifications import policy
from services.notifications.following import actions, showing
from services.notifications.following.links import asked, follower, purpose
from services.notifications.following.schemas import (
    Answer,
    FollowAccepted,
    Followed,
    FollowerOut,
    FollowersOut,
    FollowersPage,
    FollowingOut,
    FollowRequest,
    LinkOut,
    QuestionOut,
)
from services.notifications.preferences.actions import change
from services.notifications.preferences.schemas import FollowerChange, PreferencesOut
from services.notifications.subscriptions import actions as subscriptions
from services.notifications.subscriptions.models import Subscription
from services.notifications.subscriptions.schemas import SubscriptionChange
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.paging import after, cursor
from shared.identity import SignedIn

routes = router("subscriptions")
links = router("links")


@routes.post("/api/v1/subscriptions/requests", status_code=202)
def ask_to_follow(wanted: FollowRequest, request: Request, session: InTransaction) -> FollowAccepted:
    """Ask, by email, whether an address wants to follow. The answer is the same whoever has it."""
    actions.ask(session, wanted.model_dump(), request.client.host if request.client else "")
    return FollowAccepted()


@routes.get("/api/v1/subscriptions/followers")
def list_followers(page: Annotated[FollowersPage, Query()], caller: SignedIn, session: InTransaction) -> FollowersOut:
    """How many follow a partner, and who of them has an account: for its coordinators and admins."""
    policy.require_known(policy.sees_followers_of(caller, page.partner))
    last = after(page.cursor, UUID)
    found = showing.followers(session, page.partner, last[0] if last else None, page.limit + 1)
    items = [FollowerOut.model_validate(one) for one in found[: page.limit]]
    following = cursor(found[page.limit - 1]["id"]) if len(found) > page.limit else None
    return FollowersOut(items=items, next=following, **showing.counts(session, page.partner))


@links.get("/api/v1/links/notifications/{token}")
def show_link(token: str) -> LinkOut:
    """What a link is for. Looking changes nothing."""
    return LinkOut.model_validate({"purpose": purpose(token)})


@links.get("/api/v1/links/notifications/{token}/confirmation")
def show_question(token: str, session: InTransaction) -> QuestionOut:
    """What somebody asked for, for this address."""
    return QuestionOut.model_validate(showing.question(session, asked(session, token)))


@links.post("/api/v1/links/notifications/{token}/confirmation")
def answer_question(token: str, given: Answer, session: InTransaction) -> QuestionOut:
    """Confirm it, or say that it was somebody else; saying it twice is saying it once."""
    subscription = asked(session, token, lock=True)
    shown = showing.question(session, subscription)
    if given.answer == "yes":
        actions.confirm(session, subscription)
        return QuestionOut.model_validate(showing.question(session, subscription))
    actions.refuse(session, subscription)
    return QuestionOut.model_validate(shown | {"state": "refused", "manage_token": None})


@links.get("/api/v1/links/notifications/{token}/following")
def show_following(token: str, session: InTransaction, response: Response) -> FollowingOut:
    """All that an address follows, how it is written to, and what it was sent lately."""
    recipient = follower(session, token)
    tagged(response, recipient.version)
    return FollowingOut.model_validate(showing.following(session, recipient))


@links.patch("/api/v1/links/notifications/{token}/following")
def change_following(
    token: str, wanted: FollowerChange, session: InTransaction, expected: IfMatch, response: Response
) -> PreferencesOut:
    """Say anew how the address is to be written to."""
    recipient = follower(session, token, lock=True)
    match(expected, recipient.version)
    changed = change(session, recipient, wanted.model_dump(exclude_unset=True))
    tagged(response, changed.version)
    return PreferencesOut.of(changed)


@links.patch("/api/v1/links/notifications/{token}/subscriptions/{subscription_id}")
def change_followed(
    token: str,
    subscription_id: UUID,
    wanted: SubscriptionChange,
    session: InTransaction,
    expected: IfMatch,
    response: Response,
) -> Followed:
    """Hear more often of one thing, less often, or nothing for a while."""
    subscription = _hers(session, token, subscription_id)
    match(expected, subscription.version)
    changed = subscriptions.change(session, subscription, wanted.said())
    tagged(response, changed.version)
    return Followed.model_validate(showing.followed(session, changed))


@links.delete("/api/v1/links/notifications/{token}/subscriptions/{subscription_id}", status_code=204)
def unfollow_by_link(token: str, subscription_id: UUID, session: InTransaction, expected: IfMatch) -> None:
    """No longer follow it."""
    subscription = _hers(session, token, subscription_id)
    match(expected, subscription.version)
    subscriptions.unfollow(session, subscription)


def _hers(session: InTransaction, token: str, subscription_id: UUID) -> Subscription:
    recipient = follower(session, token)
    subscription = subscriptions.find(session, subscription_id, lock=True)
    policy.require_known(subscription.recipient_id == recipient.id)
    return subscription
