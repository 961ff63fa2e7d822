"""Whom a notice concerns, in SQL, judged as events' audiences are, so that one fan-out serves both.

A person whom several routes reach is told once, by the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.emails.audience import CALENDAR_SEQUENCE, QUIET_UNTIL
from services.notifications.notices.invitations import method
from services.notifications.notices.kind import Kind

_REACHED = """
    asked AS MATERIALIZED (
        SELECT row_number() OVER () AS place, a.* FROM jsonb_to_recordset(:asked) AS a(
            name text, person_ids uuid[], partner_id uuid, roles text[], consortium_role text, address text,
            event_id uuid, occurrence text)
    ),
    reached AS MATERIALIZED (
        SELECT r.id, a.place, a.name FROM asked a
        JOIN person_roles p ON p.partner_id = a.partner_id AND p.role = ANY(a.roles)
        JOIN recipients r ON r.person_id = p.person_id
        UNION ALL
        SELECT r.id, a.place, a.name FROM asked a
        JOIN people p ON a.consortium_role = ANY(p.consortium_roles) JOIN recipients r ON r.person_id = p.id
        UNION ALL
        SELECT r.id, a.place, a.name FROM asked a JOIN recipients r ON r.person_id = ANY(a.person_ids)
        UNION ALL
        SELECT r.id, a.place, a.name FROM asked a JOIN recipients r ON r.address_key = a.address
        UNION ALL
        SELECT r.id, a.place, a.name FROM asked a
        JOIN registrations g ON g.event_id = a.event_id AND g.live AND g.has_place
            AND (a.occurrence IS NULL OR g.occurrence IS NULL OR g.occurrence = a.occurrence)
        JOIN recipients r ON r.person_id = g.person_id OR r.address_key = g.address_key
    ),
    page AS MATERIALIZED (SELECT DISTINCT id FROM reached WHERE id > :after ORDER BY id LIMIT :size)
"""

_JUDGED = f"""
    judged AS (
        SELECT r.id AS recipient_id, r.person_id, r.address, r.address_key, r.name, r.language, first.name AS route,
            CAST(NULL AS text) AS target,
            coalesce(r.obstacle, shut.reason,
                CASE WHEN :may_be_refused AND r.wishes->>:kind = 'never' THEN 'muted' END) AS suppressed,
            'email' AS channel,
            CASE WHEN NOT :urgent THEN {QUIET_UNTIL} END AS quiet_until,
            CAST(NULL AS timestamptz) AS tomorrow, CAST(NULL AS timestamptz) AS monday,
            CASE WHEN :calendar = 'REQUEST' OR :calendar = 'CANCEL' AND NOT EXISTS (
                SELECT FROM registrations g
                WHERE g.event_id = :event_id AND (g.person_id = r.person_id OR g.address_key = r.address_key)
                  AND g.live AND g.has_place AND g.occurrence IS NOT DISTINCT FROM :occurrence
            ) THEN {CALENDAR_SEQUENCE} END AS calendar_sequence
        FROM page
        JOIN recipients r ON r.id = page.id
        JOIN LATERAL (
            SELECT name FROM reached WHERE reached.id = page.id ORDER BY place LIMIT 1
        ) first ON true
        LEFT JOIN suppressions shut ON shut.address_key = r.address_key AND shut.scope = 'all'
        WHERE NOT :takes_back OR (
            SELECT e.kind FROM emails e JOIN deliveries d ON d.email_id = e.id
            WHERE e.cause_kind = :cause AND e.cause_id = :cause_id AND d.recipient_id = r.id
              AND d.state IN ('sending', 'accepted', 'uncertain')
            ORDER BY e.cause_version DESC LIMIT 1
        ) <> :kind
    )
"""

WHO_IS_CONCERNED = f"WITH {_REACHED}, {_JUDGED}"


@dataclass(frozen=True)
class Concerned:
    """Whom a notice concerns, at one moment.

    `previous` is what she was last told of the same thing, `known_sequence` that of the newest known state of the
    event.
    """

    kind: Kind[Any]
    told: Any
    as_of: datetime
    previous: Mapping[str, Any] | None = None
    known_sequence: int = 0

    def parameters(self) -> dict[str, Any]:
        """What `WHO_IS_CONCERNED` asks for, but for the cursor and the size of a page."""
        occasion = self.kind.occasion(self.told)
        return {
            "now": self.as_of,
            "asked": [route.as_row() for route in self.kind.routes(self.told)],
            "kind": self.kind.name,
            "may_be_refused": self.kind.may_be_refused,
            "takes_back": self.kind.takes_back,
            "cause": self.kind.cause,
            "cause_id": self.kind.cause_of(self.told),
            "urgent": self.kind.is_urgent(self.told, self.as_of),
            "calendar": method(self.told, self.previous) if self.kind.invites else None,
            "event_id": occasion.event_id if occasion else UUID(int=0),
            "sequence": max(occasion.sequence if occasion else 0, self.known_sequence),
            "occurrence": getattr(self.told, "occurrence", None),
        }
