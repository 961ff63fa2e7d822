"""The front door of partners."""

from fastapi import FastAPI

from services.partners.agreements.api import agreements
from services.partners.base import database
from services.partners.communities.api import communities
from services.partners.groups.api import groups
from services.partners.identity.api import identity
from services.partners.initiatives.api import initiatives
from services.partners.interactions.api import interactions
from services.partners.matches.api import matches
from services.partners.needs.api import needs
from services.partners.partners.api import partners
from services.partners.people.actions import find_roles
from services.partners.people.api import people
from services.partners.strengths.api import strengths
from shared.api.application import create_api
from shared.database import Database


def application(store: Database) -> FastAPI:
    """The API of partners upon a database."""
    nouns = [
        partners, people, identity, groups, communities, initiatives, agreements, interactions,
        needs, strengths, matches,
    ]  # fmt: skip
    return create_api("partners", store, find_roles, nouns)


app = application(database())
