"""What the API found wrong, as the form says it: beside which field, and in the visitor's language."""

from services.portal import agreement_form, days, signing_up, source_form
from services.portal.clients import Refused
from services.portal.visitor import Visitor
from services.portal.words import marked

# The API's pointers, and the form's fields where they differ.
_FIELDS = {
    "starts_at": "day",
    "ends_at": "end",
    "recurrence": "repeats",
    "venue": "venue_name",
    "venue/name": "venue_name",
    "venue/street": "street",
    "venue/locality": "locality",
    "venue/region": "region",
    "venue/postal_code": "postal_code",
    "venue/country": "country",
    "accessibility": "statement",
    "accessibility/statement": "statement",
    "accessibility/contact": "contact",
    "accessibility/requests_close_days": "requests_close_days",
    "registration": "sign_up_required",
    "registration/opens_local": "sign_up_opens",
    "registration/closes_local": "sign_up_closes",
    "registration/closes_hours_before": "sign_up_hours_before",
    "registration/party_size_max": "sign_up_most",
}
# Of what comes in rows: a row's fields by the API's names; what is said of the row as a whole stands by its first.
_IN_ROWS = {
    "party_ids": (agreement_form.PARTIES, {"": "partner_id"}),
    "owners": (agreement_form.PARTIES, {"person_id": "owner", "partner_id": "partner_id"}),
    "approvals": (agreement_form.APPROVALS, {name: name for name in agreement_form.APPROVALS.fields}),
    "kind_rules": (source_form.RULES, {"word": "word", "kind": "kind"}),
    "slots": (signing_up.ROLES, {"role": "role", "capacity": "places", "min": "places"}),
    "sessions": (
        days.ROWS,
        {
            **{"starts_at": "begins", "ends_at": "ends", "title": "title", "venue": "place"},
            **{"capacity": "places", "groups": "groups"},
        },
    ),
}
_WORDS = {
    "required": marked("This is needed."),
    "blank": marked("Say something here; spaces alone do not count."),
    "too-long": marked("This is too long."),
    "too-short": marked("Choose at least one."),
    "too-many": marked("These are too many."),
    "control-character": marked("This holds a character that cannot be shown. Type it anew."),
    "header-injection": marked("This must be a single line."),
    "invalid-url": marked("A web address begins with https:// and names a site."),
    "invalid-datetime": marked("This is not a date and time."),
    "nonexistent-local-time": marked("This time does not exist on that day: the clocks jump over it."),
    "end-before-start": marked("It must end after it begins."),
    "outside-event": marked("This session is not within the times of the event."),
    "duplicate": marked("This is named twice."),
    "unknown-timezone": marked("Choose a time zone."),
    "unknown-reference": marked("This is no longer known here. Choose another."),
    "out-of-range": marked("This number is too small or too large."),
    "not-allowed": marked("You may not do this for this host."),
    "schedule-conflict": marked("Another event is in the way. Say why this one is published all the same."),
    "shares-exceed": marked("So much of the credit is not left: the others have it, or were promised it."),
    "share-taken": marked("The share that you were offered has been given to others. Ask the host."),
    "is-the-host": marked("This partner is the host already."),
    "request-limit-reached": marked("This partner wants to be asked less often. Say why you ask all the same."),
    "review-required": marked("It must be reviewed before it is published. Submit it for review."),
    "own-submission": marked("Somebody else has to review what you submitted."),
    "version-conflict": marked("It was changed since you read it. Look at it again."),
    "recurrence-limit": marked("A series has at most 1,000 times. Let it end earlier."),
    "recurrence-start": marked(
        "The date is none of the days on which it takes place again. Choose another date or day."
    ),
    "invalid-recurrence": marked("This leaves no day on which it takes place."),
    "not-yet": marked("What is still to come is an event."),
    "date-from-datetime-parsing": marked("This is not a day."),
    "gap-or-overlap": marked("It does not begin the day after the present one ends. Say why below, or change it."),
    "not-a-party": marked("An owner looks after it for one of its parties."),
    "repeated": marked("Each party is named once."),
    "owner-missing": marked("Somebody on every side looks after an agreement. Name those who are missing first."),
    "already-over": marked("Its last day is past."),
    "already-renewed": marked("Another one follows it already."),
    "already-begun": marked("What has begun no longer changes."),
    "invalid-transition": marked("The event is no longer in a state for this. Look at it again."),
}


# What is needed, where a sentence helps more than that it is.
_NEEDED = {
    "title": marked("Give the event a title."),
    "venue_name": marked("Say where people meet, or choose “Online”."),
    "online_url": marked("Give the address where people join online."),
    "statement": marked("Say how people with disabilities can take part."),
    "contact": marked("Say whom to ask about accessibility."),
}


def flaws_of(refused: Refused, visitor: Visitor) -> dict[str, str]:
    """Words by the form's field; under no field's name what speaks of none."""
    found = {_field(pointer): _said(pointer, code, detail, visitor) for pointer, code, detail in refused.flaws}
    return found or {"": _said("", refused.code, refused.detail, visitor)}


def _field(pointer: str) -> str:
    path = pointer.lstrip("/")
    first, *rest = path.split("/")
    if first in _IN_ROWS:
        rows, names = _IN_ROWS[first]
        at, part = (*rest, "", "")[:2]
        return rows.field(int(at or 0), names.get(part) or next(iter(names.values())))
    return _FIELDS.get(path) or _FIELDS.get(first) or first


def _said(pointer: str, code: str, detail: str, visitor: Visitor) -> str:
    field = _field(pointer)
    if code in {"required", "blank"} and field in _NEEDED:
        return visitor.gettext(_NEEDED[field])
    return visitor.gettext(_WORDS[code]) if code in _WORDS else detail
