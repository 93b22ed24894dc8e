"""The sealed task: one block that can be read on the team's laptops and one box that only both codes open (docs/format.md §9).

Who may try, when, and what is recorded of it is left to supervision.sealing and actions.
"""

import hashlib
import os
import struct
from collections.abc import Sequence
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import Meta

from inspector_app import keys
from inspector_app.bundle import canonical_json
from inspector_app.errors import Problem
from inspector_app.journal import Value, canonical
from inspector_app.keys import FULL_COST, Cost
from inspector_app.supervision.sealing import Public

MAGIC = b"inspector-task-1\n"
FRONT, ROOM, FILE = 4096, 32768, 40960
_TAG = 16
_Hex16 = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
_Hex12 = Annotated[str, Meta(pattern=r"^[0-9a-f]{24}\Z")]


class _Header(msgspec.Struct, frozen=True, kw_only=True):
    """The front's canonical JSON. The costs are bounded: whoever makes a file must not be able to take all memory."""

    format: Literal[1]
    kdf: Literal["argon2id"]
    memory_kib: Annotated[int, Meta(ge=8, le=1 << 20)]
    passes: Annotated[int, Meta(ge=1, le=16)]
    lanes: Annotated[int, Meta(ge=1, le=16)]
    salt: _Hex16
    box: Literal["chacha20-poly1305"]
    nonce: _Hex12
    visit: str
    task: Public


class SealedTask(NamedTuple):
    """A sealed task as a laptop of the team reads it: `visit`, what is `public`, and the bytes that stay shut."""

    visit: str
    public: Public
    front: bytes
    box: bytes


def seal_task(
    *,
    visit: str,
    public: Public,
    secret: Value,
    leader_code: str,
    second_code: str,
    recipients: Sequence[str],
    identity: str,
    cost: Cost = FULL_COST,
) -> bytes:
    """Return the bytes of a sealed task: 40,960 of them, whatever is in it and for however many laptops.

    `recipients` are the age recipients of the team's laptops; that of `identity` is added, because the result is opened
    again with it and with both codes before it is given. Problems: sealed.public_too_long, sealed.too_large, keys.*.
    """
    salt, nonce = os.urandom(16), os.urandom(12)
    front = _front(visit, public, cost, salt, nonce)
    key = keys.stretch_codes(leader_code, second_code, salt, cost)
    plain = _padded(canonical(secret), public.number)
    everyone = list(dict.fromkeys([*recipients, keys.age_recipient(identity)]))
    data = _file(keys.encrypt(front + keys.seal_box(key, nonce, plain, front), everyone), public.number)
    if open_task(read_task(data, identity), leader_code, second_code) != secret:
        raise RuntimeError("a sealed task does not open to what was sealed")
    return data


def read_task(data: bytes, identity: str) -> SealedTask:
    """Return what a laptop of the team can read; Problem keys.cannot_decrypt (it is another team's), sealed.damaged."""
    length = int.from_bytes(data[:4], "big")
    if len(data) != FILE or data[4 + length :].strip(b"\0"):
        raise Problem("sealed.damaged", "-")
    plain = keys.decrypt(data[4 : 4 + length], [identity])
    front, box = plain[:FRONT], plain[FRONT:]
    header = _header(front)
    if len(box) != ROOM + _TAG:
        raise Problem("sealed.damaged", header.task.number)
    return SealedTask(header.visit, header.task, front, box)


def open_task(sealed: SealedTask, leader_code: str, second_code: str) -> Value:
    """Return what was sealed; Problem sealed.wrong_code when either code is wrong, sealed.damaged."""
    header = _header(sealed.front)
    cost = Cost(header.memory_kib, header.passes, header.lanes)
    key = keys.stretch_codes(leader_code, second_code, bytes.fromhex(header.salt), cost)
    plain = keys.open_box(key, bytes.fromhex(header.nonce), sealed.box, sealed.front)
    if plain is None:
        raise Problem("sealed.wrong_code", header.task.number)
    return _unpadded(plain, header.task.number)


def unlock_check(device: str, number: int, code: str) -> str:
    """Return by which a laptop knows the unlock code of its clock's lock `number` (from 1), without holding it."""
    return hashlib.sha256(f"inspector-unlock-1 {device} {number} {code}".encode("ascii")).hexdigest()


def _front(visit: str, public: Public, cost: Cost, salt: bytes, nonce: bytes) -> bytes:
    header: dict[str, Any] = {
        "format": 1,
        "kdf": "argon2id",
        **cost._asdict(),
        "salt": salt.hex(),
        "box": "chacha20-poly1305",
        "nonce": nonce.hex(),
        "visit": visit,
        "task": msgspec.to_builtins(public),
    }
    text = canonical_json.dump(header)
    front = MAGIC + struct.pack(">I", len(text)) + text
    if len(front) > FRONT:
        raise Problem("sealed.public_too_long", public.number)
    return front.ljust(FRONT, b"\0")


def _header(front: bytes) -> _Header:
    start = len(MAGIC) + 4
    length = int.from_bytes(front[len(MAGIC) : start], "big")
    try:
        if len(front) != FRONT or not front.startswith(MAGIC) or front[start + length :].strip(b"\0"):
            raise ValueError("front")
        return msgspec.convert(canonical_json.load(front[start : start + length]), _Header)
    except (ValueError, msgspec.ValidationError):
        raise Problem("sealed.damaged", "-") from None


def _file(data: bytes, number: str) -> bytes:
    # age greases its header with a stanza of random length, and one stanza for each laptop: padding hides both.
    if len(data) > FILE - 4:
        raise Problem("sealed.too_large", number)
    return (struct.pack(">I", len(data)) + data).ljust(FILE, b"\0")


def _padded(data: bytes, number: str) -> bytes:
    if len(data) > ROOM - 4:
        raise Problem("sealed.too_large", number)
    return (struct.pack(">I", len(data)) + data).ljust(ROOM, b"\0")


def _unpadded(plain: bytes, number: str) -> Value:
    length = int.from_bytes(plain[:4], "big")
    if length > ROOM - 4 or plain[4 + length :].strip(b"\0"):
        raise Problem("sealed.damaged", number)
    value: Value = msgspec.msgpack.decode(plain[4 : 4 + length])
    return value
