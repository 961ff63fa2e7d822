"""What is wrong with an installation, and the next step, in words."""

import os
from collections.abc import Iterator

from pydantic import ValidationError

from plexus.doctor.databases import examine_service
from plexus.doctor.finding import Finding
from plexus.doctor.surroundings import examine_front, examine_redis, examine_relay
from plexus.embedded.programs import SERVICES
from shared.settings import Settings

__all__ = ["Finding", "examine"]


def examine() -> Iterator[Finding]:
    """Look at everything, one thing after the other."""
    try:
        settings = Settings()
    except ValidationError as flaws:
        for flaw in flaws.errors():
            yield Finding("settings", f"{'.'.join(map(str, flaw['loc']))}: {flaw['msg']}", "Run `plexus setup`.")
        return
    yield Finding("settings")
    for service in SERVICES:
        yield from examine_service(service)
    yield from examine_redis(settings.redis_url.get_secret_value())
    yield from examine_front(os.environ.get("PLEXUS_API_URL") or settings.url)
    yield examine_relay(os.environ.get("PLEXUS_SMTP_URL", ""))
