"""The ear of notifications, and its hands: what it hears, how it tells many, how it sends."""

import time
from collections.abc import Callable
from functools import lru_cache
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.base import database
from services.notifications.copies import actions as copies
from services.notifications.digests import contents, gathering
from services.notifications.emails import deciding, fan_out
from services.notifications.following import actions as following
from services.notifications.notices import hearing as notices
from services.notifications.reminders.reminding import remind
from services.notifications.returns import actions as returns
from services.notifications.settings import notifications_settings
from services.notifications.smtp.sender import Sender
from services.notifications.smtp.server import Server
from services.notifications.suppressions.telling import tell_failures
from shared import identity, schedules
from shared.inbox import Ears
from shared.messages import agreements, events, needs, notifications, participation, partners
from shared.settings import settings
from shared.worker import create_worker

_TASK_SECONDS = 10.0

ears = Ears("notifications")
ears.hears(partners.PartnerChanged, copies.copy_partner)
ears.hears(partners.PersonChanged, copies.copy_person)
ears.hears(partners.GroupChanged, copies.copy_group)
ears.hears(partners.CommunityChanged, copies.copy_community)
ears.hears(partners.InitiativeChanged, copies.copy_initiative)
ears.hears(agreements.AgreementChanged, copies.copy_agreement)
ears.hears(partners.SigningKeyChanged, identity.copy_signing_key)
ears.hears(partners.ApiTokenChanged, identity.copy_api_token)
ears.hears(partners.SignInRequested, deciding.hear_sign_in)
ears.hears(events.ProgramChanged, copies.copy_program)
ears.hears(events.EventPublished, deciding.hear_event)
ears.hears(events.EventChanged, deciding.hear_event)
ears.hears(events.EventCancelled, deciding.hear_event)
ears.hears(events.EventRecorded, deciding.record_event)
ears.hears(participation.RegistrationRecorded, copies.copy_registration)
ears.hears(participation.RegistrationChanged, notices.hear_registration)
for notice in (
    participation.ReviewRequested,
    participation.ReviewAnswered,
    participation.CohostInvited,
    participation.CohostUninvited,
    participation.CohostAnswered,
    participation.AccommodationChanged,
    participation.NumbersRequested,
    participation.SourceHealthChanged,
    notifications.FollowRequested,
    notifications.ReminderCameDue,
    agreements.AgreementExpiring,
    needs.NeedMoved,
    needs.MatchProposed,
    needs.MatchSettled,
):
    ears.hears(notice, notices.hear)
ears.hears(partners.RecordsCounted, copies.compare)
ears.hears(events.RecordsCounted, copies.compare)
ears.runs("prune", schedules.prune)
ears.runs("remind", remind)
ears.runs("conclude_digests", contents.conclude_rest)
ears.runs("forget_unconfirmed", following.forget)
ears.runs("tell_failures", tell_failures)
ears.runs("forget_returns", returns.forget)

app = create_worker(
    ears,
    database(),
    settings().redis_url.get_secret_value(),
    queues=("notifications", "mail.urgent", "mail.normal", "mail.bulk"),
)


def _work_on(step: Callable[[Session], bool]) -> None:
    """Take steps, each in its own transaction, while there is more to do, for some seconds at most."""
    ends_at, more = time.monotonic() + _TASK_SECONDS, True
    while more and time.monotonic() < ends_at:
        with database().transaction() as session:
            more = step(session)


@app.task(name="notifications.fan_out")
def _fan_out(email_id: str) -> None:
    """Make an email's deliveries, chunk by chunk; what is not done in time is pointed at again."""
    _work_on(lambda session: fan_out.step(session, UUID(email_id)))


@app.task(name="notifications.gather")
def _gather(frequency: gathering.Frequency) -> None:
    """Make the digests that are due, chunk by chunk."""
    _work_on(lambda session: gathering.gather(session, frequency))


@app.task(name="notifications.deliver")
def _deliver(urgency: str) -> None:
    """Send what is due of a class."""
    sender = _sender()
    if sender is not None:
        sender.send_due(urgency)


@lru_cache
def _sender() -> Sender | None:
    """This process's sender, made after the fork; none where no relay is set up."""
    url = notifications_settings().smtp_url
    return Sender(database(), Server.at(url.get_secret_value())) if url else None
