"""The outside of a bundle: the 512 bytes before the ciphertext, and what the device's signature covers (docs/format.md §6)."""

import hashlib
import struct
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from inspector_app.bundle import canonical_json
from inspector_app.journal.entry import NO_PREVIOUS

FORMAT = 1
MAGIC = b"\x89INSP\r\n\x1a"
SIGNED_HEAD = 448
CIPHERTEXT = 512
_FRONT = struct.Struct(">8sHH")
_CONTEXT = b"inspector-bundle-1\n"

DeviceId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
Hex64 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
BureauId = Annotated[str, Meta(pattern=r"^[!-~]{1,64}\Z")]
Number = Annotated[int, Meta(ge=1, le=999_999)]
Seq = Annotated[int, Meta(ge=0, lt=2**53)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a bundle says of itself in clear: algorithms, sender, bureau, number, and its slice of the sender's chain."""

    device: DeviceId
    bureau: BureauId
    number: Number
    first: Seq = 0
    last: Seq = 0
    head: Hex64 = NO_PREVIOUS
    format: Literal[1] = 1
    hash: Literal["sha256"] = "sha256"
    sign: Literal["ed25519"] = "ed25519"
    seal: Literal["age-x25519"] = "age-x25519"

    @property
    def name(self) -> str:
        """Return the name of the bundle without suffix, which is also the name of the bag inside."""
        return f"{self.device[:8]}-{self.number:06d}"


class Newer(Exception):
    """The bundle is of a later format than this version reads."""


def front(header: Header) -> bytes:
    """Return the first 448 bytes of a bundle."""
    text = canonical_json.dump(msgspec.to_builtins(header))
    return (_FRONT.pack(MAGIC, FORMAT, len(text)) + text).ljust(SIGNED_HEAD, b"\0")


def read_front(data: bytes) -> Header:
    """Return the header of the first 448 bytes; Newer, or ValueError when they are no bundle's."""
    if len(data) != SIGNED_HEAD:
        raise ValueError("too short")
    magic, version, length = _FRONT.unpack_from(data)
    if magic != MAGIC:
        raise ValueError("not a bundle")
    if version > FORMAT:
        raise Newer(version)
    text = data[_FRONT.size : _FRONT.size + length]
    header = msgspec.convert(canonical_json.load(text), Header)
    if front(header) != data:
        raise ValueError("header not in canonical form")
    return header


def signed_message(covered: "hashlib._Hash") -> bytes:
    """Return the bytes the device signs, given the hash over bytes 0-447 and the ciphertext."""
    return _CONTEXT + covered.digest()
