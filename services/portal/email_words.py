"""What the API says of emails in codes, in words."""

from services.portal.words import marked

DELIVERY_STATES = {
    "pending": marked("Waiting"),
    "sending": marked("Being sent"),
    "accepted": marked("Accepted"),
    "deferred": marked("Will be tried again"),
    "failed": marked("Failed"),
    "uncertain": marked("Uncertain"),
    "bounced": marked("Bounced"),
    "complained": marked("Marked as spam"),
    "suppressed": marked("Not sent"),
    "expired": marked("Expired"),
    "cancelled": marked("Withdrawn"),
}

EMAIL_CHANGES = {
    "published": marked("New event"),
    "changed": marked("Event changed"),
    "moved": marked("Event moved"),
    "postponed": marked("Event postponed"),
    "cancelled": marked("Event canceled"),
}

ROUTES = {
    "staff": marked("works for a host"),
    "group": marked("is in the group"),
    "invited": marked("was invited"),
    "registered": marked("has a place"),
    "follows": marked("follows"),
    "told": marked("was told before"),
}

# What stands in an address's way, and who says so.
SCOPES = {
    "all": marked("Nothing is sent to it"),
    "following": marked("Nothing is sent of what it follows"),
    "announcements": marked("No announcements are sent to it"),
}

SOURCES = {
    "relay": marked("says our mail relay"),
    "report": marked("says a report that came back"),
    "link": marked("by a link in an email"),
    "person": marked("says the person"),
    "office": marked("says the office"),
}

DENIED = {
    "sign_in": marked("a link to sign in"),
    "registration_changed": marked("a place at an event"),
}

# Why somebody is not told, or not at once.
REASONS = {
    "left": marked("left"),
    "unsubscribed": marked("unsubscribed"),
    "bounced": marked("the address bounces"),
    "complained": marked("marked our email as spam"),
    "unconfirmed": marked("has not confirmed the address"),
    "muted": marked("muted"),
    "digest": marked("in a digest"),
    "quiet-hours": marked("after quiet hours"),
    "event-cancelled": marked("the event was called off"),
    "event-moved": marked("the event has moved"),
    "event-over": marked("the event was over by then"),
    "not-visible": marked("it is no longer open to her or him"),
    "newsletter": marked("wants no news"),
    "stopped": marked("it was stopped"),
    "address-changed": marked("the address is no longer hers or his"),
    "set-aside": marked("it could not be written; an operator decides"),
    "settled": marked("an operator decided so"),
}

FREQUENCIES = {
    "immediate": marked("at once"),
    "daily": marked("once a day"),
    "weekly": marked("once a week"),
    "never": marked("never"),
}

# Kinds of email of which one may say how often, or that none are wanted.
WISHES = {
    "published": marked("New events"),
    "changes": marked("Changes of events: moved, postponed, canceled"),
    "reminder": marked("Reminders before an event"),
    "announcements": marked("Announcements of the office"),
    "cohost_answered": marked("What partners answer whom we asked to carry an event"),
    "source_health_changed": marked("Whether our own calendar can be read"),
    "need_moved": marked("What becomes of the needs that we raised"),
    "match_settled": marked("What comes of help that was proposed"),
}
