"""What an operator is asked, and what is wrong with an answer."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email

SMTP_SCHEMES = ("smtp", "smtp+starttls", "smtps")


@dataclass(frozen=True)
class Answers:
    """An operator's answers, as given."""

    name: str
    url: str
    time_zone: str
    from_address: str
    from_name: str
    reply_to: str
    smtp_url: str
    office_email: str
    office_name: str

    def flaws(self) -> list[str]:
        """What is wrong, each in a sentence."""
        found = [
            f"{label} needs a value on one line."
            for label, value in (
                ("The consortium's name", self.name),
                ("The sender's name", self.from_name),
                ("The first office person's name", self.office_name),
            )
            if not value.strip() or re.search(r"[\x00-\x1f\x7f]", value)
        ]
        if (url := urlsplit(self.url)).scheme not in {"http", "https"} or not url.hostname or url.path.strip("/"):
            found.append(f"The public URL “{self.url}” must be like https://plexus.example.org, without a path.")
        if not _is_zone(self.time_zone):
            found.append(f"The time zone “{self.time_zone}” is not an IANA name like America/Chicago.")
        smtp = urlsplit(self.smtp_url)
        if smtp.scheme not in SMTP_SCHEMES or not smtp.hostname:
            found.append("The SMTP relay must be like smtp+starttls://user:password@relay.example.org:587.")
        for label, address in (
            ("sender's address", self.from_address),
            ("Reply-To address", self.reply_to),
            ("first office person's address", self.office_email),
        ):
            if not _is_address(address):
                found.append(f"The {label} “{address}” is not an email address.")
        return found

    def settings(self) -> dict[str, str]:
        """The answers as variables."""
        url = self.url.rstrip("/")
        port = urlsplit(url).port
        return {
            "PLEXUS_CONSORTIUM": self.name.strip(),
            "PLEXUS_URL": url,
            **({"PLEXUS_PORT": str(port)} if port else {}),
            "PLEXUS_TIME_ZONE": self.time_zone,
            "PLEXUS_SMTP_URL": self.smtp_url,
            "PLEXUS_FROM": _sender(self.from_name.strip(), self.from_address),
            "PLEXUS_REPLY_TO": self.reply_to,
            "PLEXUS_FIRST_OFFICE_EMAIL": self.office_email,
            "PLEXUS_FIRST_OFFICE_NAME": self.office_name.strip(),
        }


def _sender(name: str, address: str) -> str:
    quoted = name.replace("\\", r"\\").replace('"', r"\"")
    return f'"{quoted}" <{address}>'


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_address(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
