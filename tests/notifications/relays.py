"""Relays that speak TLS, with certificates of a test's own authority."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Authority:
    """A certificate authority that a test trusts; `trusted` is its file."""

    directory: Path

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = self._signed("Test authority", self._key, self._key, None, authority=True)
        self.trusted = self.directory / "authority.pem"
        self.trusted.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, name: str = "localhost", *, days: int = 2, self_signed: bool = False) -> ssl.SSLContext:
        """What a server shows that has a certificate for a name, good until some days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = None if self_signed else self._certificate
        certificate = self._signed(name, key, key if self_signed else self._key, issuer, days=days)
        file = self.directory / f"{name}-{days}-{self_signed}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    @staticmethod
    def _signed(
        name: str,
        key: ec.EllipticCurvePrivateKey,
        signer: ec.EllipticCurvePrivateKey,
        issuer: x509.Certificate | None,
        *,
        days: int = 2,
        authority: bool = False,
    ) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        until = datetime.now(UTC) + timedelta(days=days)
        names: list[x509.GeneralName] = [x509.DNSName(name.replace(" ", "-"))]
        if name == "localhost":
            names.append(x509.IPAddress(ip_address("127.0.0.1")))
        built = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(until - timedelta(days=30))
            .not_valid_after(until)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        return built.sign(signer, hashes.SHA256())


@dataclass
class Relay:
    """What a relay took, and who signed in."""

    port: int = 0
    recipients: list[str] = field(default_factory=list)
    signed_in: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.heard.append(address)
        envelope.mail_from, envelope.mail_options = address, options
        return "250 2.1.0 ok"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        self.recipients += envelope.rcpt_tos
        return "250 2.0.0 taken"

    def authenticate(self, _: SMTP, __: Session, ___: Envelope, ____: str, auth: Any) -> AuthResult:
        self.signed_in.append(auth.login)
        return AuthResult(success=(auth.login, auth.password) == (b"office", b"p@ss word"), handled=False)


@contextmanager
def listening(implicit: ssl.SSLContext | None = None, **options: Any) -> Iterator[Relay]:
    """A relay of aiosmtpd's, in a thread of its own; `implicit` TLS, or what aiosmtpd's `options` say."""
    relay, loop = Relay(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def serve() -> asyncio.Server:
        def session() -> SMTP:
            return SMTP(relay, loop=loop, hostname="relay.example.org", authenticator=relay.authenticate, **options)

        return await loop.create_server(session, "127.0.0.1", 0, ssl=implicit)

    server = asyncio.run_coroutine_threadsafe(serve(), loop).result(10)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
