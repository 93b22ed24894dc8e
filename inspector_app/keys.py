"""All of pyrage and cryptography: the vault, personal keys, signatures, sealing to recipients, the bureau's certificates.

Where the bytes are kept and who may ask for them is left to workspace and actions. Algorithms: Argon2id (64 MiB, 3 passes,
4 lanes) and ChaCha20-Poly1305 wrap secrets; Ed25519 signs entries and bundles; age X25519 seals; P-256 signs documents.
"""

import hashlib
import os
import secrets as randomness
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec
import pyrage
from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.x509.oid import NameOID

from inspector_app.durable import io_problems, publish_with
from inspector_app.errors import Problem

_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 4
# A clock that is some days behind must not make the bureau's own certificates look as if from the future.
_BACKDATED = timedelta(days=30)
_ROOT_LIFE, _PERSON_LIFE = timedelta(days=20 * 365), timedelta(days=5 * 365)


class Secrets(msgspec.Struct, frozen=True):
    """What the vault of one workspace holds: the database's key, the device's signing seed, its age identity."""

    database_key: bytes
    signing: bytes
    age_identity: str

    @property
    def verify_key(self) -> str:
        """Return the public half of the signing key, 64 hex digits."""
        return verify_key_of(self.signing)

    @property
    def age_recipient(self) -> str:
        """Return the public half of the age identity (age1…)."""
        return age_recipient(self.age_identity)

    def __repr__(self) -> str:
        return "Secrets(…)"


class PersonPublic(msgspec.Struct, frozen=True):
    """A person's public keys: `entry_key` (Ed25519, hex) for entries, `p256` (PEM) for documents."""

    entry_key: str
    p256: str


class PersonKey(msgspec.Struct, frozen=True):
    """A person's opened key; `p256_private` is PKCS#8 PEM for signing documents."""

    entry_seed: bytes
    p256_private: str

    @property
    def public(self) -> PersonPublic:
        """Return the public half."""
        private = serialization.load_pem_private_key(self.p256_private.encode(), None)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise Problem("keys.vault_damaged")
        return PersonPublic(verify_key_of(self.entry_seed), _public_pem(private.public_key()))

    def sign_entry(self, data: bytes) -> bytes:
        """Return the personal signature over an entry's signing bytes."""
        return sign(self.entry_seed, data)

    def __repr__(self) -> str:
        return "PersonKey(…)"


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


# ---- wrapped by a passphrase -----------------------------------------------------------------------------------------


class _Wrapped(msgspec.Struct, frozen=True, array_like=True):
    """A wrapped secret as it lies on the disk, in MessagePack, followed by the SHA-256 of those bytes.

    The sum is no protection: it tells a damaged file from a wrong passphrase.
    """

    magic: str
    memory_kib: int
    passes: int
    lanes: int
    salt: bytes
    nonce: bytes
    public: bytes
    sealed: bytes

    def context(self) -> bytes:
        return msgspec.msgpack.encode([self.magic, self.memory_kib, self.passes, self.lanes, self.salt, self.public])


def new_vault(passphrase: str) -> tuple[bytes, Secrets]:
    """Make the secrets of a new workspace; return the vault file's bytes and the secrets."""
    secrets = Secrets(os.urandom(32), os.urandom(32), new_age_identity())
    _check_own_seal(secrets)
    return _wrap("inspector-vault-1", passphrase, msgspec.msgpack.encode(secrets)), secrets


def open_vault(data: bytes, passphrase: str) -> Secrets:
    """Return the secrets; Problem keys.wrong_passphrase, keys.vault_damaged."""
    return msgspec.msgpack.decode(_unwrap("inspector-vault-1", data, passphrase), type=Secrets)


def change_passphrase(data: bytes, old: str, new: str) -> bytes:
    """Return the vault wrapped by the new passphrase; nothing inside changes. Problems as `open_vault`."""
    return _wrap("inspector-vault-1", new, _unwrap("inspector-vault-1", data, old))


def new_person_key(pin: str) -> tuple[bytes, PersonPublic]:
    """Make a person's key; return the file's bytes, wrapped by the PIN, and the public half."""
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    key = PersonKey(os.urandom(32), pem.decode())
    public = key.public
    return _wrap("inspector-person-1", pin, msgspec.msgpack.encode(key), msgspec.msgpack.encode(public)), public


def open_person_key(data: bytes, pin: str) -> PersonKey:
    """Return a person's key; Problem keys.wrong_passphrase, keys.vault_damaged."""
    return msgspec.msgpack.decode(_unwrap("inspector-person-1", data, pin), type=PersonKey)


def person_public(data: bytes) -> PersonPublic:
    """Return the public half of a person's key file without its PIN; Problem keys.vault_damaged."""
    return msgspec.msgpack.decode(_read_wrapped("inspector-person-1", data).public, type=PersonPublic)


def change_pin(data: bytes, old: str, new: str) -> bytes:
    """Return a person's key file wrapped by the new PIN; Problems as `open_person_key`."""
    public = _read_wrapped("inspector-person-1", data).public
    return _wrap("inspector-person-1", new, _unwrap("inspector-person-1", data, old), public)


def _wrap(magic: str, passphrase: str, secret: bytes, public: bytes = b"") -> bytes:
    blank = _Wrapped(magic, _MEMORY_KIB, _PASSES, _LANES, os.urandom(16), os.urandom(12), public, b"")
    sealed = ChaCha20Poly1305(_stretch(blank, passphrase)).encrypt(blank.nonce, secret, blank.context())
    data = msgspec.msgpack.encode(msgspec.structs.replace(blank, sealed=sealed))
    return data + hashlib.sha256(data).digest()


def _unwrap(magic: str, data: bytes, passphrase: str) -> bytes:
    wrapped = _read_wrapped(magic, data)
    try:
        cipher = ChaCha20Poly1305(_stretch(wrapped, passphrase))
        return cipher.decrypt(wrapped.nonce, wrapped.sealed, wrapped.context())
    except InvalidTag:
        raise Problem("keys.wrong_passphrase") from None


def _read_wrapped(magic: str, data: bytes) -> _Wrapped:
    body, total = data[:-32], data[-32:]
    if hashlib.sha256(body).digest() != total:
        raise Problem("keys.vault_damaged")
    try:
        wrapped = msgspec.msgpack.decode(body, type=_Wrapped)
    except msgspec.MsgspecError:
        raise Problem("keys.vault_damaged") from None
    costs = (wrapped.memory_kib, wrapped.passes, wrapped.lanes)
    # Whoever can write the file must not be able to make opening it take all memory.
    sane = (1024 <= costs[0] <= 1 << 20) and (1 <= costs[1] <= 16) and (1 <= costs[2] <= 16)
    if wrapped.magic != magic or not sane or (len(wrapped.salt), len(wrapped.nonce)) != (16, 12):
        raise Problem("keys.vault_damaged")
    return wrapped


def _stretch(wrapped: _Wrapped, passphrase: str) -> bytes:
    argon = Argon2id(
        salt=wrapped.salt,
        length=32,
        iterations=wrapped.passes,
        lanes=wrapped.lanes,
        memory_cost=wrapped.memory_kib,
    )
    # Input methods and systems differ in how they compose; the same passphrase must be the same bytes.
    return argon.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"))


def _check_own_seal(secrets: Secrets) -> None:
    probe = os.urandom(32)
    if decrypt(encrypt(probe, [secrets.age_recipient]), [secrets.age_identity]) != probe:
        raise RuntimeError("a new age key cannot open what is sealed to it")


# ---- signatures ------------------------------------------------------------------------------------------------------


def new_device() -> str:
    """Return a new device id, 32 hex digits."""
    return randomness.token_hex(16)


def verify_key_of(seed: bytes) -> str:
    """Return the public key of an Ed25519 seed, 64 hex digits."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def sign(seed: bytes, data: bytes) -> bytes:
    """Return the Ed25519 signature, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(data)


def verify(verify_key: str, data: bytes, signature: bytes) -> bool:
    """Return whether the signature is right; a malformed key or signature is a wrong one."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(verify_key)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


# ---- sealing ---------------------------------------------------------------------------------------------------------


def new_age_identity() -> str:
    """Return a new age identity (AGE-SECRET-KEY-1…)."""
    return str(pyrage.x25519.Identity.generate())


def age_recipient(identity: str) -> str:
    """Return the recipient (age1…) of an identity."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def encrypt(data: bytes, recipients: Sequence[str]) -> bytes:
    """Return `data` sealed to every recipient; Problem keys.bad_recipient."""
    return bytes(pyrage.encrypt(data, _recipients(recipients)))


def decrypt(data: bytes, identities: Sequence[str]) -> bytes:
    """Return what was sealed; Problem keys.cannot_decrypt."""
    try:
        return bytes(pyrage.decrypt(data, _identities(identities)))
    except pyrage.DecryptError:
        raise Problem("keys.cannot_decrypt") from None


class Source(Protocol):
    """What is read from: an open file, or anything with its `read`."""

    def read(self, size: int = -1, /) -> bytes: ...


class Sink(Protocol):
    """What is written to: an open file, or anything with its `write`."""

    def write(self, data: bytes, /) -> int: ...


def encrypt_stream(source: Source, target: Sink, recipients: Sequence[str]) -> None:
    """Seal everything `source` gives into `target`, in pieces; Problem keys.bad_recipient, and what either end raises."""
    ends = _Ends(source, target)
    try:
        pyrage.encrypt_io(ends, ends, _recipients(recipients))
    except (pyrage.EncryptError, OSError):
        raise ends.error or RuntimeError("age could not seal") from None


def decrypt_stream(source: Source, target: Sink, identities: Sequence[str]) -> None:
    """Open a sealed stream, in pieces; Problem keys.cannot_decrypt, and what either end raises.

    After any error what `target` got must not be believed: age writes pieces before it has seen the last one.
    """
    ends = _Ends(source, target)
    try:
        pyrage.decrypt_io(ends, ends, _identities(identities))
    except (pyrage.DecryptError, OSError):
        raise ends.error or Problem("keys.cannot_decrypt") from None


def encrypt_file(source: Path, target: Path, recipients: Sequence[str]) -> None:
    """Seal a file into `target`, published whole or not at all; Problems keys.bad_recipient, files.*."""
    with io_problems(source), source.open("rb") as reading:
        publish_with(target, lambda writing: encrypt_stream(reading, writing, recipients))


def decrypt_file(source: Path, target: Path, identities: Sequence[str]) -> None:
    """Open a sealed file into `target`, published whole or not at all; Problems keys.cannot_decrypt, files.*."""
    with io_problems(source), source.open("rb") as reading:
        publish_with(target, lambda writing: decrypt_stream(reading, writing, identities))


class _Ends:
    """Both ends of a pyrage stream; it keeps the error of either, which pyrage turns into text."""

    def __init__(self, source: Source, target: Sink) -> None:
        self._source, self._target = source, target
        self.error: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            return self._source.read(size)
        except BaseException as error:
            self.error = error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self._target.write(data)
        except BaseException as error:
            self.error = error
            raise


def _recipients(texts: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    if not texts:
        raise Problem("keys.bad_recipient", "-")
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError:
        raise Problem("keys.bad_recipient", ", ".join(texts)) from None


def _identities(texts: Sequence[str]) -> list[pyrage.x25519.Identity]:
    return [pyrage.x25519.Identity.from_str(text) for text in texts]


# ---- the bureau's certificates -----------------------------------------------------------------------------------------


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
    return _public_pem(public)


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


def _public_pem(public: CertificatePublicKeyTypes) -> str:
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
