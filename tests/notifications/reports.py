"""What mail systems send back, written after RFC 3464, RFC 5965 and the older forms, about invented people."""

from email.message import EmailMessage

ORIGINAL = "From: events@example.org\nTo: {to}\nMessage-ID: {message_id}\nSubject: Heart-healthy screening\n\n"


def bounce(
    to: str, message_id: str, status: str = "5.1.1", action: str = "failed", words: str = "550 5.1.1 No such user"
) -> bytes:
    """A delivery report as Postfix and most others write it."""
    fields = (
        "Reporting-MTA: dns; relay.example.org\n\n"
        f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {words}\n"
    )
    return _report("delivery-status", fields, to, message_id)


def complaint(to: str, message_id: str, path: str, kind: str = "abuse") -> bytes:
    """What a mailbox provider sends when somebody presses "this is spam"."""
    fields = f"Feedback-Type: {kind}\nVersion: 1\nOriginal-Mail-From: <{path}>\nOriginal-Rcpt-To: <{to}>\n"
    return _report("feedback-report", fields, to, message_id)


def older(to: str) -> bytes:
    """A bounce of Exim's: a field names who failed, the rest is prose."""
    message = _empty("Mail Delivery System <mailer-daemon@relay.example.org>")
    message["X-Failed-Recipients"] = to
    message["Auto-Submitted"] = "auto-replied"
    message.set_content("This message was created automatically. A message that you sent could not be delivered.\n")
    return message.as_bytes()


def away() -> bytes:
    """Somebody is on holiday, and says the words that bounces say."""
    message = _empty("Bea <bea@example.org>")
    message["Auto-Submitted"] = "auto-replied"
    message.set_content("I am away. Your email was not delivered to anybody else; the user unknown to you is Cem.\n")
    return message.as_bytes()


def prose() -> bytes:
    """What no program can read."""
    message = _empty("postmaster@example.org")
    message.set_content("Sorry, but that did not work: 550 5.1.1 bea@example.org. Ask our help desk.\n")
    return message.as_bytes()


def _report(kind: str, fields: str, to: str, message_id: str) -> bytes:
    parts = (
        f"Content-Type: message/{kind}\n\n{fields}",
        f"Content-Type: message/rfc822\n\n{ORIGINAL.format(to=to, message_id=message_id)}",
    )
    return (
        "From: MAILER-DAEMON@relay.example.org\nSubject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="=next="\n\n'
        "--=next=\n\nI am sorry to have to inform you that this could not be delivered.\n"
        + "".join(f"\n--=next=\n{part}\n" for part in parts)
        + "\n--=next=--\n"
    ).encode()


def _empty(sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["Subject"] = "Undelivered Mail Returned to Sender"
    return message
