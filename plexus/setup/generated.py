"""What nobody has to choose: secrets, and the addresses of the stores that hold them."""

import secrets

SERVICES = ("partners", "events", "notifications")


def secrets_and_stores(mark: str = "") -> dict[str, str]:
    """Fresh secrets for an installation whose stores are those of docker-compose.yml.

    `mark` begins the secret that signs links and cookies; the demo's is refused elsewhere.
    """
    stores = {
        f"{service.upper()}_DATABASE_URL": f"postgresql+psycopg://{service}:{_password()}@postgres/{service}"
        for service in SERVICES
    }
    return {
        "PLEXUS_SECRET": mark + secrets.token_urlsafe(48),
        "POSTGRES_PASSWORD": _password(),
        **stores,
        "PLEXUS_REDIS_URL": f"redis://:{_password()}@redis:6379/0",
    }


def _password() -> str:
    return secrets.token_hex(24)  # stands in URLs and in shell scripts as it is
