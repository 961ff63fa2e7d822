"""What notifications tells: for now, only that it needs its copies again."""

from shared.messages.message import Message


class CopiesRequested(Message):
    """Notifications lost its copies and asks its neighbours for snapshots."""

    name = "notifications.copies_requested"
    audience = ("partners", "events")
