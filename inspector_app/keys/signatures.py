"""Ed25519: who wrote an entry or sealed a file; and the ids of devices."""

import secrets as randomness

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


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
