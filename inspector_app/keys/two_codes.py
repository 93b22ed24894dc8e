"""A key from two opening codes, and the box it opens (docs/format.md §9).

How codes are spelt is supervision's; which bytes are sealed is bundle's.
"""

from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


class Cost(NamedTuple):
    """What one guess costs: Argon2id's memory in KiB, passes and lanes."""

    memory_kib: int
    passes: int
    lanes: int


FULL_COST = Cost(64 * 1024, 3, 4)
"""About a third of a second and 64 MiB a guess; each code alone holds 65 bits besides."""


def stretch_codes(leader: str, second: str, salt: bytes, cost: Cost) -> bytes:
    """Return the 32-byte key of two codes in their roles (swapped they give another key); `salt` is 16 bytes."""
    words = f"inspector-task-1 leader {leader} second {second}".encode()
    argon = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return argon.derive(words)


def seal_box(key: bytes, nonce: bytes, plain: bytes, front: bytes) -> bytes:
    """Return ChaCha20-Poly1305's ciphertext and tag; `front` is readable but cannot be changed. A key seals once only."""
    return ChaCha20Poly1305(key).encrypt(nonce, plain, front)


def open_box(key: bytes, nonce: bytes, sealed: bytes, front: bytes) -> bytes | None:
    """Return the plaintext, or None: a wrong key and changed bytes look the same, and say nothing more."""
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, front)
    except InvalidTag:
        return None
