"""A partner is asked to carry an event, or is asked no longer, and what it answered."""

from uuid import UUID, uuid5

from services.notifications.notices.kind import Kind, people, staff
from services.notifications.notices.speech import Speech
from shared.messages.participation import CohostAnswered, CohostInvited, CohostUninvited, Occasion

_INVITED = {
    "en": {
        "subject": "{host} asks you to {role}: {title}, {day}",
        "first": "{host} asks {partner} to {role} this event: {title}",
        "again.subject": "{host} asks you again to {role}: {title}, {day}",
        "again.first": "The time or place has changed. {host} asks {partner} again to {role} this event: {title}",
        "text": "Say yes or no, or suggest another date, by {until}. You need no account for that.",
        "button": "See what is asked, and answer",
        "as.cohost": "co-host",
        "as.sponsor": "sponsor",
        "as.promoter": "promote",
        "label.by": "Asked by",
        "label.note": "What was written with it",
        "why.asked": "You get this because you coordinate the work of {partner}.",
    },
    "es": {
        "subject": "{host} les pide {role}: {title}, {day}",
        "first": "{host} pide a {partner} {role} este evento: {title}",
        "again.subject": "{host} les pide de nuevo {role}: {title}, {day}",
        "again.first": "Ha cambiado la hora o el lugar. {host} pide de nuevo a {partner} {role} este evento: {title}",
        "text": "Diga que sí o que no, o proponga otra fecha, hasta el {until}. No hace falta tener una cuenta.",
        "button": "Ver lo que se pide y responder",
        "as.cohost": "coorganizar",
        "as.sponsor": "patrocinar",
        "as.promoter": "difundir",
        "label.by": "Lo pide",
        "label.note": "Nota",
        "why.asked": "Recibe este correo porque coordina el trabajo de {partner}.",
    },
}

_UNINVITED = {
    "en": {
        "subject": "{host} no longer asks you to {role}: {title}, {day}",
        "first": "{host} no longer asks {partner} to {role} this event: {title}",
        "text": "There is nothing left to answer: the link in the earlier email does not work any more.",
        "button": "See what waits for you",
        "as.cohost": "co-host",
        "as.sponsor": "sponsor",
        "as.promoter": "promote",
        "why.asked": "You get this because you coordinate the work of {partner}, which was asked before.",
    },
    "es": {
        "subject": "{host} ya no les pide {role}: {title}, {day}",
        "first": "{host} ya no pide a {partner} {role} este evento: {title}",
        "text": "No hace falta responder: el enlace del correo anterior ya no sirve.",
        "button": "Ver lo que le espera",
        "as.cohost": "coorganizar",
        "as.sponsor": "patrocinar",
        "as.promoter": "difundir",
        "why.asked": "Recibe este correo porque coordina el trabajo de {partner}, a la que antes se le había pedido.",
    },
}

_ANSWERED = {
    "en": {
        "accepted.subject": "{partner} said yes: {title}, {day}",
        "accepted.first": "{partner} will carry this event with you: {title}",
        "declined.subject": "{partner} said no: {title}, {day}",
        "declined.first": "{partner} will not carry this event with you: {title}",
        "another_date.subject": "{partner} suggests another date: {title}, {day}",
        "another_date.first": "{partner} suggests another date for this event: {title}",
        "withdrawn.subject": "{partner} has withdrawn: {title}, {day}",
        "withdrawn.first": "{partner} no longer carries this event with you: {title}",
        "button": "See the event",
        "label.proposed": "Suggested instead",
        "label.note": "What was written with it",
        "why.inviter": "You get this because you asked {partner}.",
        "why.host": "You get this because you coordinate the work of {host}.",
    },
    "es": {
        "accepted.subject": "{partner} dijo que sí: {title}, {day}",
        "accepted.first": "{partner} llevará este evento con ustedes: {title}",
        "declined.subject": "{partner} dijo que no: {title}, {day}",
        "declined.first": "{partner} no llevará este evento con ustedes: {title}",
        "another_date.subject": "{partner} propone otra fecha: {title}, {day}",
        "another_date.first": "{partner} propone otra fecha para este evento: {title}",
        "withdrawn.subject": "{partner} se ha retirado: {title}, {day}",
        "withdrawn.first": "{partner} ya no lleva este evento con ustedes: {title}",
        "button": "Ver el evento",
        "label.proposed": "Fecha propuesta",
        "label.note": "Nota",
        "why.inviter": "Recibe este correo porque invitó a {partner}.",
        "why.host": "Recibe este correo porque coordina el trabajo de {host}.",
    },
}


def _of(occasion: Occasion, partner_id: UUID) -> UUID:
    """What stands between one event and one partner has no id of its own in messages."""
    return uuid5(occasion.event_id, str(partner_id))


def _asked(told: CohostInvited, speech: Speech) -> dict[str, str]:
    return _named(told, speech) | {"until": speech.moment(told.expires_at, told.occasion.time_zone)}


def _named(told: CohostInvited | CohostUninvited, speech: Speech) -> dict[str, str]:
    return {"partner": speech.name(told.partner_id), "role": speech.say(f"as.{told.role}")}


COHOST_INVITED = Kind(
    name="cohost_invited",
    message=CohostInvited,
    cause="invitation",
    cause_of=lambda told: _of(told.occasion, told.partner_id),
    routes=lambda told: (staff("asked", told.partner_id, "admin", "coordinator"),),
    words=_INVITED,
    expires_at=lambda told, _: min(told.expires_at, told.occasion.ends_at),
    path=lambda told: f"/events/{told.occasion.event_id}",
    change=lambda told: "again" if told.again else "asked",
    facts=lambda told, speech: [
        ("label.hosts", speech.name(told.occasion.host_id)),
        ("label.by", speech.name(told.invited_by)),
    ],
    said=_asked,
    noted_by=lambda told: told.invited_by,
    names=lambda told: (told.partner_id, told.invited_by),
)

COHOST_UNINVITED = Kind(
    name="cohost_uninvited",
    message=CohostUninvited,
    cause="invitation",
    cause_of=lambda told: _of(told.occasion, told.partner_id),
    routes=lambda told: (staff("asked", told.partner_id, "admin", "coordinator"),),
    words=_UNINVITED,
    expires_at=lambda told, _: told.occasion.ends_at,
    path=lambda _: "/my",
    facts=lambda told, speech: [("label.hosts", speech.name(told.occasion.host_id))],
    said=_named,
    names=lambda told: (told.partner_id,),
    takes_back=True,
)

COHOST_ANSWERED = Kind(
    name="cohost_answered",
    message=CohostAnswered,
    cause="answer",
    may_be_refused=True,
    cause_of=lambda told: _of(told.occasion, told.partner_id),
    routes=lambda told: (
        people("inviter", told.invited_by),
        staff("host", told.occasion.host_id, "coordinator"),
    ),
    words=_ANSWERED,
    expires_at=lambda told, _: told.occasion.ends_at,
    path=lambda told: f"/events/{told.occasion.event_id}",
    change=lambda told: told.answer,
    facts=lambda told, speech: [
        ("label.proposed", speech.moment(told.proposed_starts_at, told.occasion.time_zone)),
    ],
    said=lambda told, speech: {"partner": speech.name(told.partner_id)},
    names=lambda told: (told.partner_id,),
)
