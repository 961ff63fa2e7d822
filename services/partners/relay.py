"""The relay of partners: `python -m services.partners.relay`."""

from services.partners.base import database
from shared import log
from shared.carrier import carrier
from shared.relay import Relay
from shared.settings import settings

QUEUES = ("partners",)

if __name__ == "__main__":
    log.configure("partners")
    Relay("partners", database(), carrier("partners", settings().redis_url.get_secret_value()), QUEUES).run()
