"""Programs that look into emails open every link: nothing may come of it."""

import re

from tests.notifications.doors import Doors
from tests.notifications.every_letter import every_letter, part, read
from tests.notifications.notices import EVERY_KIND
from tests.notifications.stage import Stage
from tests.sink import Sink

OF_EVENTS = {"event_published", "event_cancelled", "sign_in", "digest", "announcement"}
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def _dump(stage: Stage) -> dict[str, list[str]]:
    names = stage.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return {name: [row[0] for row in stage.rows(f'SELECT t::text FROM "{name}" t ORDER BY 1')] for (name,) in names}


def test_whoever_opens_every_link_of_every_email_changes_nothing(stage: Stage, sink: Sink) -> None:
    letters, stranger = every_letter(stage, sink, "en"), Doors(stage).to("stranger")
    assert {kind.partition(".")[0] for kind in letters} >= OF_EVENTS | EVERY_KIND.keys()
    opened, before = 0, _dump(stage)
    for kind, raw in letters.items():
        said = part(raw, "plain") + part(raw, "html") + str(read(raw).get("List-Unsubscribe", ""))
        ours = {found for found in _ADDRESS.findall(said) if "/links/notifications/" in found}
        assert ours, kind
        for address in ours:
            path = address.partition("consortium.test")[2]
            assert stranger.get(path).status_code == 200
            opened += 1
    assert opened >= len(letters)
    assert _dump(stage) == before
