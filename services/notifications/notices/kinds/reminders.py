"""An event begins soon: whoever has a place is reminded, and whoever carries it."""

from uuid import uuid5

from services.notifications.notices.kind import Kind, Route, staff
from services.notifications.notices.speech import Speech
from services.notifications.policy import STAFF
from shared.messages.notifications import ReminderCameDue

_WORDS = {
    "en": {
        "subject": "Reminder: {title}, {day}, {hour}",
        "first": "This is coming up: {title}",
        "text": "If you have a place and cannot come, please cancel it: somebody else may be waiting.",
        "button": "See the event",
        "why.registered": "You get this because you have a place at this event.",
        "why.staff": "You get this because you work for a partner that carries this event.",
    },
    "es": {
        "subject": "Recordatorio: {title}, {day}, {hour}",
        "first": "Se acerca: {title}",
        "text": "Si tiene una plaza y no puede venir, cancélela, por favor: quizá alguien la espera.",
        "button": "Ver el evento",
        "why.registered": "Recibe este correo porque tiene una plaza en este evento.",
        "why.staff": "Recibe este correo porque trabaja para una organización que lleva este evento.",
    },
}


def _routes(told: ReminderCameDue) -> tuple[Route, ...]:
    places = Route("registered", event_id=str(told.occasion.event_id), occurrence=told.occurrence or None)
    return places, *(staff("staff", host_id, *STAFF) for host_id in told.host_ids)


def _facts(told: ReminderCameDue, speech: Speech) -> list[tuple[str, str]]:
    return [("label.online", told.online_url), ("label.hosts", ", ".join(map(speech.name, told.host_ids)))]


REMINDER = Kind(
    name="reminder",
    message=ReminderCameDue,
    cause="reminder",
    cause_of=lambda told: uuid5(
        told.occasion.event_id, f"{told.occurrence}|{told.minutes}|{told.occasion.starts_at.timestamp()}"
    ),
    routes=_routes,
    words=_WORDS,
    expires_at=lambda told, _: told.occasion.starts_at,
    path=lambda told: f"/events/{told.occasion.event_id}",
    facts=_facts,
    said=lambda told, speech: {"hour": speech.hour_of(told.occasion)},
    names=lambda told: told.host_ids,
    may_be_refused=True,
)
