"""The portal's application: its pages, behind what guards them."""

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

from services.portal import health
from services.portal.pages import (
    about,
    accommodation_links,
    accommodations,
    addresses,
    agreement_drafts,
    agreements,
    announcements,
    answer,
    calendar,
    cancel,
    check_in,
    closed_days,
    cohosts,
    communities,
    developers,
    edit,
    emails,
    embed,
    event,
    failures,
    follow,
    followers,
    following_links,
    groups,
    links,
    my,
    my_calendar,
    my_days,
    my_emails,
    my_places,
    needs,
    new_event,
    numbers,
    occurrence,
    partner_work,
    partners,
    postpone,
    review,
    review_rules,
    sign_in,
    sign_up,
    sources,
    submission,
)
from services.portal.rendering import STATIC
from services.portal.security import Guarded
from services.portal.session import Sessions
from services.portal.visitor import in_turn
from shared.api.application import Correlated

_PAGES = (
    addresses,
    calendar,
    sign_in,
    links,
    following_links,
    my,
    my_calendar,
    my_emails,
    follow,
    followers,
    embed,
    new_event,
    occurrence,
    event,
    review,
    submission,
    answer,
    review_rules,
    edit,
    cancel,
    postpone,
    sign_up,
    check_in,
    groups,
    my_days,
    my_places,
    needs,
    cohosts,
    emails,
    announcements,
    accommodations,
    accommodation_links,
    numbers,
    sources,
    closed_days,
    agreement_drafts,
    agreements,
    partners,
    partner_work,
    communities,
    developers,
    about,
)


class _KeptForEver(StaticFiles):
    """Files whose address changes with them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """See Starlette; a year is what browsers take for ever (RFC 9111)."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def create_app() -> FastAPI:
    """All pages, with their guards around them: outermost the one that counts and logs."""
    made = FastAPI(title="portal", docs_url=None, redoc_url=None, openapi_url=None)
    made.include_router(health.router)
    for module in _PAGES:
        made.include_router(module.router, dependencies=[Depends(in_turn)])
    made.mount("/static", _KeptForEver(directory=STATIC))
    failures.add_to(made)
    made.add_middleware(Sessions)
    made.add_middleware(Guarded)
    made.add_middleware(Correlated, service="portal")
    return made


app = create_app()
