"""Events' HTTP door."""

from fastapi import FastAPI

from services.events.accommodations.api import accommodations
from services.events.accommodations.links import accommodation_links
from services.events.asking import find_roles
from services.events.base import database
from services.events.calendar.api import events, lists, single
from services.events.closed_days.api import closed_days
from services.events.cohosts.api import cohosts
from services.events.coordination.api import coordination
from services.events.feeds.api import calendars, feeds
from services.events.links.api import links
from services.events.merges.api import merges
from services.events.occurrences.api import occurrences
from services.events.outcomes.api import outcomes
from services.events.programs.api import programs
from services.events.registrations.api import registrations
from services.events.registrations.desk_api import desks
from services.events.reviews.api import reviews
from services.events.seen import Look
from services.events.sources.api import sources
from shared.api.application import create_api
from shared.database import Database


def application(store: Database) -> FastAPI:
    """The API upon a database."""
    api = create_api(
        "events",
        store,
        find_roles,
        [
            lists,
            single,
            events,
            occurrences,
            cohosts,
            programs,
            registrations,
            desks,
            reviews,
            accommodations,
            accommodation_links,
            outcomes,
            links,
            coordination,
            closed_days,
            calendars,
            sources,
            merges,
            feeds,
        ],
    )
    api.state.look = Look(api.state.reads)
    return api


app = application(database())
