"""What can be done with reviews: to ask for one, answer it, take it back, and see what waits."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from services.events.base import new_id
from services.events.calendar.models import Event
from services.events.calendar.occasions import occasion
from services.events.calendar.wall import shown
from services.events.policy import Viewer, is_inside
from services.events.reviews import rules
from services.events.reviews.models import Review
from services.events.reviews.reviewers import desks, must_review, reviewing, to_be_asked
from services.events.reviews.schemas import ReviewedEvent, ReviewShown
from shared import clock
from shared.errors import Conflict, NotFound
from shared.messages.participation import ReviewAnswered, ReviewRequested


def request(session: Session, event: Event, asking: UUID | None, note: str = "") -> ReviewRequested | None:
    """Ask for a review of an event; nobody is told of one that nobody is known to ask for."""
    reviewers = to_be_asked(session, rules.required(session, event.host_id), event.host_id)
    review = Review(
        id=new_id(),
        event_id=event.id,
        reviewers=reviewers,
        state="waiting",
        requested_by=asking,
        requested_at=clock.now(),
        request_note=note,
        answer_note="",
    )
    session.add(review)
    if asking is None:
        return None
    return ReviewRequested(
        review_id=review.id,
        occasion=occasion(event),
        requested_by=asking,
        reviewers=reviewers,
        reviewer_ids=tuple(reviewing(session, reviewers, event.host_id)),
        note=note,
    )


def answer(session: Session, viewer: Viewer, event: Event, said: str, note: str) -> ReviewAnswered | None:
    """Answer the review that waits; nobody is told of the answer to what nobody is known to have asked."""
    review = waiting_for(session, event)
    if review is None:
        raise Conflict("no-review", "Nobody has asked for a review of this.")
    must_review(session, viewer, review, event.host_id)
    review.state, review.answer_note = said, note
    review.answered_by, review.answered_at = viewer.person_id, clock.now()
    if review.requested_by is None:
        return None
    return ReviewAnswered.model_validate(
        {
            "version": 2,
            "review_id": review.id,
            "occasion": occasion(event),
            "requested_by": review.requested_by,
            "answer": said,
            "note": note,
        }
    )


def close(session: Session, event: Event) -> None:
    """No longer wait for an answer, if the event, as it still is, waits for one."""
    if event.state == "submitted" and (review := waiting_for(session, event)):
        review.state = "withdrawn"


def follow(session: Session, event: Event) -> None:
    """Let what the office imported wait for a review, or wait no longer, as its state says."""
    is_new = event.version == 1
    known = None if is_new else waiting_for(session, event)
    if event.state == "submitted" and known is None:
        request(session, event, None)
    elif event.state != "submitted" and known is not None:
        known.state = "withdrawn"


def note_edit(session: Session, event: Event) -> None:
    """Let the reviewer see that the event is no longer quite what was submitted."""
    if review := waiting_for(session, event):
        review.edited_at = clock.now()


def waiting_for(session: Session, event: Event) -> Review | None:
    """The review that an event waits for."""
    return session.scalar(select(Review).where(Review.event_id == event.id, Review.state == "waiting"))


def waiting(session: Session, viewer: Viewer, after: UUID | None, limit: int) -> list[ReviewShown]:
    """What waits for the viewer's answer, longest waiting first."""
    hers = desks(session, viewer)
    alone = [desk for desk, is_alone in hers.items() if is_alone]
    answerable = or_(Review.requested_by.is_distinct_from(viewer.person_id), _asked_at(alone))
    sought = select(Review, Event).join(Event, Event.id == Review.event_id).order_by(Review.id).limit(limit)
    sought = sought.where(Review.state == "waiting", _asked_at(hers), answerable)
    if after is not None:
        sought = sought.where(Review.id > after)
    return [_shown(review, event) for review, event in session.execute(sought)]


def of_event(session: Session, viewer: Viewer, event_id: UUID, after: UUID | None, limit: int) -> list[ReviewShown]:
    """All reviews of an event, oldest first, for its host's staff and the office."""
    event = session.get(Event, event_id)
    if event is None or not is_inside(viewer, event):
        raise NotFound()
    sought = select(Review).where(Review.event_id == event_id).order_by(Review.id).limit(limit)
    if after is not None:
        sought = sought.where(Review.id > after)
    return [_shown(review, event) for review in session.scalars(sought)]


def _asked_at(some_desks: Collection[UUID | None]) -> ColumnElement[bool]:
    own = and_(Review.reviewers == "partner", Event.host_id.in_([desk for desk in some_desks if desk]))
    return or_(own, Review.reviewers == "office") if None in some_desks else own


def _shown(review: Review, event: Event) -> ReviewShown:
    same = {name: getattr(event, name) for name in ("id", "title", "host_id", "time_zone", "state")}
    starts, ends = shown(event.starts_local, event.starts_at), shown(event.ends_local, event.ends_at)
    about = ReviewedEvent(**same, starts_at=starts, ends_at=ends)
    rest = {name: getattr(review, name) for name in ReviewShown.model_fields.keys() - {"event"}}
    return ReviewShown(event=about, **rest)
