"""The SMTP relay: whether it can be reached, and a first email through it."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

PATIENCE = 10.0  # seconds
DEFAULT_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class RelayRefused(Exception):
    """The relay cannot be reached, or does not take the email; says why and what to look at."""


def connected(url: str) -> smtplib.SMTP:
    """A conversation with the relay, signed in where the URL says so; RelayRefused when that fails."""
    where = urlsplit(url)
    host, port = where.hostname or "", where.port or DEFAULT_PORTS[where.scheme]
    try:
        secure = ssl.create_default_context()
        if where.scheme == "smtps":
            relay: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secure)
        else:
            relay = smtplib.SMTP(host, port, timeout=PATIENCE)
        if where.scheme == "smtp+starttls":
            relay.starttls(context=secure)
        if where.username:
            relay.login(unquote(where.username), unquote(where.password or ""))
    except smtplib.SMTPAuthenticationError as refusal:
        raise RelayRefused(f"{host}:{port} does not accept the user and password ({_words(refusal)}).") from refusal
    except ssl.SSLError as refusal:
        raise RelayRefused(f"{host}:{port} shows no valid certificate ({refusal.reason}).") from refusal
    except (OSError, smtplib.SMTPException) as refusal:
        raise RelayRefused(f"{host}:{port} does not answer as an SMTP relay ({refusal}).") from refusal
    return relay


def send_first_email(url: str, sender: str, reply_to: str, recipient: str, consortium: str) -> None:
    """Send the email that shows whether others will arrive."""
    email = EmailMessage()
    email["From"], email["Reply-To"], email["To"] = sender, reply_to, recipient
    email["Subject"] = f"{consortium}: email works"
    email["Date"], email["Message-ID"] = formatdate(), make_msgid(domain=reply_to.rpartition("@")[2])
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(
        f"This email was sent while {consortium} was being set up.\n\n"
        "That you read it means that the relay takes our email. If it was in the spam folder,\n"
        "look at what setup said about SPF, DKIM and DMARC.\n"
    )
    relay = connected(url)
    try:
        relay.send_message(email)
        relay.quit()
    except (OSError, smtplib.SMTPException) as refusal:
        raise RelayRefused(f"The relay did not take an email to {recipient} ({_words(refusal)}).") from refusal
    finally:
        relay.close()


def _words(refusal: Exception) -> str:
    if isinstance(refusal, smtplib.SMTPResponseException):
        reply = refusal.smtp_error
        return f"{refusal.smtp_code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"
    return str(refusal)
