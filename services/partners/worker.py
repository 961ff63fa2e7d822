"""The ear of partners: what it hears, and what it does by the clock."""

from services.partners import snapshots
from services.partners.base import database
from services.partners.identity.forgetting import forget
from shared import schedules
from shared.inbox import Ears
from shared.messages import events, notifications
from shared.settings import settings
from shared.worker import create_worker

ears = Ears("partners")
ears.hears(events.CopiesRequested, snapshots.tell_again)
ears.hears(notifications.CopiesRequested, snapshots.tell_again)
ears.runs("prune", schedules.prune)
ears.runs("forget", forget)
ears.runs("count", snapshots.tell_counts)

app = create_worker(ears, database(), settings().redis_url.get_secret_value(), queues=("partners",))
