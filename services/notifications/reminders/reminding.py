"""What is due becomes a message to ourselves, once for each reminder."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.copies.models import Event
from services.notifications.emails.changes import hosts
from services.notifications.emails.wording import place
from services.notifications.reminders.models import Reminder
from shared import clock
from shared.messages.notifications import ReminderCameDue
from shared.messages.participation import Occasion
from shared.outbox import tell

_TOGETHER = 500


def remind(session: Session) -> None:
    """Remind of what is due, some at a time; two workers never take the same, and after the beginning nobody does."""
    now = clock.now()
    due = select(Reminder).where(Reminder.done_at.is_(None), Reminder.due_at <= now).order_by(Reminder.due_at)
    for reminder in session.scalars(due.limit(_TOGETHER).with_for_update(skip_locked=True)):
        reminder.done_at = now
        event = session.get(Event, reminder.event_id)
        if event is not None and event.state in {"published", "in_progress"} and now < reminder.starts_at:
            tell(session, _message(event.fact, reminder))


def _message(event: dict[str, Any], reminder: Reminder) -> ReminderCameDue:
    happening = next((one for one in event["happenings"] if one["key"] == reminder.occurrence), event)
    venue, online = happening.get("venue") or event["venue"], happening.get("online_url") or event["online_url"]
    occasion = Occasion(
        **{name: event[name] for name in ("event_id", "uid", "sequence", "host_id", "time_zone")},
        **{name: happening[name] for name in ("starts_at", "ends_at")},
        title=happening.get("title") or event["title"],
        place=place(venue),
        contact=event["accessibility_contact"],
    )
    return ReminderCameDue(
        occasion=occasion,
        occurrence=reminder.occurrence,
        minutes=reminder.minutes,
        host_ids=tuple(map(UUID, hosts(event))),
        online_url=online or "",
    )
