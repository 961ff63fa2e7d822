"""Following by address at the HTTP door."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.notifications.history.schemas import ReceivedOut
from services.notifications.preferences.schemas import PreferencesOut
from services.notifications.subscriptions.schemas import SubscriptionOut, Target, TargetOut
from shared.api.fields import Body, Email, Zone
from shared.api.paging import Page
from shared.settings import settings


class FollowRequest(Body):
    """Somebody wants to follow by an address; whoever reads it is asked whether she does."""

    email: Email
    target: Target
    frequency: Literal["immediate", "daily", "weekly"] = "immediate"
    language: Literal["en", "es"] = "en"
    time_zone: Zone = Field(default_factory=lambda: settings().time_zone)


class FollowAccepted(BaseModel):
    """The same, whoever has the address."""

    state: Literal["accepted"] = "accepted"


class LinkOut(BaseModel):
    """What a link is for; the rest stands at `/api/v1/links/notifications/{token}/{purpose}`."""

    purpose: Literal["confirmation", "following"]


class QuestionOut(BaseModel):
    """What is to be confirmed: `waiting` until somebody does."""

    email: str
    target: TargetOut
    title: str
    frequency: str
    language: str
    state: Literal["waiting", "confirmed", "refused"]
    manage_token: str | None


class Answer(Body):
    """Whether it is hers and she wants it, or was not her who asked."""

    answer: Literal["yes", "not_me"]


class Followed(SubscriptionOut):
    """What is followed, with its name."""

    title: str


class FollowingOut(BaseModel):
    """All that an address follows, how it wants to be written to, and what it was sent lately or not."""

    preferences: PreferencesOut
    subscriptions: list[Followed]
    received: list[ReceivedOut]


class FollowerOut(BaseModel):
    """Somebody with an account who follows."""

    person_id: UUID
    name: str
    frequency: str


class FollowersOut(BaseModel):
    """How many follow, and those of them who have an account. Addresses are shown to nobody."""

    with_account: int
    by_address: int
    unconfirmed: int
    items: list[FollowerOut]
    next: str | None


class FollowersPage(Page):
    """Of which partner."""

    partner: UUID
