"""Many deeds on one database at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared.database import Database


def at_once(store: Database, deeds: list[Callable[[Any], Any]]) -> list[Any]:
    """What became of each deed, each in a transaction of its own, as many at once as there are connections."""

    def do(deed: Callable[[Any], Any]) -> Any:
        with store.transaction() as session:
            return deed(session)

    with ThreadPoolExecutor(24) as threads:
        return list(threads.map(do, deeds))
