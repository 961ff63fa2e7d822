"""An agreement ends soon, and nothing is signed to follow it."""

from datetime import datetime, time, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from services.notifications.notices.kind import Kind, people
from services.notifications.notices.speech import Speech
from shared.dates import day
from shared.messages.agreements import AgreementExpiring
from shared.settings import settings

_WORDS = {
    "en": {
        "subject": "Ends on {last}: {title}",
        "first": "This agreement ends on {last}, and nothing is signed to follow it: {title}",
        "text": "Renew it in time, or let the others know that it may end. It takes a minute to begin: what is agreed"
        " now is filled in already.",
        "button": "See the agreement",
        "label.kind": "Agreement",
        "label.parties": "Between",
        "label.last": "Last day",
        "kind.MOU": "Memorandum of understanding",
        "kind.affiliation": "Affiliation agreement",
        "kind.data_use": "Data use agreement",
        "kind.funding": "Funding agreement",
        "kind.letter_of_support": "Letter of support",
        "kind.BAA": "Business associate agreement",
        "why.owner": "You get this because you look after this agreement. We write 90, 30 and 7 days ahead, and not"
        " once its renewal is signed.",
    },
    "es": {
        "subject": "Termina el {last}: {title}",
        "first": "Este convenio termina el {last} y no hay otro firmado que lo continúe: {title}",
        "text": "Renuévelo a tiempo, o avise a las demás partes de que puede terminar. Empezar lleva un minuto: lo"
        " acordado ahora ya viene puesto.",
        "button": "Ver el convenio",
        "label.kind": "Convenio",
        "label.parties": "Entre",
        "label.last": "Último día",
        "kind.MOU": "Memorando de entendimiento",
        "kind.affiliation": "Convenio de afiliación",
        "kind.data_use": "Convenio de uso de datos",
        "kind.funding": "Convenio de financiación",
        "kind.letter_of_support": "Carta de apoyo",
        "kind.BAA": "Convenio de asociado comercial",
        "why.owner": "Recibe este correo porque se ocupa de este convenio. Escribimos 90, 30 y 7 días antes, y no más"
        " cuando se firma su renovación.",
    },
}


def _said(told: AgreementExpiring, speech: Speech) -> dict[str, str]:
    return {
        "title": told.title or speech.say(f"kind.{told.kind}"),
        "last": day(told.expires_on, speech.language),
    }


def _end_of_last_day(told: AgreementExpiring, _: datetime) -> datetime:
    return datetime.combine(told.expires_on + timedelta(days=1), time(), ZoneInfo(settings().time_zone))


AGREEMENT_EXPIRING = Kind(
    name="agreement_expiring",
    message=AgreementExpiring,
    cause="agreement",
    # Each of the three is a thing of its own: a later one must not swallow one that waits for the morning.
    cause_of=lambda told: uuid5(told.agreement_id, f"ends {told.expires_on} in {told.days}"),
    routes=lambda told: (people("owner", *told.owner_ids),),
    words=_WORDS,
    expires_at=_end_of_last_day,
    path=lambda told: f"/agreements/{told.agreement_id}",
    facts=lambda told, speech: [
        ("label.kind", speech.say(f"kind.{told.kind}")),
        ("label.parties", ", ".join(filter(None, map(speech.name, told.party_ids)))),
        ("label.last", day(told.expires_on, speech.language)),
    ],
    said=_said,
    names=lambda told: told.party_ids,
)
