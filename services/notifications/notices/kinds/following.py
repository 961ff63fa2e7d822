"""Whoever reads an address is asked whether she wants to follow what somebody entered it for."""

from uuid import UUID

from services.notifications.notices.kind import Kind, Route
from services.notifications.notices.speech import Speech
from shared.messages.notifications import FollowRequested

_RECORDS = {"partner", "community", "initiative", "program"}
_WORDS = {
    "en": {
        "subject": "Please confirm: emails about {thing}",
        "first": "Somebody, most likely you, asked for emails about {thing} to this address.",
        "text": (
            "Nothing is sent until you confirm it. If it was not you, do nothing, or say so on the same page:"
            " then nobody can ask this address again."
        ),
        "button": "Confirm, or say that it was not me",
        "everything": "everything that happens here",
        "why.asked": "You get this because this address was entered on our site.",
    },
    "es": {
        "subject": "Por favor, confirme: correos sobre {thing}",
        "first": "Alguien, seguramente usted, pidió que se enviaran a esta dirección correos sobre {thing}.",
        "text": (
            "No se envía nada hasta que lo confirme. Si no fue usted, no haga nada, o dígalo en la misma página:"
            " entonces nadie podrá volver a pedirlo para esta dirección."
        ),
        "button": "Confirmar, o decir que no fui yo",
        "everything": "todo lo que ocurre aquí",
        "why.asked": "Recibe este correo porque se escribió esta dirección en nuestro sitio.",
    },
}


def _thing(told: FollowRequested, speech: Speech) -> str:
    if told.target_kind == "everything":
        return speech.say("everything")
    if told.target_kind in _RECORDS:
        return speech.name(UUID(told.target_id))
    return told.target_id.replace("_", " ").replace("-", " ")


FOLLOW_REQUESTED = Kind(
    name="follow_requested",
    message=FollowRequested,
    cause="subscription",
    cause_of=lambda told: told.subscription_id,
    routes=lambda told: (Route("asked", address=told.email, language=told.language),),
    words=_WORDS,
    expires_at=lambda told, _: told.expires_at,
    path=lambda _: "/",
    said=lambda told, speech: {"thing": _thing(told, speech)},
    names=lambda told: (UUID(told.target_id),) if told.target_kind in _RECORDS else (),
    private=True,
)
