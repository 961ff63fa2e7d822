"""The moves of an event's life, each by the one table of moves; and what is told of them beside the event itself."""

from sqlalchemy.orm import Session

from services.events.calendar import filling, moves
from services.events.calendar.changes import Review, Submission
from services.events.calendar.models import Event
from services.events.cohosts import shares
from services.events.policy import Viewer
from services.events.reviews import actions as reviews
from services.events.reviews import rules
from services.events.reviews.reviewers import is_staff
from shared import clock
from shared.errors import Conflict, Invalid, Stale
from shared.messages import Message


def submit(session: Session, viewer: Viewer, event: Event, given: Submission) -> list[Message]:
    """Ask for a review of an event that could be published but for that."""
    event.state = moves.after(event.state, "submission")
    filling.must_say_access(event)
    asked = reviews.request(session, event, viewer.person_id, given.note)
    return [asked] if asked else []


def withdraw(session: Session, event: Event) -> None:
    """Ask no longer for a review."""
    state = moves.after(event.state, "withdrawal")
    reviews.close(session, event)
    event.state = state


def review(session: Session, viewer: Viewer, event: Event, given: Review) -> list[Message]:
    """Approve an event, which publishes it, or say what is to be changed.

    An approval is told as the publication that it is; the one who asked hears of it apart from that only if the
    host's staff, whom a publication is told, do not have her among them.
    """
    state = moves.after(event.state, "approval" if given.answer == "approved" else "request_for_changes")
    if given.version not in {None, event.version}:
        raise Stale(event.version)
    if given.answer == "changes_requested" and not given.note:
        raise Invalid("required", "Say what is to be changed.", pointer="/note")
    answered = reviews.answer(session, viewer, event, given.answer, given.note)
    if state == "published":
        _open(event)
        if answered and is_staff(session, answered.requested_by, event.host_id):
            answered = None
    event.state = state
    return [answered] if answered else []


def publish(session: Session, event: Event) -> None:
    """Open an event to those who may see it; one that was postponed will be when it was to be."""
    state = moves.after(event.state, "publication")
    if event.published_at is None:
        _must_need_no_review(session, event)
        reviews.close(session, event)
        _open(event)
    else:
        event.sequence += 1
    event.state, event.postpone_reason = state, None


def postpone(event: Event, reason: str) -> None:
    """Let people know that the time is to come."""
    event.state = moves.after(event.state, "postponement")
    event.postpone_reason = reason
    event.sequence += 1


def cancel(session: Session, event: Event, reason: str) -> None:
    """Call an event off."""
    state = moves.after(event.state, "cancellation")
    reviews.close(session, event)
    event.state, event.cancel_reason, event.cancelled_at = state, reason, clock.now()
    event.sequence += 1


def follow_edit(session: Session, event: Event, *, moved: bool, given_away: bool) -> None:
    """What an edit does to the state: a new time ends a postponement, and is none that has begun.

    Who was asked to review cannot judge for another host.
    """
    if event.state == "postponed" and moved:
        event.state, event.postpone_reason = "published", None
    elif event.state == "in_progress" and moved and event.starts_at > clock.now():
        event.state = "published"
    elif event.state == "submitted" and given_away:
        withdraw(session, event)
    elif event.state == "submitted":
        reviews.note_edit(session, event)


def _open(event: Event) -> None:
    filling.must_say_access(event)
    shares.settle(event)
    event.published_at = clock.now()


def _must_need_no_review(session: Session, event: Event) -> None:
    if rules.required(session, event.host_id) != "nobody":
        allowed = [noun for noun in moves.nouns(event.state) if noun != "publication"]
        raise Conflict(
            "review-required", "Submit it for review: an approval publishes it.", state=event.state, allowed=allowed
        )
