"""An authority of a test's own, and certificates that it, or nobody, vouches for."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Authority:
    """Whoever trusts the file trusts what this authority signs."""

    def __init__(self, home: Path) -> None:
        self._home, self._key = home, ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Test authority")
        made = _certificate(self._name, self._name, self._key.public_key(), days=2)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        made = made.add_extension(_signs(), critical=True)
        self.file = home / "authority.pem"
        self.file.write_bytes(_pem(made.sign(self._key, hashes.SHA256())))

    def vouches(self, host: str, *, days: int = 1) -> ssl.SSLContext:
        """A site's side of TLS, by a certificate for a host that runs out after so many days, or has run out."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(_named(host), self._name, key.public_key(), days)
        return self._context(made.add_extension(_for(host), critical=False).sign(self._key, hashes.SHA256()), key)

    def does_not_know(self, host: str) -> ssl.SSLContext:
        """A site's side of TLS, by a certificate that it signed itself."""
        key, name = ec.generate_private_key(ec.SECP256R1()), _named(host)
        made = _certificate(name, name, key.public_key(), 1).add_extension(_for(host), critical=False)
        return self._context(made.sign(key, hashes.SHA256()), key)

    def _context(self, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
        plain, pkcs8 = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
        file = self._home / "site.pem"
        file.write_bytes(_pem(certificate) + key.private_bytes(serialization.Encoding.PEM, pkcs8, plain))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _certificate(
    whose: x509.Name, by: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(whose).issuer_name(by).public_key(key)
    made = made.serial_number(x509.random_serial_number())
    return made.not_valid_before(now - timedelta(days=30)).not_valid_after(now + timedelta(days=days))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _for(host: str) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.DNSName(host)])


def _signs() -> x509.KeyUsage:
    nothing = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "encipher_only", "decipher_only"),
        ),
        False,
    )
    return x509.KeyUsage(**nothing, key_cert_sign=True, crl_sign=True)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
