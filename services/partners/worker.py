"""The ear of partners: what it hears, and what it does by the clock."""

from services.partners import snapshots
from services.partners.agreements.passing import advance
from services.partners.base import database
from services.partners.identity.denials import hear_denied
from services.partners.identity.forgetting import forget
from services.partners.people.addresses import hear_failed, hear_recovered
from shared import schedules
from shared.inbox import Ears
from shared.messages import events, notifications
from shared.settings import settings
from shared.worker import create_worker

ears = Ears("partners")
ears.hears(events.CopiesRequested, snapshots.tell_again)
ears.hears(notifications.CopiesRequested, snapshots.tell_again)
ears.hears(notifications.AddressFailed, hear_failed)
ears.hears(notifications.AddressRecovered, hear_recovered)
ears.hears(notifications.SignInDenied, hear_denied)
ears.runs("prune", schedules.prune)
ears.runs("forget", forget)
ears.runs("count", snapshots.tell_counts)
ears.runs("advance_agreements", advance)

app = create_worker(ears, database(), settings().redis_url.get_secret_value(), queues=("partners",))
