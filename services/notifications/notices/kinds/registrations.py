"""Somebody has a place, waits for one, is offered one, or has it no longer."""

from datetime import datetime

from services.notifications.notices.kind import SOON, Kind, registrant
from services.notifications.notices.speech import Speech
from shared.messages.participation import RegistrationChanged

# What else a reason says, the words of the kind say in the reader's own language.
_EXPLAINED = frozenset({"pending_requirement", "cancelled_by_host"})

_WORDS = {
    "en": {
        "pending_requirement.subject": "Almost registered: {title}, {day}",
        "pending_requirement.first": "A place at this event is kept for you: {title}",
        "pending_requirement.text": "Something is still asked before it is yours.",
        "registered.subject": "Registered: {title}, {day}",
        "registered.first": "You have a place at this event: {title}",
        "registered.text": "If you cannot come, please cancel, so that somebody else can.",
        "waitlisted.subject": "Waiting list: {title}, {day}",
        "waitlisted.first": "You are on the waiting list of this event: {title}",
        "waitlisted.text": "This is not yet a place. We write to you when there is one for you.",
        "offered.subject": "A place is free: {title}, {day}",
        "offered.first": "There is a place for you at this event: {title}",
        "offered.text": "Take it by {until}. After that it is offered to the next in the queue.",
        "offered.button": "See the place, and take it",
        "promoted.subject": "You have a place: {title}, {day}",
        "promoted.first": "You now have a place at this event: {title}",
        "promoted.text": "If you cannot come, please cancel, so that somebody else can.",
        "lapsed.subject": "The offer has ended: {title}, {day}",
        "lapsed.first": "The place that was kept for you goes to the next in the queue: {title}",
        "cancelled_by_person.subject": "Registration cancelled: {title}, {day}",
        "cancelled_by_person.first": "Your registration is cancelled, as you asked: {title}",
        "cancelled_by_host.subject": "Registration cancelled: {title}, {day}",
        "cancelled_by_host.first": "The host has cancelled your registration: {title}",
        "button": "See your registration",
        "label.as": "You come as",
        "label.people": "People",
        "label.position": "Your place in the queue",
        "why.registrant": "You get this because you registered for this event.",
    },
    "es": {
        "pending_requirement.subject": "Inscripción casi lista: {title}, {day}",
        "pending_requirement.first": "Hay una plaza reservada para usted en este evento: {title}",
        "pending_requirement.text": "Aún falta algo para que sea suya.",
        "registered.subject": "Inscripción confirmada: {title}, {day}",
        "registered.first": "Tiene una plaza en este evento: {title}",
        "registered.text": "Si no puede venir, cancele, por favor, para que otra persona pueda hacerlo.",
        "waitlisted.subject": "Lista de espera: {title}, {day}",
        "waitlisted.first": "Está en la lista de espera de este evento: {title}",
        "waitlisted.text": "Todavía no es una plaza. Le escribiremos cuando haya una para usted.",
        "offered.subject": "Hay una plaza libre: {title}, {day}",
        "offered.first": "Hay una plaza para usted en este evento: {title}",
        "offered.text": "Acéptela hasta el {until}. Después se ofrecerá a la siguiente persona de la lista.",
        "offered.button": "Ver la plaza y aceptarla",
        "promoted.subject": "Ya tiene una plaza: {title}, {day}",
        "promoted.first": "Ahora tiene una plaza en este evento: {title}",
        "promoted.text": "Si no puede venir, cancele, por favor, para que otra persona pueda hacerlo.",
        "lapsed.subject": "La oferta ha terminado: {title}, {day}",
        "lapsed.first": "La plaza reservada para usted pasa a la siguiente persona de la lista: {title}",
        "cancelled_by_person.subject": "Inscripción cancelada: {title}, {day}",
        "cancelled_by_person.first": "Su inscripción está cancelada, como pidió: {title}",
        "cancelled_by_host.subject": "Inscripción cancelada: {title}, {day}",
        "cancelled_by_host.first": "La organización ha cancelado su inscripción: {title}",
        "button": "Ver su inscripción",
        "label.as": "Viene como",
        "label.people": "Personas",
        "label.position": "Su lugar en la lista",
        "why.registrant": "Recibe este correo porque se inscribió en este evento.",
    },
}


def _expires_at(told: RegistrationChanged, _: datetime) -> datetime:
    if told.change == "offered":
        return min(told.offer_expires_at or told.occasion.starts_at, told.occasion.starts_at)
    return told.occasion.ends_at


def _facts(told: RegistrationChanged, speech: Speech) -> list[tuple[str, str]]:
    return [
        ("label.hosts", speech.name(told.occasion.host_id)),
        ("label.as", told.role),
        ("label.people", str(told.party_size) if told.party_size > 1 else ""),
        ("label.position", str(told.position) if told.change == "waitlisted" and told.position else ""),
        ("label.reason", told.reason if told.change in _EXPLAINED else ""),
    ]


def has_place(told: RegistrationChanged) -> bool:
    """Whether she may come, as things are."""
    return told.live and told.change in {"registered", "promoted"}


REGISTRATION_CHANGED = Kind(
    name="registration_changed",
    message=RegistrationChanged,
    cause="registration",
    cause_of=lambda told: told.registration_id,
    routes=lambda told: (registrant(told.registrant),),
    words=_WORDS,
    expires_at=_expires_at,
    path=lambda told: f"/events/{told.occasion.event_id}",
    facts=_facts,
    said=lambda told, speech: {"until": speech.moment(told.offer_expires_at, told.occasion.time_zone)},
    is_urgent=lambda told, now: told.change == "offered" or told.occasion.starts_at - now <= SOON,
    invites=True,
    deniable=True,
)
