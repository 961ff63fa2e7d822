"""Events' HTTP door."""

from services.events.asking import find_roles
from services.events.base import database
from services.events.calendar.api import events
from services.events.feeds.api import feeds
from services.events.programs.api import programs
from services.events.registrations.api import registrations
from shared.api.application import create_api

app = create_api("events", database(), find_roles, [events, programs, registrations, feeds])
