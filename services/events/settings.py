"""What events needs to be told beyond what all services are."""

from functools import lru_cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class EventsSettings(BaseSettings):
    """How long an edit waits for further ones, until those are asked whom it concerns.

    And which hosts calendars may be fetched from though they are not in the open: `host:port`, by commas.
    """

    model_config = SettingsConfigDict(env_prefix="PLEXUS_", extra="ignore")

    settle_seconds: int = Field(300, ge=0)
    calendar_hosts: str = ""

    @property
    def trusted(self) -> frozenset[tuple[str, int]]:
        """The hosts and ports of `calendar_hosts`."""
        named = (each.strip().rpartition(":") for each in self.calendar_hosts.split(",") if each.strip())
        return frozenset((host, int(port)) for host, _, port in named)


@lru_cache
def events_settings() -> EventsSettings:
    """The settings of this process, read once."""
    return EventsSettings()
