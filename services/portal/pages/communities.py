"""Communities, as anybody may know them: by setting and designation, and what is on for one."""

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.portal import community_words, vocabulary
from services.portal.rendering import page
from services.portal.visitor import Anybody
from shared import clock
from shared.settings import settings

router = APIRouter()

_EVENTS_SHOWN = 8


@router.get("/communities")
def show_communities(
    visitor: Anybody,
    q: Annotated[str, Query(max_length=200)] = "",
    setting: str = "",
    designation: str = "",
    language: str = "",
    cursor: str = "",
) -> Response:
    """The communities, by words of their names, setting, designation and language."""
    asked = {
        "q": q,
        "setting": setting if setting in community_words.SETTINGS else "",
        "designation": designation if designation in community_words.SCHEMES else "",
        "language": language if language in vocabulary.SPOKEN else "",
    }
    among = {
        "setting": community_words.SETTINGS,
        "designation": community_words.SCHEMES,
        "language": vocabulary.SPOKEN,
    }
    listed = visitor.api.get("/communities", **asked, cursor=cursor)
    return page(
        visitor,
        "communities.html",
        communities=[_aged(community) for community in listed["items"]],
        next=listed["next"],
        asked_for=asked,
        options={
            name: [(code, visitor.gettext(said)) for code, said in codes.items()] for name, codes in among.items()
        },
        words=community_words,
    )


@router.get("/communities/{slug}")
def show_community(visitor: Anybody, slug: str) -> Response:
    """One community: how underserved it is by federal word, since when, and what is on for it."""
    community = visitor.api.get(f"/communities/{slug}")
    coming = visitor.api.get("/events", community=community["id"], limit=_EVENTS_SHOWN)
    return page(
        visitor,
        "community.html",
        community=_aged(community),
        events=coming["items"],
        goes_on=coming["next"] is not None,
        words=community_words,
    )


def _aged(community: dict[str, Any]) -> dict[str, Any]:
    """A community with its designations' days as days, and how many years they have stood."""
    today = clock.now().astimezone(ZoneInfo(settings().time_zone)).date()
    return community | {"designations": [_years(one, today) for one in community["designations"]]}


def _years(designation: dict[str, Any], today: date) -> dict[str, Any]:
    seen, since = (
        date.fromisoformat(designation[name]) if designation[name] else None
        for name in ("snapshot_on", "designated_on")
    )
    years = today.year - since.year - ((today.month, today.day) < (since.month, since.day)) if since else None
    return designation | {"snapshot_on": seen, "designated_on": since, "years": years}
