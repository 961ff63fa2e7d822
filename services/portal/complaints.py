"""What the API found wrong, as the form says it: beside which field, and in the visitor's language."""

from services.portal.clients import Refused
from services.portal.visitor import Visitor
from services.portal.words import marked

# The API's pointers, and the form's fields where they differ.
_FIELDS = {
    "starts_at": "day",
    "ends_at": "end",
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
}
_WORDS = {
    "required": marked("This is needed."),
    "blank": marked("Say something here; spaces alone do not count."),
    "too-long": marked("This is too long."),
    "too-many": marked("These are too many."),
    "control-character": marked("This holds a character that cannot be shown. Type it anew."),
    "header-injection": marked("This must be a single line."),
    "invalid-url": marked("A web address begins with https:// and names a site."),
    "invalid-datetime": marked("This is not a date and time."),
    "nonexistent-local-time": marked("This time does not exist on that day: the clocks jump over it."),
    "end-before-start": marked("It must end after it begins."),
    "unknown-timezone": marked("Choose a time zone."),
    "unknown-reference": marked("This is no longer known here. Choose another."),
    "out-of-range": marked("This number is too small or too large."),
    "not-allowed": marked("You may not do this for this host."),
    "invalid-transition": marked("The event is no longer in a state for this. Look at it again."),
}


def flaws_of(refused: Refused, visitor: Visitor) -> dict[str, str]:
    """Words by the form's field; under no field's name what speaks of none."""
    found = {_field(pointer): _said(code, detail, visitor) for pointer, code, detail in refused.flaws}
    return found or {"": _said(refused.code, refused.detail, visitor)}


def _field(pointer: str) -> str:
    path = pointer.lstrip("/")
    first = path.partition("/")[0]
    return _FIELDS.get(path) or _FIELDS.get(first) or first


def _said(code: str, detail: str, visitor: Visitor) -> str:
    return visitor.gettext(_WORDS[code]) if code in _WORDS else detail
