"""Somebody has a place, waits for one, is offered one, or has it no longer."""

from datetime import datetime

from services.notifications.notices.kind import SOON, Kind, registrant
from services.notifications.notices.kinds import registration_days
from services.notifications.notices.kinds.registration_days import of_days
from services.notifications.notices.speech import Speech
from shared.messages.participation import RegistrationChanged

# Older messages say why in English alone; what else a reason says, the words say in the reader's own language.
_EXPLAINED = frozenset({"pending_requirement", "cancelled_by_host"})

_WORDS = {
    "en": {
        "pending_requirement.subject": "Almost registered: {title}, {day}",
        "pending_requirement.first": "A place at this event is kept for you: {title}",
        "reason.requirement-open": "It is yours once this is there: {asked}.",
        "reason.full": "All places are taken. Those that come free are offered strictly in order of arrival.",
        "reason.full.party": "All places are taken. Those that come free are offered in order of arrival; until"
        " {party} are free at once, the next whose party fits is asked first.",
        "reason.day-full": "Days that you chose are full. Places that come free there go in order of arrival.",
        "reason.event-cancelled": "The event was cancelled, and all registrations with it.",
        "asked.approval": "the host's approval",
        "asked.guardian_consent": "the guardian's consent",
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
        "label.note": "What the host says",
        "why.registrant": "You get this because you registered for this event.",
    },
    "es": {
        "pending_requirement.subject": "Inscripción casi lista: {title}, {day}",
        "pending_requirement.first": "Hay una plaza reservada para usted en este evento: {title}",
        "reason.requirement-open": "Será suya en cuanto conste esto: {asked}.",
        "reason.full": "No quedan plazas. Las que se liberan se ofrecen estrictamente por orden de llegada.",
        "reason.full.party": "No quedan plazas. Las que se liberan se ofrecen por orden de llegada; mientras no haya"
        " {party} libres a la vez, se pregunta antes al siguiente grupo que quepa.",
        "reason.day-full": "Hay días elegidos ya completos. Las plazas que se liberan van por orden de llegada.",
        "reason.event-cancelled": "El evento se canceló, y con él todas las inscripciones.",
        "asked.approval": "la aprobación de la organización",
        "asked.guardian_consent": "el consentimiento de la persona responsable",
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
        "label.note": "Lo que dice la organización",
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
        *of_days(told, speech),
        ("label.people", str(told.party_size) if told.party_size > 1 else ""),
        ("label.position", str(told.position) if told.change == "waitlisted" and told.position else ""),
        ("label.reason", _why(told, speech)),
    ]


def _why(told: RegistrationChanged, speech: Speech) -> str:
    if not told.reason_code:
        return told.reason if told.change in _EXPLAINED else ""
    asked = [speech.words.get(f"asked.{one}", one) for one in told.waits_for]
    key = f"reason.{told.reason_code}"
    keys = (f"{key}.party", key) if told.party_size > 1 else (key,)
    return speech.say_if_any(*keys, asked=", ".join(asked), party=str(told.party_size))


def has_place(told: RegistrationChanged) -> bool:
    """Whether she may come, as things are."""
    return told.change == "days" or (told.live and told.change in {"registered", "promoted"})


REGISTRATION_CHANGED = Kind(
    name="registration_changed",
    message=RegistrationChanged,
    cause="registration",
    cause_of=lambda told: told.registration_id,
    routes=lambda told: (registrant(told.registrant),),
    words={language: words | registration_days.WORDS[language] for language, words in _WORDS.items()},
    expires_at=_expires_at,
    path=lambda told: f"/events/{told.occasion.event_id}",
    facts=_facts,
    said=lambda told, speech: {"until": speech.moment(told.offer_expires_at, told.occasion.time_zone)},
    noted_by=lambda told: told.noted_by,
    is_urgent=lambda told, now: told.change == "offered" or told.occasion.starts_at - now <= SOON,
    invites=True,
    deniable=True,
)
