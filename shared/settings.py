"""What every process needs to be told by its environment. What is missing stops the start, by name."""

from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO_PREFIX = "demo-"


class Settings(BaseSettings):
    """The needs that all services share; each variable is named `PLEXUS_…`."""

    model_config = SettingsConfigDict(env_prefix="PLEXUS_", extra="ignore")

    secret: SecretStr = Field(min_length=32)
    demo: bool = False
    redis_url: SecretStr = SecretStr("redis://localhost:6379/0")
    url: str = "http://localhost:8000"
    consortium: str = "Community Health Consortium"
    time_zone: str = "America/Chicago"
    language: str = "en"

    @field_validator("url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        ZoneInfo(name)
        return name

    @model_validator(mode="after")
    def _no_demo_secret_outside_the_demo(self) -> "Settings":
        if self.secret.get_secret_value().startswith(DEMO_PREFIX) and not self.demo:
            raise ValueError("PLEXUS_SECRET is the demo's: run `plexus setup` for one of your own")
        return self


class Store(BaseSettings):
    """Where a service's own database is; its variable is `<SERVICE>_DATABASE_URL`."""

    database_url: SecretStr


def store_url(service: str) -> str:
    """The address of a service's database."""
    return Store(_env_prefix=f"{service.upper()}_").database_url.get_secret_value()


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
