"""What an edit of an event means for its co-hosts."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.cohosts import asking, shares
from services.events.links import actions as links


def may_take_over(event: Event, partner_id: UUID) -> bool:
    """Whether a partner has said yes to carrying the event, so that its host may hand it over."""
    return any(
        (each.partner_id, each.role, each.state) == (partner_id, "cohost", "accepted") for each in event.cohosts
    )


def follow_edit(session: Session, event: Event, changed_by: UUID | None, *, given_away: bool, moved: bool) -> None:
    """The new host is asked no longer, shares are to add up, and who said yes to another time is asked again."""
    if given_away:
        _hand_over(session, event)
    shares.must_add_up(event)
    if moved:
        asking.doubt(session, event, changed_by)


def _hand_over(session: Session, event: Event) -> None:
    for heir in [each for each in event.cohosts if each.partner_id == event.host_id]:
        event.cohosts.remove(heir)
        links.revoke(session, "cohost", event.id, heir.partner_id)
        shares.settle(event)
