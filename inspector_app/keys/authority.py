"""The bureau's certificates: its own root, and one for each inspector who signs documents (P-256)."""

from datetime import UTC, datetime, timedelta

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from inspector_app.errors import Problem
from inspector_app.keys.vault import PersonPublic

# A clock that is some days behind must not make the bureau's own certificates look as if from the future.
_BACKDATED = timedelta(days=30)
_ROOT_LIFE, _PERSON_LIFE = timedelta(days=20 * 365), timedelta(days=5 * 365)


class Authority(msgspec.Struct, frozen=True):
    """A bureau's own certificate authority: root certificate and private key, both PEM."""

    name: str
    certificate: str
    key: str

    def dump(self) -> bytes:
        """Return the bytes that `read_authority` reads; they hold the private key and belong into the encrypted store."""
        return msgspec.json.encode(self)

    def __repr__(self) -> str:
        return f"Authority({self.name!r})"


def new_authority(name: str, now: datetime) -> Authority:
    """Make a bureau's root certificate (P-256, valid 20 years from somewhat before `now`)."""
    private = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name, "")
    public = private.public_key()
    certificate = (
        _builder(subject, subject, public, now, _ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(root=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(private, hashes.SHA256())
    )
    key = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Authority(name, _pem(certificate), key.decode())


def read_authority(data: bytes) -> Authority:
    """Return what `Authority.dump` wrote; Problem keys.vault_damaged."""
    try:
        return msgspec.json.decode(data, type=Authority)
    except msgspec.MsgspecError:
        raise Problem("keys.vault_damaged", "authority") from None


def issue(authority: Authority, person: str, name: str, public: PersonPublic, now: datetime) -> str:
    """Return the certificate (PEM) by which the bureau says that `public` is the key of `person`, for five years.

    Problem keys.bad_public_key when `public` is no P-256 key.
    """
    root = x509.load_pem_x509_certificate(authority.certificate.encode())
    private = serialization.load_pem_private_key(authority.key.encode(), None)
    key = _p256(public.p256, person)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise Problem("keys.vault_damaged", "authority")
    certificate = (
        _builder(_name(name, person), root.subject, key, now, _PERSON_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(root=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    return _pem(certificate)


def certificate_key(certificate: str) -> str:
    """Return the public key (PEM) of a certificate (PEM)."""
    public = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    start = now.astimezone(UTC).replace(microsecond=0) - _BACKDATED
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + life)
    )


def _name(name: str, person: str) -> x509.Name:
    # X.520 allows 64 characters in a common name; the certificate is about the id, the name is for the reader.
    rows = [(NameOID.COUNTRY_NAME, "CN"), (NameOID.COMMON_NAME, name[:64])]
    rows += [(NameOID.SERIAL_NUMBER, person)] if person else []
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in rows])


def _usage(*, root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not root,
        content_commitment=not root,
        key_cert_sign=root,
        crl_sign=root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _p256(pem: str, where: str) -> ec.EllipticCurvePublicKey:
    try:
        key = serialization.load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise Problem("keys.bad_public_key", where) from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Problem("keys.bad_public_key", where)
    return key


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
