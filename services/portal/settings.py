"""What the portal needs beyond what all share."""

from functools import lru_cache
from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import settings


class PortalSettings(BaseSettings):
    """Where the API is, if not at the public address."""

    model_config = SettingsConfigDict(env_prefix="PLEXUS_", extra="ignore")

    api_url: str = ""


@lru_cache
def api_url() -> str:
    """Where this process reaches the API, without a slash at the end."""
    return (PortalSettings().api_url or settings().url).rstrip("/")


def is_secure() -> bool:
    """Whether people reach us over https."""
    return urlsplit(settings().url).scheme == "https"
