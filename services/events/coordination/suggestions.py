"""Who might carry an event, too: partners at work in the same communities and topics, and old companions."""

from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.coordination.asks import with_room
from services.events.coordination.schemas import SuggestionShown
from services.events.policy import Viewer, visible_to
from shared import clock

_SHOWN = 10

# What each partner did in the year before, as far as the asker may know of it.
_DONE = """
    SELECT carrier.partner_id,
           count(*) FILTER (WHERE events.community_ids && CAST(:communities AS uuid[])) AS communities,
           count(*) FILTER (WHERE events.topics && CAST(:topics AS text[])) AS topics,
           count(*) FILTER (WHERE events.host_id = :host OR EXISTS (
               SELECT FROM cohosts WHERE cohosts.event_id = events.id
               AND cohosts.state = 'accepted' AND cohosts.partner_id = :host
           )) AS together
    FROM events CROSS JOIN LATERAL (
        SELECT events.host_id AS partner_id
        UNION SELECT partner_id FROM cohosts WHERE cohosts.event_id = events.id AND cohosts.state = 'accepted'
    ) AS carrier
    WHERE events.published_at IS NOT NULL AND events.state <> 'cancelled' AND events.id <> :event
    AND events.starts_at >= CAST(:now AS timestamptz) - interval '1 year' AND events.starts_at <= :now
    AND carrier.partner_id <> :host AND {visible}
    GROUP BY carrier.partner_id
"""
_SAID = {
    "together": (
        "Co-hosted with the host once in the last year.",
        "Co-hosted with the host {} times in the last year.",
    ),
    "communities": (
        "Held one event for the same communities in the last year.",
        "Held {} events for the same communities in the last year.",
    ),
    "topics": (
        "Held one event on the same topics in the last year.",
        "Held {} events on the same topics in the last year.",
    ),
}
# Those who know each other answer sooner than those who only do alike.
_WEIGHTS = {"together": 3, "communities": 2, "topics": 1}


def suggest(session: Session, viewer: Viewer, event: Event) -> list[SuggestionShown]:
    """Partners that might co-host, the likeliest first; none that was asked already, or wants to be left alone."""
    values = {
        "communities": event.community_ids,
        "topics": event.topics,
        "host": event.host_id,
        "event": event.id,
        "now": clock.now(),
    }
    query = text(_DONE.format(visible=visible_to(viewer)))
    done = {row.partner_id: row._mapping for row in session.execute(query, {**values, **viewer.named})}
    free = with_room(session) - {each.partner_id for each in event.cohosts}
    found = [_suggestion(partner_id, done[partner_id]) for partner_id in done.keys() & free]
    ranked = sorted((one for one in found if one.score), key=lambda one: (-one.score, str(one.partner_id)))
    return ranked[:_SHOWN]


def _suggestion(partner_id: UUID, counts: RowMapping) -> SuggestionShown:
    reasons = [
        (one if counts[name] == 1 else several).format(counts[name])
        for name, (one, several) in _SAID.items()
        if counts[name]
    ]
    score = sum(weight * counts[name] for name, weight in _WEIGHTS.items())
    by_reason = {name: counts[name] for name in _WEIGHTS}
    return SuggestionShown(partner_id=partner_id, score=score, reasons=reasons, **by_reason)
