"""Events' ear: what is heard, and what each message does."""

from services.events.accommodations import routines as accommodations
from services.events.base import database
from services.events.calendar.passing import advance
from services.events.cohosts.asking import ask_again
from services.events.copies import actions as copies
from services.events.occurrences import rolling
from services.events.outcomes.asking import ask as ask_for_numbers
from services.events.registrations.denials import hear_denied
from services.events.registrations.limits import forget
from services.events.registrations.offers import lapse_and_pass_on
from services.events.snapshots import tell_counts, tell_notifications
from services.events.sources.rounds import go_round
from shared.identity import copy_api_token, copy_signing_key
from shared.inbox import Ears
from shared.messages import notifications, partners
from shared.schedules import prune
from shared.settings import settings
from shared.worker import create_worker

ears = Ears("events")
ears.hears(partners.PartnerChanged, copies.copy_partner)
ears.hears(partners.PersonChanged, copies.copy_person)
ears.hears(partners.GroupChanged, copies.copy_group)
ears.hears(partners.CommunityChanged, copies.copy_community)
ears.hears(partners.InitiativeChanged, copies.copy_initiative)
ears.hears(partners.SigningKeyChanged, copy_signing_key)
ears.hears(partners.ApiTokenChanged, copy_api_token)
ears.hears(partners.RecordsCounted, copies.compare)
ears.hears(notifications.CopiesRequested, tell_notifications)
ears.hears(notifications.RegistrationDenied, hear_denied)
ears.runs("prune", prune)
ears.runs("count", tell_counts)
ears.runs("pass_offers_on", lapse_and_pass_on)
ears.runs("forget_sign_ups", forget)
ears.runs("ask_cohosts_again", ask_again)
ears.runs("advance_events", advance)
ears.runs("finish_occurrences", rolling.finish)
ears.runs("extend_series", rolling.extend)
ears.runs("ask_for_numbers", ask_for_numbers)
ears.runs("warn_of_accommodations", accommodations.warn)
ears.runs("purge_accommodations", accommodations.purge)

app = create_worker(ears, database(), settings().redis_url.get_secret_value(), ("events",))


@app.task(name="events.read_sources")
def _read_sources() -> None:
    """Read members' calendars that are due."""
    go_round(database())
