"""Days that stand in the way of a plan by themselves: federal holidays, and those on which its hosts are closed."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from services.events.closed_days import actions as closed_days
from services.events.coordination import holidays as federal
from services.events.coordination.met import Met
from services.events.coordination.plans import Planned
from services.events.copies.models import Partner
from shared.dates import day


def holidays(planned: Planned) -> Iterator[Met]:
    """Federal holidays that it touches."""
    for moment in planned.moments:
        for ahead in range((moment.last_day - moment.first_day).days + 1):
            on = moment.first_day + timedelta(days=ahead)
            if name := federal.holidays(on.year).get(on):
                reason = f"{day(on, 'en')} is {name}, a federal holiday."
                yield Met("holiday", moment.starts_at, reason, title=name.removesuffix(federal.OBSERVED))


def closed(session: Session, planned: Planned) -> Iterator[Met]:
    """The closed days of its hosts and of everybody, each once, at the first moment that they touch."""
    moments = sorted(planned.moments, key=lambda each: each.starts_at)
    if not moments:
        return
    last_day = max(each.last_day for each in moments)
    for days in closed_days.touching(session, planned.host_ids, moments[0].first_day, last_day):
        met = (each for each in moments if each.first_day <= days.last_day and each.last_day >= days.first_day)
        if moment := next(met, None):
            who = session.get_one(Partner, days.partner_id).title if days.partner_id else "The whole consortium"
            on = day(max(moment.first_day, days.first_day), "en")
            reason = f"{who} is closed on {on}: {days.title}."
            yield Met("closed", moment.starts_at, reason, title=days.title, partner_id=days.partner_id)
