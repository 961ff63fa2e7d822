"""Events' HTTP door."""

from fastapi import FastAPI

from services.events.asking import find_roles
from services.events.base import database
from services.events.calendar.api import events
from services.events.feeds.api import feeds
from services.events.programs.api import programs
from services.events.registrations.api import registrations
from shared.api.application import create_api
from shared.database import Database


def application(store: Database) -> FastAPI:
    """The API upon a database."""
    return create_api("events", store, find_roles, [events, programs, registrations, feeds])


app = application(database())
