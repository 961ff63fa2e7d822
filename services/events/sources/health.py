"""How reading a source goes: its problems, grouped, and a word to its owner when it fails, or no longer does."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from services.events.sources.addresses import Unreadable
from services.events.sources.models import Source
from shared import clock
from shared.messages.participation import SourceHealthChanged
from shared.outbox import tell

_SOONEST, _LATEST = timedelta(minutes=15), timedelta(days=1)
# A site that is away for a moment is nobody's business yet.
_MAY_PASS = {"too-slow", "unreachable", "unknown-host", "refused-by-site"}

SAID = {
    "broken": "Could not be read.",
    "end-before-start": "Ends before it begins.",
    "listed-twice": "Is in the calendar more than once; it came in once.",
    "no-start": "Does not say when it begins.",
    "no-title": "Has no title.",
    "not-published": "Came in as a draft: it cannot be published as it is.",
    "not-taken": "Says something that is not taken here.",
    "out-of-reach": "Is too far away, or takes too long.",
    "private": "Is marked as private, and left alone.",
    "repeats-otherwise": "Repeats in a way that is not understood here.",
    "unknown-zone": "A time zone that nobody knows; the calendar's own was taken.",
}


class Trouble(NamedTuple):
    """A kind of problem, in words, and how many things have it."""

    code: str
    detail: str
    things: int = 1


def troubles_of(problems: Counter[str]) -> list[Trouble]:
    """Kinds of problem and how often each was, in words."""
    return [Trouble(code, SAID[code], things) for code, things in sorted(problems.items())]


def went_well(session: Session, source: Source, troubles: Iterable[Trouble]) -> None:
    """Note that a source could be read, whatever little there was in it that could not."""
    source.problems = _grouped(source, troubles)
    source.failures = 0
    source.next_run_at = clock.now() + timedelta(hours=source.every_hours)
    was_failing, source.health, source.failing_since = source.health == "failing", "ok", None
    if was_failing:
        _tell(session, source, "")


def went_on(session: Session, source: Source) -> None:
    """Note that a source is as it was: so are the problems that it had."""
    still = [each for each in source.problems if each["code"] in SAID]
    went_well(session, source, [Trouble(each["code"], each["detail"], each["count"]) for each in still])


def went_wrong(session: Session, source: Source, problem: Unreadable, troubles: Iterable[Trouble] = ()) -> None:
    """Note that a source could not be read, or is not to be believed; it is tried again, later each time."""
    source.problems = _grouped(source, [Trouble(problem.code, problem.detail), *troubles])
    source.failures += 1
    source.next_run_at = clock.now() + min(_SOONEST * 2 ** min(source.failures - 1, 10), _LATEST)
    if source.health != "failing" and (source.failures > 1 or problem.code not in _MAY_PASS):
        source.health, source.failing_since = "failing", clock.now()
        _tell(session, source, problem.detail)


def _grouped(source: Source, troubles: Iterable[Trouble]) -> list[dict[str, Any]]:
    """What is wrong now, each kind once; what was wrong before, too, since when."""
    before = {each["code"]: each for each in source.problems}
    grouped = []
    for code, detail, things in troubles:
        known = before.get(code, {"times": 0, "since": clock.now().isoformat()})
        grouped.append(
            {"code": code, "detail": detail, "count": things, "times": known["times"] + 1, "since": known["since"]}
        )
    return grouped


def _tell(session: Session, source: Source, problem: str) -> None:
    source.version += 1
    tell(
        session,
        SourceHealthChanged(
            version=source.version,
            source_id=source.id,
            partner_id=source.partner_id,
            title=source.title,
            healthy=source.health == "ok",
            problem=problem,
            failing_since=source.failing_since,
        ),
    )
