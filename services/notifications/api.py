"""The front door of notifications."""

from fastapi import FastAPI
from sqlalchemy import Connection, text

from services.notifications.announcements.api import routes as announcements
from services.notifications.base import database
from services.notifications.deliveries.api import routes as deliveries
from services.notifications.denials.api import routes as denials
from services.notifications.emails.api import routes as emails
from services.notifications.following.api import links as following_links
from services.notifications.following.api import routes as following
from services.notifications.history.api import routes as history
from services.notifications.links.api import routes as links
from services.notifications.policy import find_roles
from services.notifications.preferences.api import routes as preferences
from services.notifications.returns.api import routes as returns
from services.notifications.subscriptions.api import routes as subscriptions
from services.notifications.suppressions.api import routes as suppressions
from shared.api.application import create_api
from shared.database import Database

ROUTERS = (
    preferences,
    following,
    subscriptions,
    following_links,
    history,
    emails,
    deliveries,
    suppressions,
    announcements,
    returns,
    denials,
    links,
)


def backlog(connection: Connection) -> dict[str, float]:
    """How many deliveries wait, are under way, and are uncertain, and how long the oldest due one has waited."""
    waiting = text(
        """
        SELECT count(*) FILTER (WHERE state = 'sending') AS deliveries_sending,
               count(*) FILTER (WHERE state = 'uncertain') AS deliveries_uncertain,
               count(*) FILTER (WHERE next_attempt_at <= now() AND state <> 'sending') AS deliveries_due,
               coalesce(extract(epoch FROM now() - min(next_attempt_at) FILTER (
                   WHERE next_attempt_at <= now() AND state <> 'sending')), 0) AS deliveries_oldest_due_seconds
        FROM deliveries WHERE channel = 'email' AND state IN ('pending', 'deferred', 'uncertain', 'sending')
        """
    )
    return {name: float(value) for name, value in connection.execute(waiting).one()._mapping.items()}


def application(store: Database) -> FastAPI:
    """The API of notifications upon a database of its own."""
    return create_api("notifications", store, find_roles, ROUTERS, backlog)


app = application(database())
