"""What a teller says of all that it has ever told, for listeners to compare their copies with."""

from shared.messages.message import Fact, Message


class Count(Fact):
    """How many records of a kind there are, and a digest of which ones in which version."""

    kind: str
    count: int
    digest: str


class Counted(Message):
    """How many records a neighbor should have copies of; told once a night."""

    records: tuple[Count, ...]
