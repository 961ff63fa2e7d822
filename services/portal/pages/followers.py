"""Who follows a partner, for those who speak for it: how many, and who of them has an account."""

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal.rendering import page
from services.portal.visitor import Member

router = APIRouter()

_ON_A_PAGE = 50


@router.get("/partners/{slug}/followers")
def show_followers(visitor: Member, slug: str) -> Response:
    """How many follow; nobody's address."""
    partner = next((one for one in visitor.directory.partners.values() if one["slug"] == slug), None)
    if partner is None or not (visitor.is_office or visitor.holds(partner["id"], "admin", "coordinator")):
        raise HTTPException(404)
    cursor = visitor.request.query_params.get("cursor")
    found = visitor.api.get("/subscriptions/followers", partner=partner["id"], cursor=cursor, limit=_ON_A_PAGE)
    return page(
        visitor,
        "followers.html",
        partner=partner,
        followers=found,
        next=f"?{urlencode({'cursor': found['next']})}" if found["next"] else None,
    )
