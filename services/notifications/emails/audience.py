"""Who is told of an event, in SQL and by keyset, so that a million people never pass through Python.

The rules are those of the page "Who is told"; one statement serves the real thing and its preview.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifications.emails.changes import (
    DISRUPTIONS,
    Change,
    Snapshot,
    changed_days,
    hosts,
    is_near,
    only_dates,
    skips_digests,
)
from shared.settings import settings

FIRST = UUID(int=0)
# The ways in which an event reaches people. What comes by others, to a few, does not mean that they were told of it.
ROUTES = ("staff", "group", "invited", "registered", "follows", "told")
# The ways that one can stop by a click. Whoever only was told of an event once has nothing else to stop it by.
STOPPABLE = frozenset({"follows", "told"})

# When a person's quiet hours that hold at `:now` end; null outside them. Expects `r`, a recipient.
QUIET_UNTIL = """
    CASE WHEN r.quiet_start <= r.quiet_end
              AND (:now AT TIME ZONE r.time_zone)::time >= r.quiet_start
              AND (:now AT TIME ZONE r.time_zone)::time < r.quiet_end
           OR r.quiet_start > r.quiet_end
              AND ((:now AT TIME ZONE r.time_zone)::time >= r.quiet_start
                   OR (:now AT TIME ZONE r.time_zone)::time < r.quiet_end)
         THEN ((:now AT TIME ZONE r.time_zone)::date
               + CASE WHEN (:now AT TIME ZONE r.time_zone)::time < r.quiet_end THEN 0 ELSE 1 END
               + r.quiet_end) AT TIME ZONE r.time_zone
    END
"""

# What of `d`, a delivery, is on its way or has come: of what waits for a digest, what that has told.
IN_HAND = "(d.channel = 'email' OR d.digest_id IS NOT NULL AND d.state IN ('accepted', 'uncertain'))"

# Whether `r`, a recipient, may have what is for members.
IS_MEMBER = """
    (r.has_account AND EXISTS (
        SELECT FROM affiliations a JOIN partners p ON p.id = a.partner_id
        WHERE a.person_id = r.person_id AND p.membership IN ('member', 'affiliate', 'community_partner')
          AND :today BETWEEN coalesce(a.since, :today) AND coalesce(a.until, :today)))
"""

# When the next digests leave: at seven by the wall of `time_zone`, whatever its clocks have done.
NEXT_DAILY = """
    (date_trunc('day', :now AT TIME ZONE time_zone - interval '7 hours') + interval '1 day 7 hours')
    AT TIME ZONE time_zone
"""
NEXT_WEEKLY = """
    (date_trunc('week', :now AT TIME ZONE time_zone - interval '7 hours') + interval '7 days 7 hours')
    AT TIME ZONE time_zone
"""

# What an invitation's sequence is to somebody, of `:event_id` with `:sequence`: her registrations' versions and the
# event's own sequence only rise, and so does their sum, whichever of them changes. Expects `r`, a recipient.
CALENDAR_SEQUENCE = """
    (SELECT :sequence + sum(g.version) FROM registrations g
     WHERE g.event_id = :event_id AND (g.person_id = r.person_id OR g.address_key = r.address_key))
"""

# Each route gives its next people after the cursor, without repeats, so that the first of all are the next page.
_PAGE = f"""
    targets AS MATERIALIZED (
        SELECT kind, key, place
        FROM unnest(CAST(:kinds AS text[]), CAST(:keys AS text[])) WITH ORDINALITY AS t(kind, key, place)
    ),
    reached AS (
        (SELECT DISTINCT r.id FROM person_roles p JOIN recipients r ON r.person_id = p.person_id
         WHERE p.partner_id = ANY(CAST(:hosts AS uuid[])) AND r.id > :after ORDER BY r.id LIMIT :size)
        UNION
        (SELECT r.id FROM group_members g JOIN recipients r ON r.person_id = g.person_id
         WHERE g.group_id = :group_id AND r.id > :after ORDER BY r.id LIMIT :size)
        UNION
        (SELECT r.id FROM recipients r
         WHERE r.person_id = ANY(CAST(:invited AS uuid[])) AND r.id > :after ORDER BY r.id LIMIT :size)
        UNION
        (SELECT DISTINCT r.id FROM registrations g JOIN recipients r ON r.person_id = g.person_id
         WHERE :disrupted AND g.event_id = :event_id AND g.live AND r.id > :after ORDER BY r.id LIMIT :size)
        UNION
        (SELECT DISTINCT r.id FROM registrations g JOIN recipients r ON r.address_key = g.address_key
         WHERE :disrupted AND g.event_id = :event_id AND g.live AND r.id > :after ORDER BY r.id LIMIT :size)
        UNION
        (SELECT DISTINCT d.recipient_id FROM deliveries d JOIN recipients r ON r.id = d.recipient_id
         WHERE d.event_id = :event_id AND {IN_HAND} AND d.state = ANY(CAST(:told AS text[]))
           AND d.route = ANY(CAST(:routes AS text[])) AND d.recipient_id > :after ORDER BY d.recipient_id LIMIT :size)
        UNION
        SELECT f.recipient_id FROM targets t CROSS JOIN LATERAL (
            SELECT DISTINCT s.recipient_id FROM subscriptions s
            WHERE s.target_kind = t.kind AND s.target_key = t.key AND s.recipient_id > :after
            ORDER BY s.recipient_id LIMIT :size
        ) f
    ),
    page AS MATERIALIZED (SELECT id FROM reached ORDER BY id LIMIT :size)
"""

# Of all ways in which the event may reach her: what brings it firmly, and what she follows and may have.
_ROUTES = f"""
    routes AS (
        SELECT r.*, follows.*, coalesce(r.obstacle, shut.reason) AS shut, unfollowed.reason AS unfollowed,
            CASE
                WHEN EXISTS (SELECT FROM person_roles p WHERE p.person_id = r.person_id
                             AND p.partner_id = ANY(CAST(:hosts AS uuid[]))) THEN 'staff'
                WHEN EXISTS (SELECT FROM group_members g WHERE g.person_id = r.person_id
                             AND g.group_id = :group_id) THEN 'group'
                WHEN r.person_id = ANY(CAST(:invited AS uuid[])) THEN 'invited'
                WHEN :disrupted AND EXISTS (SELECT FROM registrations g WHERE g.event_id = :event_id
                             AND (g.person_id = r.person_id OR g.address_key = r.address_key)
                             AND g.live) THEN 'registered'
                WHEN follows.target IS NULL AND EXISTS (SELECT FROM deliveries d WHERE d.recipient_id = r.id
                             AND d.event_id = :event_id AND {IN_HAND}
                             AND d.route = ANY(CAST(:routes AS text[]))
                             AND d.state = ANY(CAST(:told AS text[]))) THEN 'told'
            END AS firm,
            CASE WHEN :disrupted AND EXISTS (
                SELECT FROM registrations g
                WHERE g.event_id = :event_id AND (g.person_id = r.person_id OR g.address_key = r.address_key)
                  AND g.live AND g.has_place
                  AND (:all_days OR g.occurrence = ANY(CAST(:days AS text[])) OR :undated AND g.occurrence IS NULL)
            ) THEN {CALENDAR_SEQUENCE} END AS calendar_sequence,
            {QUIET_UNTIL} AS quiet_until
        FROM page
        JOIN recipients r ON r.id = page.id
        CROSS JOIN LATERAL (
            SELECT
                (array_agg(t.kind || ':' || t.key ORDER BY heard.rank NULLS LAST, t.place))[1] AS target,
                min(heard.rank) AS rank,
                bool_or(s.confirmed IS NOT FALSE) AS confirmed
            FROM subscriptions s
            JOIN targets t ON t.kind = s.target_kind AND t.key = s.target_key
            LEFT JOIN LATERAL (
                SELECT array_position(ARRAY['immediate', 'daily', 'weekly'],
                                      coalesce(r.wishes->>:wish, s.frequency)) AS rank
                WHERE s.confirmed IS NOT FALSE AND s.frequency <> 'never'
                  AND NOT (s.muted AND :today <= coalesce(s.muted_until, :today))
                  AND :today > coalesce(r.muted_until, '-infinity')
            ) heard ON true
            WHERE s.recipient_id = r.id
              AND (:visibility = 'public' OR s.confirmed IS NULL AND {IS_MEMBER})
        ) follows
        LEFT JOIN suppressions shut ON shut.address_key = r.address_key AND shut.scope = 'all'
        LEFT JOIN suppressions unfollowed ON unfollowed.address_key = r.address_key AND unfollowed.scope = 'following'
    )
"""

_JUDGED = f"""
    judged AS (
        SELECT id AS recipient_id, person_id, address, address_key, name, language,
            coalesce(firm, 'follows') AS route,
            CASE WHEN firm IS NULL THEN target END AS target,
            coalesce(
                CASE WHEN obstacle IN ('left', 'unsubscribed') THEN obstacle
                     WHEN firm IS NULL OR firm = 'told' THEN unfollowed END,
                shut,
                CASE WHEN firm = 'told' AND (wishes->>:wish = 'never' OR :today <= muted_until) THEN 'muted'
                     WHEN firm IS NOT NULL THEN NULL
                     WHEN rank IS NULL AND confirmed THEN 'muted'
                     WHEN rank IS NULL THEN 'unconfirmed' END
            ) AS suppressed,
            CASE WHEN firm IS NOT NULL OR :skips_digests THEN 'email'
                 ELSE (ARRAY['email', 'daily', 'weekly'])[coalesce(rank, 1)] END AS channel,
            CASE WHEN NOT :urgent THEN quiet_until END AS quiet_until,
            calendar_sequence,
            {NEXT_DAILY} AS tomorrow,
            {NEXT_WEEKLY} AS monday
        FROM routes
        WHERE firm IS NOT NULL OR target IS NOT NULL
    )
"""

WHO_IS_TOLD = f"WITH {_PAGE}, {_ROUTES}, {_JUDGED}"


@dataclass(frozen=True)
class Audience:
    """Whom a change of an event concerns, at one moment."""

    event: Snapshot
    change: Change
    as_of: datetime
    before: Snapshot | None = None

    @property
    def urgent(self) -> bool:
        """Whether it breaks quiet hours."""
        return is_near(self.change, self.as_of, self.before, self.event)

    @property
    def today(self) -> date:
        """The consortium's day."""
        return self.as_of.astimezone(ZoneInfo(settings().time_zone)).date()

    def parameters(self) -> dict[str, Any]:
        """What `WHO_IS_TOLD` asks for, but for the cursor and the size of a page."""
        visibility = self.event["visibility"]
        targets = list(_targets(self.event)) if visibility in {"public", "members"} else []
        days = changed_days(self.before, self.event) if self.change == "moved" else None
        told = ["accepted", "uncertain"]
        if self.change != "cancelled":  # of what is cancelled, those who wait are not told at all
            told += ["pending", "sending", "deferred"]
        return {
            "now": self.as_of,
            "today": self.today,
            "event_id": self.event["event_id"],
            "hosts": hosts(self.event),
            "group_id": self.event["group_id"] if visibility == "group" else None,
            "invited": list(self.event["invited_person_ids"]) if visibility == "private" else [],
            "visibility": visibility,
            "wish": "published" if self.change == "published" else "changes",
            "kinds": [kind for kind, _ in targets],
            "keys": [key for _, key in targets],
            "told": told,
            "routes": list(ROUTES),
            "sequence": self.event["sequence"],
            "all_days": days is None,
            "days": sorted(days or ()),
            "undated": len(only_dates(self.before, self.event)) != 1,
            "disrupted": self.change in DISRUPTIONS,
            "urgent": self.urgent,
            "skips_digests": skips_digests(self.change, self.as_of, self.before, self.event),
        }


def _targets(event: Snapshot) -> Iterator[tuple[str, str]]:
    """What a person may follow that brings this event, the most telling reason first."""
    if event["initiative_id"]:
        yield "initiative", event["initiative_id"]
    if event["program_id"]:
        yield "program", event["program_id"]
    yield from (("partner", host) for host in hosts(event))
    yield from (("community", community) for community in event["community_ids"])
    yield from (("topic", word) for word in dict.fromkeys((*event["topics"], *event["sdoh"])))
    yield from (("audience", word) for word in event["audiences"])
    yield "everything", ""
