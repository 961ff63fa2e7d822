"""What the demo says of itself, in either shape, where an installation has answers of its own."""

from plexus.setup.generated import secrets_and_stores

MARK = "demo-"  # begins its secret, which is refused elsewhere
CONSORTIUM = "Gateway and River Cities Community Health Consortium"

CHOICES = {
    "PLEXUS_DEMO": "1",
    "PLEXUS_CONSORTIUM": CONSORTIUM,
    "PLEXUS_TIME_ZONE": "America/Chicago",
    "PLEXUS_FROM": f'"{CONSORTIUM}" <events@consortium.example.org>',
    "PLEXUS_REPLY_TO": "office@consortium.example.org",
    # Everybody who tries the demo asks for links from one machine.
    "PLEXUS_SIGN_INS_PER_IP": "100000",
}


def in_containers() -> dict[str, str]:
    """All that `plexus setup` would have asked or made."""
    return {**CHOICES, **secrets_and_stores(MARK), "PLEXUS_SMTP_URL": "smtp://mailbox:1025"}
