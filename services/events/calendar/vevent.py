"""One event as iCalendar, kept as a fragment that feeds join: a VEVENT, or several that belong together."""

from services.events.calendar.component import STATUS, Called, component, on_the_wall
from services.events.calendar.models import Event
from services.events.occurrences.vevents import of_series, of_sessions


def vevent(event: Event) -> str:
    """The event's VEVENTs, with CRLF at each line's end; nothing for one that no public feed may show."""
    return fragment(event) if event.visibility == "public" else ""


def fragment(event: Event) -> str:
    """The same for whoever may see it; nothing before it is published."""
    if event.published_at is None or event.state not in STATUS:
        return ""
    if event.series:
        components = of_series(event)
    else:
        start = on_the_wall(event.starts_local, event.starts_at, event.time_zone)
        end = on_the_wall(event.ends_local, event.ends_at, event.time_zone)
        called = Called(event.title, event.venue, event.online_url)
        whole = component(event, event.uid, start, end, called)
        if event.sessions:
            whole.add("transp", "TRANSPARENT")
        components = [whole, *of_sessions(event)]
    return "".join(str(each.to_ical(), "utf-8") for each in components)
