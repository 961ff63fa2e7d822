"""What this is, for people who come upon it."""

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.rendering import page
from services.portal.visitor import Anybody

router = APIRouter()


@router.get("/about")
def show_about(visitor: Anybody) -> Response:
    """Who is behind the calendar, and how to have it."""
    partners = sorted(visitor.directory.partners.values(), key=lambda partner: str(partner["name"]).casefold())
    return page(visitor, "about.html", partners=partners)
