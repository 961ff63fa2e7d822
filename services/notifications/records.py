"""Every kind of record of this service, so that whoever needs all tables knows them."""

from services.notifications.announcements.models import Announcement
from services.notifications.copies.models import (
    Affiliation,
    Event,
    Group,
    GroupMember,
    Partner,
    Person,
    PersonRole,
    Registration,
    Titled,
)
from services.notifications.deliveries.models import Attempt, Delivery
from services.notifications.denials.models import Denial
from services.notifications.emails.models import Email, Telling
from services.notifications.reminders.models import Reminder
from services.notifications.returns.models import Return
from services.notifications.smtp.models import RelayHealth
from services.notifications.subscriptions.models import Ask, Recipient, Subscription
from services.notifications.suppressions.models import LiftedSuppression, Suppression

COPIES = (Partner, Person, PersonRole, Affiliation, Group, GroupMember, Titled, Event, Registration)
KINDS = (
    *COPIES,
    Recipient,
    Subscription,
    Ask,
    Email,
    Telling,
    Delivery,
    Attempt,
    Suppression,
    LiftedSuppression,
    Return,
    Denial,
    RelayHealth,
    Reminder,
    Announcement,
)
