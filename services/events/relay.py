"""Events' relay: `python -m services.events.relay`."""

from services.events.base import database
from services.events.work import Work
from shared import log
from shared.carrier import carrier
from shared.relay import Relay
from shared.settings import settings


def main() -> None:
    """Send what events has to tell, until told to stop."""
    log.configure("events")
    sender = carrier("events", settings().redis_url.get_secret_value())
    Relay("events", database(), sender, ("events",), Work().find).run()


if __name__ == "__main__":
    main()
