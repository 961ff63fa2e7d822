"""What partners needs to be told beyond what all services are."""

from functools import lru_cache

from pydantic_settings import BaseSettings, SettingsConfigDict


class PartnersSettings(BaseSettings):
    """How often one network address may ask for a sign-in link within an hour."""

    model_config = SettingsConfigDict(env_prefix="PLEXUS_", extra="ignore")

    sign_ins_per_ip: int = 5


@lru_cache
def partners_settings() -> PartnersSettings:
    """The settings of this process, read once."""
    return PartnersSettings()
