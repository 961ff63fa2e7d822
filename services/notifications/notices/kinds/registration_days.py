"""On which days of an event of several somebody is expected, and where; said of her registration."""

from collections.abc import Iterator

from services.notifications.notices.speech import Speech
from shared.messages.participation import DayTold, RegistrationChanged

WORDS = {
    "en": {
        "days.subject": "Your days: {title}, {day}",
        "days.first": "Your days at this event have changed: {title}",
        "days.text": "Below is when and where you are expected now.",
        "label.day": "Day",
        "day": "{title}: {when}",
        "waits": "Full, you are in the queue",
    },
    "es": {
        "days.subject": "Sus días: {title}, {day}",
        "days.first": "Sus días en este evento han cambiado: {title}",
        "days.text": "Abajo consta cuándo y dónde se le espera ahora.",
        "label.day": "Día",
        "day": "{title}: {when}",
        "waits": "Completo, está en la lista de espera",
    },
}


def of_days(told: RegistrationChanged, speech: Speech) -> Iterator[tuple[str, str]]:
    """A row for each day; nothing where she is not expected."""
    if told.live or told.change == "days":
        for day in told.days:
            yield "label.day", " · ".join(_parts(day, told.occasion.time_zone, speech))


def _parts(day: DayTold, zone: str, speech: Speech) -> Iterator[str]:
    yield speech.say("day", title=day.title, when=speech.between(day.starts_at, day.ends_at, zone))
    if day.waits:
        yield speech.say("waits")
        return
    yield from filter(None, (day.group, day.place))
