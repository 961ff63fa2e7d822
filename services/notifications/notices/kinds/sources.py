"""A partner's own calendar cannot be read any more, or can be again."""

from datetime import timedelta

from services.notifications.notices.kind import Kind, staff
from shared.messages.participation import SourceHealthChanged
from shared.settings import settings

_GOOD_FOR = timedelta(hours=72)

_WORDS = {
    "en": {
        "failing.subject": "We cannot read your calendar: {calendar}",
        "failing.first": "We can no longer read this calendar of {partner}: {calendar}",
        "failing.text": "Its events stay here as they last were. Nothing is cancelled by this.",
        "healthy.subject": "Your calendar is read again: {calendar}",
        "healthy.first": "We can read this calendar of {partner} again: {calendar}",
        "button": "See the calendar",
        "label.problem": "What is wrong",
        "label.since": "Since",
        "why.owner": "You get this because you look after {partner}.",
    },
    "es": {
        "failing.subject": "No podemos leer su calendario: {calendar}",
        "failing.first": "Ya no podemos leer este calendario de {partner}: {calendar}",
        "failing.text": "Sus eventos siguen aquí como estaban. No se cancela nada por esto.",
        "healthy.subject": "Su calendario se lee de nuevo: {calendar}",
        "healthy.first": "Volvemos a leer este calendario de {partner}: {calendar}",
        "button": "Ver el calendario",
        "label.problem": "Qué ocurre",
        "label.since": "Desde",
        "why.owner": "Recibe este correo porque se ocupa de {partner}.",
    },
}

SOURCE_HEALTH_CHANGED = Kind(
    name="source_health_changed",
    message=SourceHealthChanged,
    cause="source",
    may_be_refused=True,
    cause_of=lambda told: told.source_id,
    routes=lambda told: (staff("owner", told.partner_id, "admin", "coordinator"),),
    words=_WORDS,
    expires_at=lambda _, now: now + _GOOD_FOR,
    path=lambda told: f"/calendars/{told.source_id}",
    change=lambda told: "healthy" if told.healthy else "failing",
    facts=lambda told, speech: [
        ("label.problem", told.problem),
        ("label.since", speech.moment(told.failing_since, settings().time_zone)),
    ],
    said=lambda told, speech: {"calendar": told.title, "partner": speech.name(told.partner_id)},
    names=lambda told: (told.partner_id,),
)
