"""The languages that pages are in: English in the code, the others in `locale/`, read once at the start."""

import gettext
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "es": "Español"}
LOCALE = Path(__file__).parent / "locale"


@lru_cache
def catalog(language: str) -> gettext.NullTranslations:
    """The translations into a language."""
    source = LOCALE / f"{language}.po"
    if not source.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def preferred(accepted: str, otherwise: str) -> str:
    """The language of ours that an `Accept-Language` header likes best (RFC 9110, section 12.5.4)."""
    liked: list[tuple[float, str]] = []
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            liked.append((-float(weight or 1), name.partition("-")[0].lower()))
        except ValueError:
            continue
    return negotiate_locale([name for _, name in sorted(liked)], LANGUAGES) or otherwise


def marked(text: str) -> str:
    """Text that is translated where it is shown; the mark lets it be found for the catalogs."""
    return text
