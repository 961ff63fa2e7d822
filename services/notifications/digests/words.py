"""The words of digests, in English and in Spanish; what they share with other emails stands with those."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject.daily": "Your day, {day}: {title}",
        "subject.daily.more": "Your day, {day}: {title}, and {more} more",
        "subject.weekly": "Your week, {day}: {title}",
        "subject.weekly.more": "Your week, {day}: {title}, and {more} more",
        "history.daily": "Daily digest, {day}",
        "history.weekly": "Weekly digest, {day}",
        "first.daily": "What is new in what you follow",
        "first.weekly": "What was new this week in what you follow",
        "item.published": "New",
        "item.changed": "Changed",
        "item.moved": "New time or place",
        "item.postponed": "Postponed",
        "item.cancelled": "Cancelled",
        "elsewhere": "For everybody",
        "button.digest": "See all that is on",
        "why.daily": "You get this once a day, when there is something new in what you follow.",
        "why.weekly": "You get this once a week, when there is something new in what you follow.",
    },
    "es": {
        "subject.daily": "Su día, {day}: {title}",
        "subject.daily.more": "Su día, {day}: {title}, y {more} más",
        "subject.weekly": "Su semana, {day}: {title}",
        "subject.weekly.more": "Su semana, {day}: {title}, y {more} más",
        "history.daily": "Resumen diario, {day}",
        "history.weekly": "Resumen semanal, {day}",
        "first.daily": "Novedades de lo que sigue",
        "first.weekly": "Novedades de esta semana de lo que sigue",
        "item.published": "Nuevo",
        "item.changed": "Cambio",
        "item.moved": "Nueva hora o nuevo lugar",
        "item.postponed": "Aplazado",
        "item.cancelled": "Cancelado",
        "elsewhere": "Para todo el mundo",
        "button.digest": "Ver todo lo que hay",
        "why.daily": "Recibe este correo una vez al día, cuando hay novedades de lo que sigue.",
        "why.weekly": "Recibe este correo una vez por semana, cuando hay novedades de lo que sigue.",
    },
}
