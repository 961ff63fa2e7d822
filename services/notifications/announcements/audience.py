"""Whom an announcement reaches, in SQL and by keyset; one statement serves sending, the preview and the count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifications.announcements.consent import REFUSED
from services.notifications.emails.audience import IS_MEMBER, QUIET_UNTIL
from shared.settings import settings

_FOLLOWED = ("partner", "community", "initiative", "program", "topic", "audience")

# Each way gives its next people after the cursor, so that the first of all are the next page.
_REACHED = f"""
    reached AS (
        (SELECT r.id, true AS firm FROM recipients r
         WHERE :kind = 'everybody' AND r.id > :after ORDER BY r.id LIMIT :size)
        UNION ALL
        (SELECT r.id, true FROM recipients r
         WHERE :kind = 'members' AND r.id > :after AND {IS_MEMBER} ORDER BY r.id LIMIT :size)
        UNION ALL
        (SELECT DISTINCT r.id, true FROM person_roles p JOIN recipients r ON r.person_id = p.person_id
         WHERE :kind = 'partner' AND p.partner_id = :record AND r.id > :after ORDER BY r.id LIMIT :size)
        UNION ALL
        (SELECT DISTINCT r.id, true FROM affiliations a JOIN recipients r ON r.person_id = a.person_id
         WHERE :kind = 'partner' AND a.partner_id = :record AND r.id > :after
           AND :today BETWEEN coalesce(a.since, :today) AND coalesce(a.until, :today)
         ORDER BY r.id LIMIT :size)
        UNION ALL
        (SELECT r.id, true FROM group_members g JOIN recipients r ON r.person_id = g.person_id
         WHERE :kind = 'group' AND g.group_id = :record AND r.id > :after ORDER BY r.id LIMIT :size)
        UNION ALL
        (SELECT r.id, true FROM recipients r
         WHERE :kind = 'person' AND r.person_id = :record AND r.id > :after ORDER BY r.id LIMIT :size)
        UNION ALL
        (SELECT DISTINCT s.recipient_id, false FROM subscriptions s
         WHERE :followed AND s.target_kind = :kind AND s.target_key = :key AND s.recipient_id > :after
         ORDER BY s.recipient_id LIMIT :size)
    ),
    page AS MATERIALIZED (SELECT id, bool_or(firm) AS firm FROM reached GROUP BY id ORDER BY id LIMIT :size)
"""

# Of addresses without a person behind them only those are written to who said that they want to follow something.
_JUDGED = f"""
    judged AS (
        SELECT r.id AS recipient_id, r.person_id, r.address, r.address_key, r.name, r.language,
            CASE :kind WHEN 'person' THEN 'test' ELSE 'announced' END AS route,
            CASE WHEN page.firm THEN NULL ELSE :kind || ':' || :key END AS target,
            coalesce(
                CASE WHEN r.obstacle IN ('left', 'unsubscribed') THEN r.obstacle
                     WHEN :kind <> 'person' THEN {REFUSED} END,
                r.obstacle, shut.reason,
                CASE WHEN :kind = 'person' THEN NULL
                     WHEN r.person_id IS NULL AND heard.confirmed IS NOT TRUE THEN 'unconfirmed'
                     WHEN NOT page.firm AND heard.loud IS NOT TRUE OR :today <= r.muted_until THEN 'muted' END
            ) AS suppressed,
            'email' AS channel, CASE WHEN :kind <> 'person' THEN {QUIET_UNTIL} END AS quiet_until,
            CAST(NULL AS timestamptz) AS tomorrow, CAST(NULL AS timestamptz) AS monday,
            CAST(NULL AS integer) AS calendar_sequence
        FROM page
        JOIN recipients r ON r.id = page.id
        CROSS JOIN LATERAL (
            SELECT bool_or(s.confirmed IS NOT FALSE) AS confirmed,
                bool_or(s.confirmed IS NOT FALSE AND s.frequency <> 'never'
                        AND NOT (s.muted AND :today <= coalesce(s.muted_until, :today))) AS loud
            FROM subscriptions s
            WHERE s.recipient_id = r.id AND (NOT :followed OR s.target_kind = :kind AND s.target_key = :key)
        ) heard
        LEFT JOIN suppressions shut ON shut.address_key = r.address_key AND shut.scope = 'all'
        WHERE page.firm OR heard.confirmed IS NOT NULL
    )
"""

WHO_IS_ADDRESSED = f"WITH {_REACHED}, {_JUDGED}"


@dataclass(frozen=True)
class Addressees:
    """Whom a target names, at one moment; a test goes to one person, whatever she wishes to hear."""

    kind: str
    key: str
    as_of: datetime

    def parameters(self) -> dict[str, Any]:
        """What `WHO_IS_ADDRESSED` asks for, but for the cursor and the size of a page."""
        return {
            "now": self.as_of,
            "today": self.as_of.astimezone(ZoneInfo(settings().time_zone)).date(),
            "kind": self.kind,
            "key": self.key,
            "record": UUID(self.key) if self.kind in {"partner", "group", "person"} else None,
            "followed": self.kind in _FOLLOWED,
        }
