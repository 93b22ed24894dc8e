"""Secrets at rest, wrapped by a passphrase or PIN: the workspace's vault, each person's key, each compartment's.

Argon2id (64 MiB, 3 passes, 4 lanes) stretches, ChaCha20-Poly1305 wraps.
"""

import hashlib
import os
import unicodedata

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from inspector_app.errors import Problem
from inspector_app.keys.sealing import age_recipient, decrypt, encrypt, new_age_identity
from inspector_app.keys.signatures import new_device, sign, verify_key_of

_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 4


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
        return PersonPublic(verify_key_of(self.entry_seed), _pem(private.public_key()))

    def sign_entry(self, data: bytes) -> bytes:
        """Return the personal signature over an entry's signing bytes."""
        return sign(self.entry_seed, data)

    def __repr__(self) -> str:
        return "PersonKey(…)"


class CompartmentKey(msgspec.Struct, frozen=True):
    """What an officer's PIN opens: the compartment's journal (`database_key`, `device`) and the notes sealed to him."""

    database_key: bytes
    device: str
    age_identity: str

    @property
    def recipient(self) -> str:
        """Return the recipient (age1…) that notes for this officer are sealed to."""
        return age_recipient(self.age_identity)

    def __repr__(self) -> str:
        return "CompartmentKey(…)"


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


def renew_signing(data: bytes, passphrase: str) -> tuple[bytes, Secrets]:
    """Return the vault with a new signing seed, and its secrets: same database, same age identity, another device.

    Problems as `open_vault`.
    """
    secrets = msgspec.structs.replace(open_vault(data, passphrase), signing=os.urandom(32))
    return _wrap("inspector-vault-1", passphrase, msgspec.msgpack.encode(secrets)), secrets


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


def new_compartment_key(pin: str, shared: CompartmentKey | None = None) -> tuple[bytes, CompartmentKey]:
    """Make an officer's key to a compartment, wrapped by his own PIN; `shared` is a fellow officer's of the same compartment."""
    known = shared or CompartmentKey(os.urandom(32), new_device(), "")
    key = msgspec.structs.replace(known, age_identity=new_age_identity())
    return _wrap("inspector-compartment-1", pin, msgspec.msgpack.encode(key)), key


def open_compartment_key(data: bytes, pin: str) -> CompartmentKey:
    """Return an officer's key to a compartment; Problem keys.wrong_passphrase, keys.vault_damaged."""
    return msgspec.msgpack.decode(_unwrap("inspector-compartment-1", data, pin), type=CompartmentKey)


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


def _pem(public: ec.EllipticCurvePublicKey) -> str:
    return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
