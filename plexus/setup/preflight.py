"""What must be so before any container starts: the settings are there, and they are not the demo's by accident."""

import os
from collections.abc import Mapping
from pathlib import Path

from plexus.front import LOADING
from plexus.setup import demo, settings_file

NEEDED = (
    "PLEXUS_SECRET",
    "PLEXUS_REDIS_URL",
    "POSTGRES_PASSWORD",
    "PARTNERS_DATABASE_URL",
    "EVENTS_DATABASE_URL",
    "NOTIFICATIONS_DATABASE_URL",
    "PLEXUS_FROM",
)
DEMO_SETTINGS, DEMO_ASKED = "demo.env", "demo.asked"
SET_UP_FIRST = "No settings yet: run `plexus setup` (or `docker compose run --rm ops setup`)."
DEMO_BESIDE_SETTINGS = "The demo brings settings of its own: move .env away, or start without `--profile demo`."
DEMO_IN_VOLUMES = (
    "The volumes hold the demo: remove them with `docker compose --profile demo down --volumes`, then start again."
)


def objection(kept: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """Why the installation must not start, in a sentence; None when it may. `kept` is the volume of settings."""
    asked = kept / DEMO_ASKED
    demo_asked_for = asked.exists()
    asked.unlink(missing_ok=True)  # asked for this start only
    missing = [name for name in NEEDED if not environment.get(name)]
    if demo_asked_for:
        return DEMO_BESIDE_SETTINGS if environment.get("PLEXUS_SECRET") else None
    if not environment.get("PLEXUS_SECRET"):
        return SET_UP_FIRST
    if missing:
        return f".env lacks {', '.join(missing)}: run `plexus setup` (or `docker compose run --rm ops setup`) again."
    return DEMO_IN_VOLUMES if (kept / DEMO_SETTINGS).exists() else None


def ask_for_demo(kept: Path) -> None:
    """Leave the demo's settings in the volume, once, and note that this start is the demo's."""
    settings = kept / DEMO_SETTINGS
    if not settings.exists():
        (kept / LOADING).touch()
        settings_file.write(settings, demo.in_containers())
        settings.chmod(0o444)  # read by each container's own user; the volume is theirs alone
    (kept / DEMO_ASKED).touch()
