"""Who is credited with how much of an event: the host has what its co-hosts have not, and all of it makes 100."""

from services.events.calendar.models import Event
from services.events.calendar.moves import UNPUBLISHED
from services.events.cohosts.models import Cohost
from shared.errors import Conflict, Invalid

_WHOLE = 100


def must_be_free(event: Event, share: int | None, partner_id: object) -> None:
    """Refuse a share that is promised to others already, whether or not they have answered."""
    promised = _sum(event, "accepted", "invited", but=partner_id)
    if share is not None and share + promised > _WHOLE:
        raise Invalid("shares-exceed", f"Of the credit, {_WHOLE - promised} % are left.", pointer="/share")


def must_still_be_free(event: Event, cohost: Cohost) -> None:
    """Refuse a yes, once given up, whose share was given to others meanwhile."""
    if (cohost.share or 0) + _sum(event, "accepted", but=cohost.partner_id) > _WHOLE:
        raise Conflict("share-taken", "The share that was offered has been given to others: ask the host.")


def must_add_up(event: Event) -> None:
    """Refuse a host's share that does not make 100 with those of its co-hosts; a plan may wait for their answers."""
    given = _sum(event, "accepted")
    is_plan = event.state in UNPUBLISHED and not given
    if event.host_share is not None and not is_plan and event.host_share + given != _WHOLE:
        raise Invalid("shares-do-not-add-up", f"The host's share is {_WHOLE - given} %.", pointer="/host_share")


def settle(event: Event) -> None:
    """Give the host what is not its co-hosts', once anybody was given a share."""
    given = _sum(event, "accepted")
    if given or event.host_share is not None:
        event.host_share = _WHOLE - given


def _sum(event: Event, *states: str, but: object = None) -> int:
    return sum(each.share or 0 for each in event.cohosts if each.state in states and each.partner_id != but)
