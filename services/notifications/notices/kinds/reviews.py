"""An event waits for a reviewer, and what she said."""

from services.notifications.notices.kind import Kind, Route, people, staff
from services.notifications.notices.speech import Speech
from shared.messages.participation import ReviewAnswered, ReviewRequested

_ASKED = {
    "en": {
        "subject": "To review: {title}, {day}",
        "first": "An event waits for your review: {title}",
        "text": "Please approve it, or say what should change.",
        "button": "Review the event",
        "label.by": "Asked by",
        "label.note": "What was written with it",
        "why.reviewer": "You get this because you review events of {host}.",
        "why.office": "You get this because the consortium's office reviews this event.",
    },
    "es": {
        "subject": "Para revisar: {title}, {day}",
        "first": "Un evento espera su revisión: {title}",
        "text": "Por favor, apruébelo o diga qué debería cambiar.",
        "button": "Revisar el evento",
        "label.by": "Lo pide",
        "label.note": "Nota",
        "why.reviewer": "Recibe este correo porque revisa los eventos de {host}.",
        "why.office": "Recibe este correo porque la oficina del consorcio revisa este evento.",
    },
}

_ANSWERED = {
    "en": {
        "approved.subject": "Approved: {title}, {day}",
        "approved.first": "Your event was approved: {title}",
        "changes_requested.subject": "Changes asked for: {title}, {day}",
        "changes_requested.first": "Your event needs changes before it can be published: {title}",
        "approved.button": "See the event",
        "changes_requested.button": "Change the event",
        "label.note": "What the reviewer wrote",
        "why.requester": "You get this because you asked for this review.",
    },
    "es": {
        "approved.subject": "Aprobado: {title}, {day}",
        "approved.first": "Su evento fue aprobado: {title}",
        "changes_requested.subject": "Se piden cambios: {title}, {day}",
        "changes_requested.first": "Su evento necesita cambios antes de publicarse: {title}",
        "approved.button": "Ver el evento",
        "changes_requested.button": "Cambiar el evento",
        "label.note": "Lo que escribió quien lo revisó",
        "why.requester": "Recibe este correo porque pidió esta revisión.",
    },
}


def _reviewers(told: ReviewRequested) -> tuple[Route, ...]:
    if told.reviewers == "office":
        named = people("office", *told.reviewer_ids)
        return (named if told.reviewer_ids else Route("office", consortium_role="office"),)
    if told.reviewer_ids:
        return (people("reviewer", *told.reviewer_ids),)
    return (staff("reviewer", told.occasion.host_id, "reviewer"),)


def _asked(told: ReviewRequested, speech: Speech) -> list[tuple[str, str]]:
    return [("label.hosts", speech.name(told.occasion.host_id)), ("label.by", speech.name(told.requested_by))]


REVIEW_REQUESTED = Kind(
    name="review_requested",
    message=ReviewRequested,
    cause="review",
    cause_of=lambda told: told.review_id,
    routes=_reviewers,
    words=_ASKED,
    expires_at=lambda told, _: told.occasion.ends_at,
    path=lambda told: f"/events/{told.occasion.event_id}",
    facts=_asked,
    noted_by=lambda told: told.requested_by,
    names=lambda told: (told.requested_by,),
)

REVIEW_ANSWERED = Kind(
    name="review_answered",
    message=ReviewAnswered,
    cause="review",
    cause_of=lambda told: told.review_id,
    routes=lambda told: (people("requester", told.requested_by),),
    words=_ANSWERED,
    expires_at=lambda told, _: told.occasion.ends_at,
    path=lambda told: f"/events/{told.occasion.event_id}" + ("/edit" if told.answer == "changes_requested" else ""),
    change=lambda told: told.answer,
)
