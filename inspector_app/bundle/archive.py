"""A zip file in exactly one spelling: stored entries, ASCII names, nothing before, between or after (docs/format.md §6).

Written as a stream (no plaintext on the disk); read so strictly that any other spelling is refused. Names are bag's affair.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias

Content: TypeAlias = bytes | Path

PIECE = 1 << 20
_SIZE_LIMIT = 0xFFFF_FFFF
_COUNT_LIMIT = 0xFFFF
_VERSION, _DATE = 20, 0x0021
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


class TooLarge(ValueError):
    """More than one zip file without zip64 can hold."""


class Member(NamedTuple):
    """One file inside: `start` is the offset of its content."""

    name: str
    crc: int
    size: int
    start: int


def pieces(content: Content) -> Iterator[bytes]:
    """Give a content in pieces of at most 1 MiB."""
    if isinstance(content, Path):
        with content.open("rb") as stream:
            while piece := stream.read(PIECE):
                yield piece
    else:
        for start in range(0, len(content), PIECE):
            yield content[start : start + PIECE]


def write(contents: Iterable[tuple[str, Content]]) -> Iterator[bytes]:
    """Give the bytes of a zip of these files, in order; TooLarge at 4 GiB or 65,535 files.

    A content that changes while it is read is an error (OSError): its sum is taken before it is copied.
    """
    members: list[Member] = []
    position = 0
    for name, content in contents:
        crc = size = 0
        for piece in pieces(content):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
        local = _local(name, crc, size)
        position += len(local)
        members.append(Member(name, crc, size, position))
        position += size
        if position > _SIZE_LIMIT or len(members) >= _COUNT_LIMIT:
            raise TooLarge(name)
        yield local
        copied = 0
        for piece in pieces(content):
            copied = zlib.crc32(piece, copied)
            yield piece
        if copied != crc:
            raise OSError(f"{name} changed while it was read")
    end = _directory(members, position)
    if position + len(end) > _SIZE_LIMIT:
        raise TooLarge("directory")
    yield end


def members(stream: IO[bytes], size: int) -> list[Member]:
    """Return what is inside a zip of `size` bytes; ValueError unless it is spelt as `write` does. Contents are not read."""
    found: list[Member] = []
    position = 0
    while True:
        stream.seek(position)
        front = stream.read(_LOCAL.size)
        if front[:4] != b"PK\3\4":
            break
        if len(front) < _LOCAL.size or len(found) >= _COUNT_LIMIT:
            raise ValueError("zip cut or with too many files")
        _, _, _, _, _, _, crc, _, length, name_length, _ = _LOCAL.unpack(front)
        name = stream.read(name_length).decode("ascii")
        if front + name.encode() != _local(name, crc, length):
            raise ValueError("zip entry spelt otherwise")
        start = position + _LOCAL.size + name_length
        position = start + length
        if position > size:
            raise ValueError("zip cut")
        found.append(Member(name, crc, length, start))
    stream.seek(position)
    directory = _directory(found, position)
    if size != position + len(directory) or stream.read(len(directory) + 1) != directory:
        raise ValueError("zip directory spelt otherwise")
    return found


def read(stream: IO[bytes], member: Member) -> Iterator[bytes]:
    """Give a member's content in pieces; ValueError at its end when its sum is wrong."""
    stream.seek(member.start)
    crc, left = 0, member.size
    while left:
        piece = stream.read(min(left, PIECE))
        if not piece:
            raise ValueError("zip cut")
        crc, left = zlib.crc32(piece, crc), left - len(piece)
        yield piece
    if crc != member.crc:
        raise ValueError(f"sum of {member.name}")


def _local(name: str, crc: int, size: int) -> bytes:
    raw = name.encode("ascii")
    return _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DATE, crc, size, size, len(raw), 0) + raw


def _directory(members: list[Member], position: int) -> bytes:
    rows = []
    for name, crc, size, start in members:
        raw, offset = name.encode("ascii"), start - _LOCAL.size - len(name)
        fixed = (b"PK\1\2", _VERSION, _VERSION, 0, 0, 0, _DATE, crc, size, size, len(raw), 0, 0, 0, 0, 0, offset)
        rows.append(_CENTRAL.pack(*fixed) + raw)
    directory = b"".join(rows)
    count = len(members)
    return directory + _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), position, 0)
