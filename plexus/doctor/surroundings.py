"""What is wrong around the services: Redis, the front, the SMTP relay."""

from collections.abc import Iterator

import httpx2
import redis

from plexus.doctor.finding import Finding, compared_clock
from plexus.setup import relay


def examine_redis(url: str) -> Iterator[Finding]:
    """Whether it answers, and drops nothing."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            policy = client.config_get("maxmemory-policy")["maxmemory-policy"]
            yield from compared_clock("Redis", lambda: client.time()[0])
    except redis.RedisError as failure:
        yield Finding(
            "Redis", f"It does not answer: {failure}", "See that it runs. Nothing is lost: it only carries."
        )
        return
    if policy != "noeviction":
        yield Finding("Redis", f"When full it drops tasks ({policy}).", "Set maxmemory-policy to noeviction.")
    else:
        yield Finding("Redis")


def examine_front(url: str) -> Iterator[Finding]:
    """Whether it is ready, and who is not."""
    try:
        answer = httpx2.get(f"{url.rstrip('/')}/health/ready", timeout=10)
    except httpx2.HTTPError as failure:
        yield Finding("front", f"{url} does not answer: {failure}", "See that the front and the services run.")
        return
    if answer.status_code == 200:
        yield Finding("front")
        return
    silent = [name for name, serves in answer.json().get("services", {}).items() if not serves]
    yield Finding("front", f"Not ready: {', '.join(silent) or answer.text}", "The logs of what is named say why.")


def examine_relay(url: str) -> Finding:
    """Whether one is set, and takes us."""
    if not url:
        return Finding("SMTP relay", "None is set: no email leaves.", "Run `plexus setup --force`.")
    try:
        relay.connected(url).quit()
    except relay.RelayRefused as refusal:
        return Finding("SMTP relay", str(refusal), "Emails wait until it answers; see PLEXUS_SMTP_URL.")
    return Finding("SMTP relay")
