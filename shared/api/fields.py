"""The kinds of field that come in at the HTTP door, and what each refuses, by code."""

import re
import unicodedata
from contextlib import suppress
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

_UNSEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")


class Body(BaseModel):
    """What a caller sends: unknown fields are refused, not ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _one_line(value: Any) -> Any:
    # Before whitespace is stripped: a trailing line break is an attempt, too.
    if isinstance(value, str) and re.search(r"[\r\n\u0085\u2028\u2029]", value):
        raise PydanticCustomError("header-injection", "A line break is not allowed here.")
    return value


def _not_blank(value: str) -> str:
    if not _UNSEEN.sub("", value):
        raise PydanticCustomError("blank", "Say something here; spaces alone do not count.")
    return unicodedata.normalize("NFC", value)


def _email(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, test_environment=False).normalized
    except EmailNotValidError as error:
        raise PydanticCustomError("invalid-email", "This is not an email address that can be written to.") from error


def normalized(address: str) -> str:
    """The form in which addresses are compared: folded case, domain as an A-label (RFC 5890)."""
    local, _, domain = address.strip().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{unicodedata.normalize('NFC', local)}@{domain}".casefold()


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError("unknown-timezone", "This is not the name of an IANA time zone.") from error
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/@]+(/\S*)?", value):
        raise PydanticCustomError("invalid-url", "A web address begins with https:// and names a site.")
    return value


Line = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=300), AfterValidator(_not_blank)]
# One line of a thing that is named in many words; email subjects and calendar lines fold what is long.
Title = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=1_000), AfterValidator(_not_blank)]
OptionalLine = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=300)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Code = Annotated[str, BeforeValidator(_one_line), StringConstraints(min_length=1, max_length=100)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Email = Annotated[str, BeforeValidator(_one_line), StringConstraints(max_length=254), AfterValidator(_email)]
Zone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_zone)]
WebAddress = Annotated[
    str, BeforeValidator(_one_line), StringConstraints(max_length=2_000), AfterValidator(_web_address)
]
