"""An event is over, and its numbers are asked for."""

from uuid import uuid5

from services.notifications.notices.kind import Kind, Route, staff
from shared.messages.participation import NumbersRequested
from shared.settings import settings

_WORDS = {
    "en": {
        "subject": "How did it go? {title}, {day}",
        "first": "Please give the numbers of this event: {title}",
        "again.subject": "Still to give: the numbers of {title}, {day}",
        "again.first": "The numbers of this event are still missing: {title}",
        "text": "How many people came, how many were served: it takes a minute and no account, and can wait until"
        ' {until}. "None recorded" is an answer, too.',
        "button": "Give the numbers",
        "why.host": "You get this because you coordinate the work of {host}.",
        "why.site": "You get this because you are named as the contact at the place of this event.",
    },
    "es": {
        "subject": "¿Cómo fue? {title}, {day}",
        "first": "Por favor, dé las cifras de este evento: {title}",
        "again.subject": "Aún faltan las cifras de {title}, {day}",
        "again.first": "Aún faltan las cifras de este evento: {title}",
        "text": "Cuántas personas vinieron y cuántas fueron atendidas: es un minuto, sin cuenta, hasta el {until}."
        " «No se registraron» también es una respuesta.",
        "button": "Dar las cifras",
        "why.host": "Recibe este correo porque coordina el trabajo de {host}.",
        "why.site": "Recibe este correo porque figura como contacto del lugar de este evento.",
    },
}

NUMBERS_REQUESTED = Kind(
    name="numbers_requested",
    message=NumbersRequested,
    cause="numbers",
    cause_of=lambda told: uuid5(told.occasion.event_id, "numbers"),
    routes=lambda told: (
        staff("host", told.occasion.host_id, "admin", "coordinator"),
        Route("site", address=told.site_email or None, language=settings().language),
    ),
    words=_WORDS,
    expires_at=lambda told, _: told.expires_at,
    path=lambda told: f"/events/{told.occasion.event_id}",
    change=lambda told: "first" if told.time == 1 else "again",
    version=lambda told: told.time,
    said=lambda told, speech: {"until": speech.moment(told.expires_at, told.occasion.time_zone)},
)
