"""Every kind of notice, by its name and by the message that causes it."""

from typing import Any

from services.notifications.notices.kind import Kind
from services.notifications.notices.kinds.accommodations import ACCOMMODATION_CHANGED
from services.notifications.notices.kinds.agreements import AGREEMENT_EXPIRING
from services.notifications.notices.kinds.cohosts import COHOST_ANSWERED, COHOST_INVITED, COHOST_UNINVITED
from services.notifications.notices.kinds.following import FOLLOW_REQUESTED
from services.notifications.notices.kinds.needs import MATCH_PROPOSED, MATCH_SETTLED, NEED_MOVED
from services.notifications.notices.kinds.numbers import NUMBERS_REQUESTED
from services.notifications.notices.kinds.registrations import REGISTRATION_CHANGED
from services.notifications.notices.kinds.reminders import REMINDER
from services.notifications.notices.kinds.reviews import REVIEW_ANSWERED, REVIEW_REQUESTED
from services.notifications.notices.kinds.sources import SOURCE_HEALTH_CHANGED

KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        REVIEW_REQUESTED,
        REVIEW_ANSWERED,
        COHOST_INVITED,
        COHOST_UNINVITED,
        COHOST_ANSWERED,
        REGISTRATION_CHANGED,
        ACCOMMODATION_CHANGED,
        NUMBERS_REQUESTED,
        SOURCE_HEALTH_CHANGED,
        FOLLOW_REQUESTED,
        AGREEMENT_EXPIRING,
        NEED_MOVED,
        MATCH_PROPOSED,
        MATCH_SETTLED,
        REMINDER,
    )
}
BY_MESSAGE: dict[str, Kind[Any]] = {kind.message.name: kind for kind in KINDS.values()}
# What stands in nobody's history but the recipient's and the office's.
PRIVATE = [kind.name for kind in KINDS.values() if kind.private]
