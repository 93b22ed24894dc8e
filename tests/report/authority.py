"""A test authority and its inspectors, made by cryptography alone (keys has its own)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Holder:
    """A key and its certificate, as PEM."""

    key: bytes
    certificate: bytes


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    kind = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not authority, not authority, False, False, False, authority, authority, False, False)


def root(name: str = "示例县教育局督导根证书") -> Holder:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(_name(name), _name(name), key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(_START).not_valid_after(_START + timedelta(days=7300))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage(authority=True), critical=True)
    return Holder(_pem(key), builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


def issue(authority: Holder, name: str) -> Holder:
    issuer = x509.load_pem_x509_certificate(authority.certificate)
    signing = serialization.load_pem_private_key(authority.key, None)
    assert isinstance(signing, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(issuer.subject, _name(name), key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(_START).not_valid_after(_START + timedelta(days=3650))
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(authority=False), critical=True)
    return Holder(_pem(key), builder.sign(signing, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
