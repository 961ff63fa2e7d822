"""The day that records go by: that of the consortium's own wall."""

from datetime import date
from zoneinfo import ZoneInfo

from shared import clock
from shared.settings import settings


def today() -> date:
    """The date where the consortium is."""
    return clock.now().astimezone(ZoneInfo(settings().time_zone)).date()
