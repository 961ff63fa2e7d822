"""What notifications needs to be told beyond what all services are."""

import re
from email.utils import parseaddr
from functools import lru_cache

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*", re.IGNORECASE)


class NotificationsSettings(BaseSettings):
    """Through which relay and in whose name emails leave, and how long edits wait to become one."""

    model_config = SettingsConfigDict(env_prefix="PLEXUS_", extra="ignore", populate_by_name=True)

    smtp_url: SecretStr | None = None
    sender: str = Field("events@localhost", validation_alias="PLEXUS_FROM")
    reply_to: str | None = None
    hold_uncertain: str = ""
    settle_seconds: int = Field(300, ge=0)
    follow_requests_per_ip: int = Field(30, ge=0)
    bounce_domain: str | None = None

    @field_validator("sender")
    @classmethod
    def _an_address(cls, sender: str) -> str:
        if "@" not in parseaddr(sender)[1] or not sender.isprintable():
            raise ValueError("PLEXUS_FROM is an address, or a name and an address in <>")
        return sender

    @field_validator("bounce_domain")
    @classmethod
    def _a_domain(cls, domain: str | None) -> str | None:
        if domain and not _DOMAIN.fullmatch(domain):
            raise ValueError("PLEXUS_BOUNCE_DOMAIN is a domain, like bounces.example.org")
        return domain.lower() if domain else None

    @field_validator("hold_uncertain")
    @classmethod
    def _classes(cls, hold_uncertain: str) -> str:
        if not set(hold_uncertain.replace(",", " ").split()) <= {"urgent", "normal", "bulk"}:
            raise ValueError("PLEXUS_HOLD_UNCERTAIN names classes of email: urgent, normal, bulk")
        return hold_uncertain

    @property
    def held_classes(self) -> list[str]:
        """Of which emails an operator decides when nobody knows whether they arrived; others are sent again."""
        return self.hold_uncertain.replace(",", " ").split()

    @property
    def sender_address(self) -> str:
        """The address alone, as the relay is told it."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """Where Message-IDs are made."""
        return self.sender_address.rpartition("@")[2]


@lru_cache
def notifications_settings() -> NotificationsSettings:
    """The settings of this process, read once."""
    return NotificationsSettings()
