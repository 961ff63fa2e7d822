"""What events needs to be told beyond what all services are."""

from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class EventsSettings(BaseSettings):
    """Which hosts calendars may be fetched from though they are not in the open: `host:port`, by commas."""

    model_config = SettingsConfigDict(env_prefix="PLEXUS_", extra="ignore")

    calendar_hosts: str = ""

    @property
    def trusted(self) -> frozenset[tuple[str, int]]:
        """The same, as pairs."""
        named = (each.strip().rpartition(":") for each in self.calendar_hosts.split(",") if each.strip())
        return frozenset((host, int(port)) for host, _, port in named)


@lru_cache
def events_settings() -> EventsSettings:
    """The settings of this process, read once."""
    return EventsSettings()
