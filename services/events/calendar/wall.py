"""Wall times: what clocks in a zone show, and the instant at which they show it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timezone
from zoneinfo import ZoneInfo

from shared.errors import Invalid

# Beyond these, zones are guesses and instants leave the calendar that computers agree on.
_FIRST_YEAR, _LAST_YEAR = 1970, 2200


@dataclass(frozen=True)
class Moment:
    """What the wall shows, and when that is."""

    local: datetime
    at: datetime


def settled(given: datetime, zone: str, pointer: str) -> Moment:
    """The moment that a time with an offset names, if clocks in the zone show it; the offset settles a fold."""
    local = given.replace(tzinfo=None)
    for moment in _readings(local, zone, pointer):
        if given == moment.at:
            return moment
    raise Invalid("invalid-datetime", f"Clocks in {zone} do not have this offset then.", pointer=pointer)


def first(local: datetime, zone: str, pointer: str) -> Moment:
    """The moment at which clocks in the zone show this; the first of the two in a fold."""
    return _readings(local, zone, pointer)[0]


def shown(local: datetime, at: datetime) -> datetime:
    """The wall time with the offset that it has."""
    return local.replace(tzinfo=timezone(local - at.astimezone(UTC).replace(tzinfo=None)))


def _readings(local: datetime, zone: str, pointer: str) -> list[Moment]:
    """The one or two moments at which clocks show this; none of them do in the hour that spring leaves out."""
    if not _FIRST_YEAR <= local.year <= _LAST_YEAR:
        raise Invalid("invalid-datetime", "This year is out of reach.", pointer=pointer)
    clocks = ZoneInfo(zone)
    instants = [local.replace(tzinfo=clocks, fold=fold).astimezone(UTC) for fold in (0, 1)]
    if all(at.astimezone(clocks).replace(tzinfo=None) != local for at in instants):
        raise Invalid(
            "nonexistent-local-time",
            f"Clocks in {zone} are put forward over this time: it does not exist that day.",
            pointer=pointer,
        )
    return [Moment(local, at) for at in instants]
