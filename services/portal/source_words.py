"""What is wrong with a calendar that comes in, and what may be done about it, in plain words."""

from services.portal.words import marked

# Of the whole calendar.
TROUBLES = {
    "address-refused": marked("This address cannot be used: it does not lead to a public web site."),
    "certificate-expired": marked("The site's certificate has run out. Ask whoever keeps the site."),
    "certificate-of-another": marked("The site's certificate is of another site. Is the address right?"),
    "certificate-unknown": marked("Nobody vouches for the site's certificate. Ask whoever keeps the site."),
    "empty": marked("The calendar is empty. We canceled nothing: is that right?"),
    "failed-here": marked("Something went wrong on our side. We try again."),
    "insecure": marked("The site's certificate is not good. Ask whoever keeps the site."),
    "not-a-calendar": marked("There is no calendar at this address. Is it public, and is it the iCal address?"),
    "refused-by-site": marked("The site does not give the calendar out. Is it still shared?"),
    "shrunk": marked("More than half of the calendar is gone. We canceled nothing: is that right?"),
    "too-large": marked("The calendar is too large: 10 MB are the limit."),
    "too-many-events": marked("The calendar has too many events: 5,000 are the limit."),
    "too-many-redirects": marked("The address leads on and on, to no calendar."),
    "too-slow": marked("The site takes too long to answer. We try again."),
    "truncated": marked("The calendar stops in the middle. We took nothing from it, and try again."),
    "unknown-host": marked("There is no site of this name. Is the address right?"),
    "unreachable": marked("The site does not answer. We try again."),
}

# Of single events in it.
OF_EVENTS = {
    "broken": marked("could not be read"),
    "end-before-start": marked("end before they begin"),
    "listed-twice": marked("are there more than once, and came in once"),
    "no-start": marked("do not say when they begin"),
    "no-title": marked("have no title"),
    "not-published": marked("came in as drafts, for they cannot be published as they are"),
    "not-taken": marked("say something that is not taken here"),
    "out-of-reach": marked("are too far away, or take too long"),
    "private": marked("are private, and left alone"),
    "repeats-otherwise": marked("repeat in a way that is not understood here"),
    "unknown-zone": marked("time zones that nobody knows: the calendar's own was taken"),
}

STATES = {"draft": marked("Not switched on"), "on": marked("On"), "paused": marked("Paused")}
PLACE_RULES = {
    "named": marked("Where the calendar says; if it says nothing, at the place below"),
    "always": marked("Always at the place below"),
}
PLACE_RULES_IN_SHORT = {"named": marked("Where the calendar says, else"), "always": marked("Always")}
IMPORT_AS = {"published": marked("Published at once"), "draft": marked("As drafts that somebody looks at first")}
REASONS = {
    "same_day": marked("the same day"),
    "same_title": marked("the same title"),
    "near_title": marked("almost the same title"),
    "same_place": marked("the same place"),
}
