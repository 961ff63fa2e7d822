"""Reviews at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.events.asking import Acting
from services.events.calendar import actions as calendar
from services.events.calendar.answering import answered
from services.events.calendar.changes import Review, Submission, Withdrawal
from services.events.calendar.schemas import EventShown
from services.events.reviews import actions, rules
from services.events.reviews.schemas import ReviewFilters, ReviewShown, RuleGiven, RuleList, RuleShown
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.paging import Listing, after, cursor

reviews = router("reviews")


@reviews.get("/api/v1/reviews")
def list_reviews(
    session: InTransaction, viewer: Acting, filters: Annotated[ReviewFilters, Query()]
) -> Listing[ReviewShown]:
    """What waits for the caller's answer, longest waiting first; or all reviews of one event of her partners."""
    place = after(filters.cursor, UUID)
    last = place[0] if place else None
    if filters.event is None:
        found = actions.waiting(session, viewer, last, filters.limit + 1)
    else:
        found = actions.of_event(session, viewer, filters.event, last, filters.limit + 1)
    shown = found[: filters.limit]
    return Listing(items=shown, next=cursor(shown[-1].id) if len(found) > filters.limit else None)


@reviews.post("/api/v1/events/{event_id}/submission", response_model=EventShown)
def submit(session: InTransaction, viewer: Acting, event_id: UUID, submission: Submission | None = None) -> Response:
    """Ask for a review of an event; those who may answer are told, and nobody else."""
    event = calendar.find_own(session, viewer, event_id)
    calendar.carry_out(session, viewer, event, submission or Submission())
    return answered(viewer, event)


@reviews.post("/api/v1/events/{event_id}/withdrawal", response_model=EventShown)
def withdraw(
    session: InTransaction, viewer: Acting, event_id: UUID, withdrawal: Withdrawal | None = None
) -> Response:
    """Take a submission back: the event is a draft again."""
    event = calendar.find_own(session, viewer, event_id)
    calendar.carry_out(session, viewer, event, withdrawal or Withdrawal())
    return answered(viewer, event)


@reviews.post("/api/v1/events/{event_id}/review", response_model=EventShown)
def review(session: InTransaction, viewer: Acting, event_id: UUID, review: Review) -> Response:
    """Approve an event, which publishes it, or ask for changes; the one who submitted it is told."""
    event = calendar.find_for(session, viewer, event_id, review)
    calendar.carry_out(session, viewer, event, review)
    return answered(viewer, event)


@reviews.get("/api/v1/reviews/rules")
def list_rules(session: InTransaction, viewer: Acting) -> RuleList:
    """The rule for all and those of the caller's partners; the office sees every one."""
    return RuleList(items=rules.all_rules(session, viewer))


@reviews.get("/api/v1/reviews/rules/all")
def show_rule_for_all(session: InTransaction, viewer: Acting, response: Response) -> RuleShown:
    """Who must review everybody's events."""
    return _tagged(response, rules.find(session, viewer, None))


@reviews.put("/api/v1/reviews/rules/all")
def set_rule_for_all(
    session: InTransaction, viewer: Acting, given: RuleGiven, expected: IfMatch, response: Response
) -> RuleShown:
    """Say who must review everybody's events; the office may."""
    rule = rules.find_own(session, viewer, None)
    match(expected, rule.version)
    return _tagged(response, rules.change(session, viewer, rule, given.reviewers))


@reviews.get("/api/v1/reviews/rules/{partner_id}")
def show_rule(session: InTransaction, viewer: Acting, partner_id: UUID, response: Response) -> RuleShown:
    """Who must review a partner's events."""
    return _tagged(response, rules.find(session, viewer, partner_id))


@reviews.put("/api/v1/reviews/rules/{partner_id}")
def set_rule(
    session: InTransaction, viewer: Acting, partner_id: UUID, given: RuleGiven, expected: IfMatch, response: Response
) -> RuleShown:
    """Say who must review a partner's events; its admins may, and the office."""
    rule = rules.find_own(session, viewer, partner_id)
    match(expected, rule.version)
    return _tagged(response, rules.change(session, viewer, rule, given.reviewers))


def _tagged(response: Response, rule: RuleShown) -> RuleShown:
    tagged(response, rule.version)
    return rule
