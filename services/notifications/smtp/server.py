"""Where the relay is, and how to get into a conversation with it."""

import smtplib
import ssl
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_CONNECT_SECONDS = 10


class Unreachable(Exception):
    """The relay takes no conversation now. That is no email's fault, and counts as nobody's attempt."""


@dataclass(frozen=True)
class Server:
    """A relay, by its address `smtp://`, `smtp+starttls://` or `smtps://` with user and password.

    `?emails=100&seconds=60` says how many emails a connection may take, and for how long; else 500 and 600 s.
    """

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = None
    emails: int = 500
    seconds: int = 600

    @classmethod
    def at(cls, url: str) -> "Server":
        """The relay that an address names; ValueError for what is none."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("PLEXUS_SMTP_URL begins with smtp://, smtp+starttls:// or smtps:// and names a host")
        user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
        limits = (
            {name: int(values[-1]) for name, values in parse_qs(parts.query, strict_parsing=True).items()}
            if parts.query
            else {}
        )
        if not limits.keys() <= {"emails", "seconds"} or any(limit < 1 for limit in limits.values()):
            raise ValueError("PLEXUS_SMTP_URL takes ?emails= and &seconds=, how much a connection may take")
        return cls(parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme], user, password, **limits)

    @property
    def name(self) -> str:
        """What the history calls it."""
        return f"{self.host}:{self.port}"

    def connect(self) -> smtplib.SMTP:
        """A conversation in which emails can be sent; Unreachable when there is none to be had."""
        try:
            return self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{type(error).__name__}: {error}"[:300]) from error

    def _connect(self) -> smtplib.SMTP:
        smtp: smtplib.SMTP
        if self.scheme == "smtps":
            smtp = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_CONNECT_SECONDS, context=ssl.create_default_context()
            )
        else:
            smtp = smtplib.SMTP(self.host, self.port, timeout=_CONNECT_SECONDS)
        try:
            smtp.ehlo_or_helo_if_needed()
            if self.scheme == "smtp+starttls":
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo_or_helo_if_needed()
            if self.user is not None:
                smtp.login(self.user, self.password or "")
        except BaseException:
            smtp.close()
            raise
        return smtp
