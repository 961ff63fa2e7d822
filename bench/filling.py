"""How a database gets many events, and what a posted one leaves in it."""

import json

from bench import events, pgbench
from bench.store import EventsStore, Store

_MULTIPLIED = """
    INSERT INTO events SELECT another.* FROM events e
    CROSS JOIN generate_series(1, {more}) AS number
    CROSS JOIN LATERAL (SELECT number, uuidv7() AS id OFFSET 0) AS new
    CROSS JOIN LATERAL jsonb_populate_record(e, jsonb_build_object(
        'id', new.id,
        'uid', new.id || '@example.org',
        'starts_at', e.starts_at + new.number * interval '1 minute',
        'ends_at', e.ends_at + new.number * interval '1 minute',
        'document', replace(e.document, e.id::text, new.id::text),
        'ics', replace(e.ics, e.uid, new.id || '@example.org')
    )) AS another
"""

_THEIR_OCCURRENCES = """
    INSERT INTO occurrences SELECT another.* FROM occurrences AS o
    JOIN events ON events.id <> o.event_id
    CROSS JOIN LATERAL jsonb_populate_record(o, jsonb_build_object(
        'event_id', events.id, 'starts_at', events.starts_at, 'ends_at', events.ends_at
    )) AS another
"""

_NAIVELY_FILLED = """
    INSERT INTO events (id, uid, title, summary, kind, state, host_id, community_ids, topics, audiences, venue,
        starts_at, ends_at, time_zone, cost, languages, visibility, accessibility_statement, accessibility_contact,
        version)
    SELECT gen_random_uuid(), number || '@example.org', e.title, e.summary, '', 'published', e.host_id,
        e.community_ids, e.topics, e.audiences, e.venue,
        e.starts_at + number * interval '1 minute', e.ends_at + number * interval '1 minute',
        e.time_zone, '', e.languages, 'public', 'Step-free entrance on Oak Street.', 'access@riverbend.example.org', 1
    FROM generate_series(1, %s) AS number,
        jsonb_to_record(%s) AS e (
            title text, summary text, host_id uuid, community_ids text[], topics text[], audiences text[],
            venue jsonb, starts_at timestamptz, ends_at timestamptz, time_zone text, languages text[]
        )
"""


def multiply(store: Store, database: str, count: int) -> None:
    """Make `count` events of the one that was published, each as it would have been kept."""
    store.execute(database, _MULTIPLIED.format(more=count - 1))
    store.execute(database, _THEIR_OCCURRENCES)
    store.execute(database, "VACUUM ANALYZE events, occurrences")


def fill_naive(store: Store, database: str, known: EventsStore, count: int) -> None:
    """The same events in the naive way's tables."""
    store.execute(database, _NAIVELY_FILLED, [count, json.dumps(events.event(known, "Health fair"))])
    store.execute(database, "VACUUM ANALYZE events")


def posting(store: Store, database: str) -> str:
    """A script that writes, in two transactions, what a drafted and then published event leaves behind."""
    event = _insert_like(store, database, "events", {"id": "gen_random_uuid()", "uid": "gen_random_uuid()"})
    told = _insert_like(store, database, "outbox", {"message_id": "gen_random_uuid()"})
    key = _insert_like(store, database, "idempotency_keys", {"key": "gen_random_uuid()"})
    published = "UPDATE events SET state = 'published', version = version + 1, document = document || ' ' WHERE id = "
    return (
        f"BEGIN;\n{pgbench.escaped(event)} RETURNING id AS event_id \\gset\n{pgbench.escaped(key)};\nCOMMIT;\n"
        f"BEGIN;\n{published} :event_id;\n{pgbench.escaped(told)};\n{pgbench.escaped(key)};\nCOMMIT;\n"
    )


def _insert_like(store: Store, database: str, table: str, changed: dict[str, str]) -> str:
    """The statement that writes a row like one that is there, with some columns' values given as SQL."""
    columns = [
        str(name)
        for (name,) in store.execute(
            database,
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name = %s AND is_identity = 'NO'",
            [table],
        )
    ]
    texts = ", ".join(f'quote_nullable("{name}"::text)' for name in columns)
    (row,) = store.execute(database, f"SELECT {texts} FROM {table} LIMIT 1")
    values = [changed.get(name, str(value)) for name, value in zip(columns, row, strict=True)]
    named = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({named}) VALUES ({', '.join(values)})"
