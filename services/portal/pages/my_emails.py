"""My emails: what I follow, how often, of which kind, at which hours, and what I was sent or not, and why."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import email_forms, follows, zones
from services.portal.looking_after import ByAccount, Keeper
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()


@router.get("/my/emails")
def show_my_emails(visitor: Member) -> Response:
    """All of it, each with the switch."""
    return emails_page(visitor, ByAccount(visitor), {})


@router.post("/my/emails")
def change_my_emails(visitor: Member, form: Form) -> Response:
    """Change one thing."""
    return change(visitor, ByAccount(visitor), form)


def change(visitor: Visitor, keeper: Keeper, form: Form) -> Response:
    """Take a form of this page, whoever looks after the emails."""
    flaws = email_forms.take(visitor, keeper, form)
    if flaws:
        return emails_page(visitor, keeper, flaws, 422)
    return go(f"{keeper.here}?saved=1")


def emails_page(visitor: Visitor, keeper: Keeper, flaws: dict[str, str], status: int = 200) -> Response:
    """The page, whoever looks after the emails."""
    found = keeper.read()
    preferences = found["preferences"]
    quiet = preferences["quiet_hours"] or {"start": "", "end": ""}
    return page(
        visitor,
        "my_emails.html",
        status,
        action=keeper.here,
        preferences=preferences,
        record_version=found["record_version"],
        subscriptions=[_followed(one, visitor) for one in found["subscriptions"]],
        received=found["received"],
        by_link=not isinstance(keeper, ByAccount),
        roles=_roles(visitor, keeper),
        values={
            "muted_until": preferences["muted_until"] or "",
            "quiet_start": quiet["start"][:5],
            "quiet_end": quiet["end"][:5],
            "language": preferences["language"],
            "time_zone": preferences["time_zone"],
        },
        zones=[(zone, zones.in_words(zone, visitor.language)) for zone in zones.offered(preferences["time_zone"])],
        flaws=flaws,
        saved="saved" in visitor.request.query_params and not flaws,
    )


def _followed(one: dict[str, Any], visitor: Visitor) -> tuple[str, dict[str, Any]]:
    """Its name, and what was said of it."""
    until = date.fromisoformat(one["muted_until"]) if one["muted_until"] else None
    return follows.named(one["target"], visitor), one | {"muted_until": until}


def _roles(visitor: Visitor, keeper: Keeper) -> list[dict[str, Any]]:
    """What she does for partners, which brings emails that are not followed."""
    roles: list[dict[str, Any]] = visitor.me["roles"] if isinstance(keeper, ByAccount) else []
    return [role | {"partner": visitor.directory.partner(role["partner_id"])["name"]} for role in roles]
