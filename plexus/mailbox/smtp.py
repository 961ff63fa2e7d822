"""The mailbox's SMTP side: takes everything, for anybody."""

from aiosmtpd.smtp import SMTP, Envelope, Session

from plexus.mailbox.emails import Emails

LARGEST_EMAIL = 32 * 1024 * 1024


class _IntoMailbox:
    def __init__(self, emails: Emails) -> None:
        self._emails = emails

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        raw = envelope.original_content or b""
        received = self._emails.receive(envelope.mail_from or "", list(envelope.rcpt_tos), raw)
        return f"250 2.0.0 kept as {received.id}"


def session(emails: Emails) -> SMTP:
    """One SMTP conversation, which ends in the mailbox."""
    return SMTP(_IntoMailbox(emails), data_size_limit=LARGEST_EMAIL, enable_SMTPUTF8=True, ident="Mailbox")
