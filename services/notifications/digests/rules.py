"""What of an event a digest may still say: its latest state, to whoever may know of it, while it is to come."""

# Whether what changed is still worth saying. Expects `m`, the email about it, and `e`, the event as it is now.
TO_COME = """
    (e.state IN ('published', 'postponed', 'in_progress') OR e.state = 'cancelled' AND m.change = 'cancelled')
    AND (e.state = 'postponed'
         OR CAST(coalesce(e.fact->'happenings'->-1->>'ends_at', e.fact->>'ends_at') AS timestamptz) > :now)
"""

# Whether she had heard of the event before this. Expects `i`, what waits for a digest.
KNEW = """
    EXISTS (
        SELECT FROM deliveries t
        WHERE t.event_id = i.event_id AND t.recipient_id = i.recipient_id AND t.id <> i.id
          AND t.state IN ('accepted', 'uncertain') AND t.digest_id IS DISTINCT FROM i.digest_id)
"""

# Whether nothing is left to say in `d`, a digest.
IS_EMPTY = f"""
    NOT EXISTS (
        SELECT FROM deliveries i JOIN emails m ON m.id = i.email_id JOIN events e ON e.id = i.event_id
        WHERE i.digest_id = d.id AND i.state IN ('pending', 'uncertain') AND {TO_COME})
"""
