"""A need has come a step further, somebody might answer it, and what came of that."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid5

from services.notifications.notices.kind import Kind, Route, people, staff
from shared.messages.needs import MatchProposed, MatchSettled, NeedMoved

_GOOD_FOR = timedelta(days=7)

_MOVED = {
    "en": {
        "triaged.subject": "Taken up: {title}",
        "triaged.first": "The office looks after what you raised: {title}",
        "published.subject": "Published: {title}",
        "published.first": "Partners can see now what you raised, and answer it: {title}",
        "matched.subject": "Somebody can help: {title}",
        "matched.first": "A partner can help with what you raised: {title}",
        "in_progress.subject": "Work has begun: {title}",
        "in_progress.first": "Work has begun on what you raised: {title}",
        "on_hold.subject": "On hold: {title}",
        "on_hold.first": "What you raised is on hold for now: {title}",
        "resolved.subject": "Resolved: {title}",
        "resolved.first": "This is what came of what you raised: {title}",
        "rejected.subject": "Not taken up: {title}",
        "rejected.first": "The office does not take up what you raised: {title}",
        "merged.subject": "Part of another need: {title}",
        "merged.first": "Others said the same. What you raised goes on together with that: {title}",
        "closed_unmet.subject": "Closed, not met: {title}",
        "closed_unmet.first": "Nobody could meet what you raised, and it is closed: {title}",
        "button": "See where it stands",
        "label.note": "What the office says",
        "why.raised": "You get this because you raised it.",
        "why.asked": "You get this because {partner}, whose work you coordinate, raised it.",
    },
    "es": {
        "triaged.subject": "Asumida: {title}",
        "triaged.first": "La oficina se ocupa de lo que usted planteó: {title}",
        "published.subject": "Publicada: {title}",
        "published.first": "Los socios ya pueden ver lo que usted planteó y responder: {title}",
        "matched.subject": "Alguien puede ayudar: {title}",
        "matched.first": "Un socio puede ayudar con lo que usted planteó: {title}",
        "in_progress.subject": "El trabajo ha empezado: {title}",
        "in_progress.first": "Ha empezado el trabajo en lo que usted planteó: {title}",
        "on_hold.subject": "En pausa: {title}",
        "on_hold.first": "Lo que usted planteó está en pausa por ahora: {title}",
        "resolved.subject": "Resuelta: {title}",
        "resolved.first": "Esto es lo que resultó de lo que usted planteó: {title}",
        "rejected.subject": "No se asume: {title}",
        "rejected.first": "La oficina no asume lo que usted planteó: {title}",
        "merged.subject": "Parte de otra necesidad: {title}",
        "merged.first": "Otros dijeron lo mismo. Lo que usted planteó sigue junto con eso: {title}",
        "closed_unmet.subject": "Cerrada, sin cubrir: {title}",
        "closed_unmet.first": "Nadie pudo cubrir lo que usted planteó, y se cierra: {title}",
        "button": "Ver cómo está",
        "label.note": "Lo que dice la oficina",
        "why.raised": "Recibe este correo porque usted la planteó.",
        "why.asked": "Recibe este correo porque {partner}, cuyo trabajo coordina, la planteó.",
    },
}

_PROPOSED = {
    "en": {
        "need.subject": "{giver} might help: {need}",
        "need.first": "{giver} might help with what you need: {strength}",
        "strength.subject": "Can you help? {need}",
        "strength.first": "What you offer might answer a need: {strength}",
        "text": "Say yes or no. Nothing is given before both sides have said yes.",
        "button": "See it, and answer",
        "label.need": "The need",
        "label.strength": "What is offered",
        "label.reasons": "Why",
        "why.raised": "You get this because you raised the need.",
        "why.asked": "You get this because you coordinate the work of {partner}.",
    },
    "es": {
        "need.subject": "{giver} podría ayudar: {need}",
        "need.first": "{giver} podría ayudar con lo que necesitan: {strength}",
        "strength.subject": "¿Pueden ayudar? {need}",
        "strength.first": "Lo que ofrecen podría responder a una necesidad: {strength}",
        "text": "Diga que sí o que no. No se da nada hasta que ambas partes dicen que sí.",
        "button": "Verlo y responder",
        "label.need": "La necesidad",
        "label.strength": "Lo que se ofrece",
        "label.reasons": "Por qué",
        "why.raised": "Recibe este correo porque usted planteó la necesidad.",
        "why.asked": "Recibe este correo porque coordina el trabajo de {partner}.",
    },
}

_SETTLED = {
    "en": {
        "accepted.subject": "Agreed: {strength} for {need}",
        "accepted.first": "Both sides have said yes: {giver} helps with {need}",
        "declined.subject": "Declined: {strength} for {need}",
        "declined.first": "One side has said no, and nobody is asked for this again: {need}",
        "completed.subject": "Done: {strength} for {need}",
        "completed.first": "What was agreed is done: {giver} helped with {need}",
        "cancelled.subject": "Called off: {strength} for {need}",
        "cancelled.first": "What was planned does not happen: {strength} for {need}",
        "button": "See the need",
        "label.strength": "What was offered",
        "label.giver": "By",
        "label.note": "What was written with it",
        "why.proposer": "You get this because you proposed it.",
        "why.raised": "You get this because you raised the need.",
        "why.asked": "You get this because you coordinate the work of those who need it.",
        "why.gives": "You get this because you coordinate the work of {giver}.",
    },
    "es": {
        "accepted.subject": "Acordado: {strength} para {need}",
        "accepted.first": "Ambas partes dijeron que sí: {giver} ayuda con {need}",
        "declined.subject": "Rechazado: {strength} para {need}",
        "declined.first": "Una parte dijo que no, y no se vuelve a preguntar por esto: {need}",
        "completed.subject": "Hecho: {strength} para {need}",
        "completed.first": "Lo acordado está hecho: {giver} ayudó con {need}",
        "cancelled.subject": "Anulado: {strength} para {need}",
        "cancelled.first": "Lo previsto no tendrá lugar: {strength} para {need}",
        "button": "Ver la necesidad",
        "label.strength": "Lo que se ofrecía",
        "label.giver": "De",
        "label.note": "Lo que se escribió",
        "why.proposer": "Recibe este correo porque usted lo propuso.",
        "why.raised": "Recibe este correo porque usted planteó la necesidad.",
        "why.asked": "Recibe este correo porque coordina el trabajo de quienes la necesitan.",
        "why.gives": "Recibe este correo porque coordina el trabajo de {giver}.",
    },
}


def _who_raised(told: NeedMoved | MatchSettled) -> Iterator[Route]:
    if told.raised_by:
        yield people("raised", told.raised_by)
    if told.raised_for:
        yield staff("asked", told.raised_for, "admin", "coordinator")


def _who_answers(told: MatchProposed) -> Iterator[Route]:
    if told.person_id:
        yield people("raised", told.person_id)
    if told.partner_id:
        yield staff("asked", told.partner_id, "admin", "coordinator")


def _who_took_part(told: MatchSettled) -> Iterator[Route]:
    yield people("proposer", told.proposed_by)
    yield from _who_raised(told)
    yield staff("gives", told.giver_id, "admin", "coordinator")


NEED_MOVED = Kind(
    name="need_moved",
    message=NeedMoved,
    cause="need",
    may_be_refused=True,
    cause_of=lambda told: told.need_id,
    routes=_who_raised,
    words=_MOVED,
    expires_at=lambda _, now: now + _GOOD_FOR,
    path=lambda told: f"/needs/{told.need_id}",
    change=lambda told: told.step,
    said=lambda told, speech: {"title": told.title, "partner": speech.name(told.raised_for)},
    names=lambda told: (told.raised_for,),
)

MATCH_PROPOSED = Kind(
    name="match_proposed",
    message=MatchProposed,
    cause="match",
    # Both sides are asked of one match, and neither question replaces the other.
    cause_of=lambda told: uuid5(told.match_id, told.side),
    routes=_who_answers,
    words=_PROPOSED,
    expires_at=lambda _, now: now + _GOOD_FOR,
    path=lambda told: f"/needs/{told.need_id}",
    change=lambda told: told.side,
    facts=lambda told, _: [
        ("label.need", told.need),
        ("label.strength", told.strength),
        ("label.reasons", " · ".join(told.reasons)),
    ],
    said=lambda told, speech: {
        "need": told.need,
        "strength": told.strength,
        "giver": speech.name(told.giver_id),
        "partner": speech.name(told.partner_id),
    },
    names=lambda told: (told.giver_id, told.partner_id),
)

MATCH_SETTLED = Kind(
    name="match_settled",
    message=MatchSettled,
    cause="match",
    may_be_refused=True,
    cause_of=lambda told: told.match_id,
    routes=_who_took_part,
    words=_SETTLED,
    expires_at=lambda _, now: now + _GOOD_FOR,
    path=lambda told: f"/needs/{told.need_id}",
    change=lambda told: told.outcome,
    facts=lambda told, speech: [
        ("label.strength", told.strength),
        ("label.giver", speech.name(told.giver_id)),
    ],
    said=lambda told, speech: {
        "need": told.need,
        "strength": told.strength,
        "giver": speech.name(told.giver_id),
    },
    names=lambda told: (told.giver_id,),
)
