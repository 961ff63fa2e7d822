"""Everything one service may tell another, and who listens. Start reading here."""

from shared.messages import agreements, events, needs, notifications, participation, partners
from shared.messages.message import Envelope, Fact, Message

SERVICES = ("partners", "events", "notifications")


def _named(kind: type[Message]) -> list[type[Message]]:
    """The messages below `kind` that have a name of their own."""
    found = [kind] if "name" in vars(kind) else []
    return found + [message for child in kind.__subclasses__() for message in _named(child)]


MESSAGES: dict[str, type[Message]] = {message.name: message for message in _named(Message)}

__all__ = [
    "MESSAGES",
    "SERVICES",
    "Envelope",
    "Fact",
    "Message",
    "agreements",
    "events",
    "needs",
    "notifications",
    "participation",
    "partners",
]
