"""What receivers will miss at the sender's domain: SPF, DKIM and DMARC, where DNS answers."""

from dataclasses import dataclass

import dns.exception
import dns.resolver

PATIENCE = 3.0  # seconds for all answers to one question


@dataclass(frozen=True)
class Domain:
    """A domain as DNS shows it; None stands for no answer."""

    spf: str | None
    dmarc: str | None
    has_dkim: bool | None
    answered: bool

    def advice(self, name: str) -> list[str]:
        """What lacks, each in a sentence with the next step; empty when nothing does."""
        if not self.answered:
            return [f"DNS did not answer for {name}: see that it has SPF, DKIM and DMARC before you write to many."]
        found = []
        if self.spf is None:
            found.append(f'SPF lacks: a TXT record at {name}, "v=spf1 include:<your relay\'s domain> -all".')
        if not self.has_dkim:
            found.append(f"DKIM lacks: ask your relay for a key, and publish it below _domainkey.{name}.")
        if self.dmarc is None:
            found.append(
                f'DMARC lacks: a TXT record at _dmarc.{name}, "v=DMARC1; p=none; rua=mailto:…" to begin with.'
            )
        return found


class _NoAnswer(Exception):
    pass


def look_up(name: str) -> Domain:
    """Ask DNS about a sender's domain (RFC 7208, RFC 6376, RFC 7489)."""
    try:
        spf = _text(name, "v=spf1")
        dmarc = _text(f"_dmarc.{name}", "v=DMARC1")
        return Domain(spf, dmarc, _exists(f"_domainkey.{name}"), answered=True)
    except _NoAnswer:
        return Domain(None, None, None, answered=False)


def _text(name: str, begins: str) -> str | None:
    return next((record for record in _ask(name) if record.lower().startswith(begins.lower())), None)


def _exists(name: str) -> bool:
    # The keys stand below names that only the relay knows; that there is no such name at all says that none is there.
    try:
        dns.resolver.resolve(name, "TXT", lifetime=PATIENCE, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        return False
    except dns.exception.DNSException as failure:
        raise _NoAnswer from failure
    return True


def _ask(name: str) -> list[str]:
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=PATIENCE)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as failure:
        raise _NoAnswer from failure
    return [b"".join(record.strings).decode(errors="replace") for record in answer]
