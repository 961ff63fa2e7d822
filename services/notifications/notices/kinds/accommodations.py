"""A request for an accommodation: that there is one, and what became of it; never what it says."""

from datetime import timedelta

from services.notifications.notices.kind import Kind, Route, people, registrant
from shared.messages.participation import AccommodationChanged

_TO_ARRANGERS = frozenset({"requested", "declined_by_person", "withdrawn", "sent_back", "due_soon"})
_AFTERWARDS = timedelta(days=3)

_WORDS = {
    "en": {
        "subject": "About your request: {title}, {day}",
        "acknowledged.first": "Your request was read: {title}",
        "alternative_offered.first": "There is an answer to your request, which asks for yours: {title}",
        "confirmed.first": "Your request is confirmed: {title}",
        "not_possible.first": "There is an answer to your request: {title}",
        "fulfilled.first": "What you asked for is ready: {title}",
        "requested.subject": "A request to arrange: {title}, {day}",
        "requested.first": "There is a request to arrange for this event: {title}",
        "requested.text": "Please answer it by {until}.",
        "due_soon.subject": "A request waits for you: {title}, {day}",
        "due_soon.first": "A request for this event still waits for an answer: {title}",
        "due_soon.text": "It must be answered by {until}.",
        "sent_back.subject": "A request came back: {title}, {day}",
        "sent_back.first": "The office asks to look at a request again: {title}",
        "sent_back.text": "Please answer it by {until}.",
        "declined_by_person.subject": "A request was answered: {title}, {day}",
        "declined_by_person.first": "What was offered does not suit, and so the request has ended: {title}",
        "withdrawn.subject": "A request was withdrawn: {title}, {day}",
        "withdrawn.first": "A request for this event was withdrawn: {title}",
        "review_needed.subject": "A request needs the office: {title}, {day}",
        "review_needed.first": "A request is to be refused, and the office must agree: {title}",
        "button": "See the request",
        "why.arranger": "You get this because you arrange what people ask for at this event.",
        "why.office": "You get this because the consortium's office must agree.",
        "why.registrant": "You get this because you asked for something.",
    },
    "es": {
        "subject": "Sobre su solicitud: {title}, {day}",
        "acknowledged.first": "Su solicitud ha sido leída: {title}",
        "alternative_offered.first": "Hay una respuesta a su solicitud, que espera la suya: {title}",
        "confirmed.first": "Su solicitud está confirmada: {title}",
        "not_possible.first": "Hay una respuesta a su solicitud: {title}",
        "fulfilled.first": "Lo que pidió está listo: {title}",
        "requested.subject": "Una solicitud por atender: {title}, {day}",
        "requested.first": "Hay una solicitud por atender para este evento: {title}",
        "requested.text": "Por favor, respóndala hasta el {until}.",
        "due_soon.subject": "Una solicitud le espera: {title}, {day}",
        "due_soon.first": "Una solicitud para este evento aún espera respuesta: {title}",
        "due_soon.text": "Debe responderse hasta el {until}.",
        "sent_back.subject": "Una solicitud ha vuelto: {title}, {day}",
        "sent_back.first": "La oficina pide mirar de nuevo una solicitud: {title}",
        "sent_back.text": "Por favor, respóndala hasta el {until}.",
        "declined_by_person.subject": "Una solicitud tiene respuesta: {title}, {day}",
        "declined_by_person.first": "Lo ofrecido no sirve, y así la solicitud ha terminado: {title}",
        "withdrawn.subject": "Una solicitud fue retirada: {title}, {day}",
        "withdrawn.first": "Se ha retirado una solicitud para este evento: {title}",
        "review_needed.subject": "Una solicitud necesita a la oficina: {title}, {day}",
        "review_needed.first": "Se va a rechazar una solicitud, y la oficina debe estar de acuerdo: {title}",
        "button": "Ver la solicitud",
        "why.arranger": "Recibe este correo porque atiende lo que se pide para este evento.",
        "why.office": "Recibe este correo porque la oficina del consorcio debe estar de acuerdo.",
        "why.registrant": "Recibe este correo porque pidió algo.",
    },
}


def _routes(told: AccommodationChanged) -> tuple[Route, ...]:
    if told.change == "review_needed":
        return (Route("office", consortium_role="office"),)
    if told.change in _TO_ARRANGERS:
        return (people("arranger", *told.arranger_ids),)
    return (registrant(told.registrant),)


ACCOMMODATION_CHANGED = Kind(
    name="accommodation_changed",
    message=AccommodationChanged,
    cause="accommodation",
    cause_of=lambda told: told.accommodation_id,
    routes=_routes,
    words=_WORDS,
    expires_at=lambda told, _: told.occasion.ends_at + _AFTERWARDS,
    path=lambda told: f"/accommodations/{told.accommodation_id}",
    said=lambda told, speech: {"until": speech.moment(told.answer_by, told.occasion.time_zone)},
    private=True,
)
