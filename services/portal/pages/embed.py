"""What a member shows of its events on its own site: the one page that may stand in another site's frame."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal.occasions import as_shown
from services.portal.rendering import page
from services.portal.visitor import Anybody

router = APIRouter()

_SHOWN = 20


@router.get("/embed/{slug}")
def show_embedded(visitor: Anybody, slug: str) -> Response:
    """The coming public events that a partner hosts, or carries with others."""
    partner = next((one for one in visitor.directory.partners.values() if one["slug"] == slug), None)
    if partner is None:
        raise HTTPException(404)
    found = visitor.api.get("/occurrences", host=partner["id"], visibility="public", limit=_SHOWN)
    events = list(map(as_shown, found["items"]))
    return page(visitor, "embed.html", partner=partner, events=events, goes_on=found["next"] is not None)
