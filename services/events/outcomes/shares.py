"""Whose credit the numbers of an event are: each partner's part, and all parts together the whole, counted once."""

from collections.abc import Sequence
from uuid import UUID

from services.events.calendar.models import Event

_WHOLE = 100
_QUARTERS = 4


def weights(event: Event) -> dict[UUID, int]:
    """The share of the host and of each co-host that said yes; the host has what the others have not."""
    others = {each.partner_id: each.share or 0 for each in event.cohosts if each.state == "accepted"}
    left = max(0, _WHOLE - sum(others.values()))
    own = left if event.host_share is None else event.host_share
    if own + sum(others.values()) == 0:
        own = _WHOLE
    return {event.host_id: own, **others}


def parted(total: int, among: Sequence[int]) -> list[int]:
    """A number in whole parts by weight, whose sum is the number: by largest remainder, the first one on a tie."""
    whole = sum(among)
    parts = [total * weight // whole for weight in among]
    remainders = sorted(range(len(among)), key=lambda place: (-(total * among[place] % whole), place))
    for place in remainders[: total - sum(parts)]:
        parts[place] += 1
    return parts


def parted_hours(total: float, among: Sequence[int]) -> list[float]:
    """Hours in parts of whole quarters, whose sum is the number."""
    return [quarters / _QUARTERS for quarters in parted(round(total * _QUARTERS), among)]
