"""What the laptop's stack tells its processes when nobody else does; whoever sets a variable is heard."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plexus.setup import demo

DATABASES = {name: f"{name.upper()}_DATABASE_URL" for name in ("partners", "events", "notifications")}
REDIS = "PLEXUS_REDIS_URL"


@dataclass(frozen=True)
class Layout:
    """Where a stack lives and listens."""

    home: Path = Path("var")
    port: int = 8000
    mailbox_port: int = 8025
    mailbox_smtp_port: int = 1025

    @classmethod
    def of(cls, environ: Mapping[str, str] = os.environ) -> "Layout":
        return cls(
            Path(environ.get("PLEXUS_HOME", "var")).resolve(),
            int(environ.get("PLEXUS_PORT", "8000")),
            int(environ.get("PLEXUS_MAILBOX_PORT", "8025")),
            int(environ.get("PLEXUS_MAILBOX_SMTP_PORT", "1025")),
        )

    @property
    def ports(self) -> dict[str, int]:
        return {
            "PLEXUS_PORT": self.port,
            "PLEXUS_MAILBOX_PORT": self.mailbox_port,
            "PLEXUS_MAILBOX_SMTP_PORT": self.mailbox_smtp_port,
        }

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def mailbox_url(self) -> str:
        return f"http://localhost:{self.mailbox_port}"


@dataclass
class Environment:
    """The variables of a stack's processes: the machine's own, over the demo's."""

    layout: Layout
    given: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))

    def needs_postgres(self) -> bool:
        return any(variable not in self.given for variable in DATABASES.values())

    def needs_valkey(self) -> bool:
        return REDIS not in self.given

    def variables(self, stores: Mapping[str, str]) -> dict[str, str]:
        """All variables; `stores` are the addresses of what was started for this stack."""
        defaults = {
            **demo.CHOICES,
            "PLEXUS_SECRET": _kept_secret(self.layout.home),
            "PLEXUS_URL": self.layout.url,
            "PLEXUS_SMTP_URL": f"smtp://127.0.0.1:{self.layout.mailbox_smtp_port}",
        }
        where = {
            "PLEXUS_HOME": str(self.layout.home),
            "PYTHONUNBUFFERED": "1",
            "MALLOC_ARENA_MAX": "2",  # many threads that do little would each keep memory of their own
            **{name: str(port) for name, port in self.layout.ports.items()},
        }
        return {**defaults, **stores, **self.given, **where}


def _kept_secret(home: Path) -> str:
    """The demo's secret: made once, so that links and sessions outlive a restart, and marked as the demo's."""
    kept = home / "secrets.json"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(json.dumps({"PLEXUS_SECRET": demo.MARK + secrets.token_urlsafe(48)}))
    secret: str = json.loads(kept.read_text())["PLEXUS_SECRET"]
    return secret
