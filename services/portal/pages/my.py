"""Where one starts after signing in: the events of one's partners, and what emails one gets."""

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import chosen_days, follows, places
from services.portal.pages.event import may_edit
from services.portal.rendering import page
from services.portal.visitor import Member, Visitor
from shared import clock

router = APIRouter()

_DRAFTS = {"draft", "submitted", "changes_requested"}
_ASKED_ABOUT = timedelta(days=90)


@router.get("/my")
def show_my(visitor: Member) -> Response:
    """Drafts to finish, what is coming, and what one follows."""
    events = list(visitor.api.every("/events", mine="true"))
    me = visitor.me
    return page(
        visitor,
        "my.html",
        me=me,
        registrations=_registrations(visitor),
        places=places,
        chosen_days=chosen_days,
        invitations=list(visitor.api.every("/cohosts")),
        waiting=len(list(visitor.api.every("/reviews"))),
        may_rule=visitor.is_office or any(role["role"] == "admin" for role in me["roles"]),
        drafts=[event for event in events if event["state"] in _DRAFTS],
        coming=[event for event in events if event["state"] not in _DRAFTS],
        numbers_missing=_numbers_missing(visitor),
        requests=list(visitor.api.every("/accommodations", part="arranger", unsettled="true")),
        may_post=visitor.is_office or any(role["role"] in {"admin", "coordinator"} for role in me["roles"]),
        spoken_for=visitor.spoken_for,
        follows=[
            (follows.named(subscription["target"], visitor), subscription)
            for subscription in visitor.api.every("/subscriptions", person=me["id"])
        ],
    )


def _registrations(visitor: Visitor) -> list[dict[str, Any]]:
    """What she has signed up for and is not over yet, the next first."""
    found = visitor.api.every("/registrations", mine="true")
    coming = [one for one in found if datetime.fromisoformat(one["event"]["ends_at"]) > clock.now()]
    return sorted(coming, key=lambda one: datetime.fromisoformat(one["event"]["starts_at"]))


def _numbers_missing(visitor: Visitor) -> list[dict[str, Any]]:
    """What has ended, and waits for numbers that she may give."""
    lately = (clock.now() - _ASKED_ABOUT).date().isoformat()
    ended = visitor.api.every("/events", mine="true", state="ended", **{"from": lately})
    return [event for event in ended if may_edit(visitor, event)]
