"""The witness: a reader of the sealed task, written from docs/format.md (section 9) without sight of the product."""

import unicodedata
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tests.witness.canonical import Refused, Value, from_json, refuse_unless, sha256, unpack

BLOB, FRONT, BOX, PLAIN = 40960, 4096, 32784, 32768
MAGIC = b"inspector-task-1\n"
LEADER, SECOND, UNLOCK = 0, 1, 2
HEADER = {"format", "kdf", "memory_kib", "passes", "lanes", "salt", "box", "nonce", "visit", "task"}
PUBLIC = {"number", "not_before", "meet_at", "meet_place", "bring", "direction", "people"}
DROPPED = dict.fromkeys(map(ord, " \t\r\n-·,、."), "")


def digits(text: str) -> str:
    """Return the 25 digits of a code as a person writes it."""
    code = unicodedata.normalize("NFKC", text).translate(DROPPED)
    refuse_unless(len(code) == 25 and code.isascii() and code.isdigit(), "25 decimal digits")
    return code


def group_sums(code: str) -> list[int]:
    """Return the sum of each group of five modulo 11."""
    groups = [code[start : start + 5] for start in range(0, 25, 5)]
    return [sum(place * int(digit) for place, digit in enumerate(group, 1)) % 11 for group in groups]


def wrong_groups(code: str, role: int) -> list[int]:
    """Return the groups (0-4) that cannot be of a code of this role."""
    return [group for group, total in enumerate(group_sums(code)) if total != (5 * role + group) % 11]


def split(plain: bytes) -> tuple[dict[str, Value], bytes, bytes]:
    """Return header, front (4,096 bytes) and box of what the age file of a sealed task holds."""
    refuse_unless(len(plain) == FRONT + BOX and plain.startswith(MAGIC), "front and box")
    n = int.from_bytes(plain[17:21], "big")
    refuse_unless(n <= 4075 and not any(plain[21 + n : FRONT]), "header, then zeros")
    header = from_json(plain[21 : 21 + n])
    known = ("format", "kdf", "box")
    refuse_unless([header.get(key) for key in known] == [1, "argon2id", "chacha20-poly1305"], "known algorithms")
    task = header.get("task")
    refuse_unless(set(header) == HEADER and isinstance(task, Mapping) and set(task) == PUBLIC, "all fields present")
    return header, plain[:FRONT], plain[FRONT:]


def read_blob(blob: bytes, decrypt: Callable[[bytes], bytes]) -> tuple[dict[str, Value], bytes, bytes]:
    """Return header, front and box of the blob that `sealed_task` names."""
    refuse_unless(len(blob) == BLOB, "40,960 bytes")
    n = int.from_bytes(blob[:4], "big")
    refuse_unless(n <= BLOB - 4 and not any(blob[4 + n :]), "an age file, then zeros")
    return split(decrypt(blob[4 : 4 + n]))


def key_of(header: Mapping[str, Value], leader: str, second: str) -> bytes:
    """Return the key of two codes."""
    salt, lanes, passes, memory = (header[name] for name in ("salt", "lanes", "passes", "memory_kib"))
    if not (isinstance(salt, str) and isinstance(lanes, int) and isinstance(passes, int) and isinstance(memory, int)):
        raise Refused("parameters of Argon2id")
    kdf = Argon2id(salt=bytes.fromhex(salt), length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return kdf.derive(f"inspector-task-1 leader {leader} second {second}".encode("ascii"))


def open_box(header: Mapping[str, Value], front: bytes, box: bytes, leader: str, second: str) -> Value:
    """Return the value of the visit's `task` register; the codes are 25 digits each."""
    try:
        nonce = bytes.fromhex(str(header["nonce"]))
        plain = ChaCha20Poly1305(key_of(header, leader, second)).decrypt(nonce, box, front)
    except InvalidTag as broken:
        raise Refused("both codes") from broken
    n = int.from_bytes(plain[:4], "big")
    refuse_unless(len(plain) == PLAIN and n <= PLAIN - 4 and not any(plain[4 + n :]), "32,768 bytes, then zeros")
    secret = unpack(plain[4 : 4 + n])
    refuse_unless(isinstance(secret, Mapping) and set(secret) == {"task"}, "{task}")
    return secret["task"] if isinstance(secret, Mapping) else None


def unlock_check(device: str, number: int, code: str) -> str:
    """Return by which a laptop knows the unlock code of its clock's n-th lock."""
    return sha256(f"inspector-unlock-1 {device} {number} {code}".encode("ascii"))
