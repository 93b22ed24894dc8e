"""A backup as one file: the parts of a workspace one after another behind a signed list of them (docs/format.md §11).

What the parts mean, and whether a workspace made of them is sound, is left to actions. Nothing in the file is in clear that was
not in clear in the workspace's folder: the database, blobs, vault and people's keys go in as they lie there, encrypted.
"""

import hashlib
import os
import re
import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Literal, NamedTuple

import msgspec

from inspector_app import keys
from inspector_app.bundle import canonical_json
from inspector_app.durable import io_problems, publish_with
from inspector_app.errors import Problem

SUFFIX = ".backup"
FORMAT = 1
_MAGIC = b"inspector-backup-1\n"
_MAGIC_OF_ANY = re.compile(rb"inspector-backup-\d{1,6}\n")
_LENGTH = struct.Struct(">I")
_LIST_LIMIT = 64 << 20
_SIGNATURE = 64
_PIECE = 1 << 20
# The only names there are: none leads anywhere but into the new folder.
_NAME = re.compile(
    r"workspace\.json|keys\.vault|journal\.db|people/[A-Za-z0-9_-][A-Za-z0-9._-]{0,39}\.key|blobs/([0-9a-f]{2})/\1[0-9a-f]{62}"
)
_NEEDED = {"workspace.json", "keys.vault", "journal.db"}

Progress = Callable[[int, int], None] | None


class Part(NamedTuple):
    """One file of the workspace: its place in the folder, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


class Contents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a backup says of itself: whose it is, what its journal must hold, and its parts in order."""

    format: int = FORMAT
    role: Literal["laptop", "bureau"]
    device: str
    made_at: str
    entries: int
    parts: tuple[Part, ...]


class Opened(NamedTuple):
    """A backup whose every byte fits its list; `signature` is not judged yet: the key that must have made it is inside."""

    contents: Contents
    signature: bytes
    start: int

    def signed_by(self, verify_key: str) -> bool:
        """Return whether the workspace with this key signed the list."""
        return keys.verify(verify_key, _front(self.contents), self.signature)


def part_of(name: str, file: Path) -> Part:
    """Return the part that a file is as it lies there now."""
    with io_problems(file), file.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return Part(name, stream.tell(), sha256)


def write(
    target: Path,
    contents: Contents,
    source: Callable[[str], Path],
    seed: bytes,
    prove: Callable[[IO[bytes], Opened], None],
    progress: Progress = None,
) -> None:
    """Put a backup at `target`; it gets that name only when it is on the medium, read back whole, and `prove` has not refused.

    `source` gives the file of a part, `seed` signs the list, `progress` hears (bytes written, bytes in all).
    """

    def fill(stream: IO[bytes]) -> None:
        front = _front(contents)
        stream.write(front)
        stream.write(keys.sign(seed, front))
        total, done = sum(part.size for part in contents.parts), 0
        for part in contents.parts:
            _copy(source(part.name), stream, part)
            done += part.size
            if progress:
                progress(done, total)
        stream.flush()
        os.fsync(stream.fileno())
        if sys.platform == "linux":  # read back from the medium, not from memory
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        prove(stream, check(stream, target))

    publish_with(target, fill)


def check(stream: IO[bytes], place: Path) -> Opened:
    """Read a whole backup and return what it says; Problem backup.unknown, backup.newer, backup.damaged."""
    stream.seek(0)
    magic = stream.read(len(_MAGIC))
    if magic != _MAGIC:
        raise Problem("backup.newer" if _MAGIC_OF_ANY.match(magic) else "backup.unknown", place)
    try:
        opened = _opened(stream)
        for part in opened.contents.parts:
            for _ in _pieces(stream, part):
                pass
        if stream.read(1):
            raise ValueError("bytes behind the end")
    except (ValueError, struct.error, msgspec.MsgspecError) as error:
        raise Problem("backup.damaged", place, reason=str(error)) from error
    return opened


def extract(stream: IO[bytes], opened: Opened, folder: Path, place: Path, progress: Progress = None) -> None:
    """Make the parts files below the empty `folder`, each fsynced and with its sum again; Problem backup.damaged, files.*."""
    stream.seek(opened.start)
    with io_problems(folder):
        (folder / "blobs").mkdir(mode=0o700)  # there may be none yet
    total = len(opened.contents.parts)
    for done, part in enumerate(opened.contents.parts, 1):
        target = folder / part.name
        with io_problems(target):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                with target.open("xb") as out:
                    for piece in _pieces(stream, part):
                        out.write(piece)
                    out.flush()
                    os.fsync(out.fileno())
            except ValueError as error:
                raise Problem("backup.damaged", place, reason=str(error)) from error
        if progress:
            progress(done, total)


def content(stream: IO[bytes], opened: Opened, name: str) -> bytes:
    """Return one small part's bytes."""
    stream.seek(opened.start)
    for part in opened.contents.parts:
        if part.name == name:
            return b"".join(_pieces(stream, part))
        stream.seek(part.size, os.SEEK_CUR)
    raise KeyError(name)


def _front(contents: Contents) -> bytes:
    listed = canonical_json.dump(msgspec.to_builtins(contents))
    return _MAGIC + _LENGTH.pack(len(listed)) + listed


def _opened(stream: IO[bytes]) -> Opened:
    (length,) = _LENGTH.unpack(stream.read(_LENGTH.size))
    if length > _LIST_LIMIT:
        raise ValueError("list too long")
    contents = msgspec.convert(canonical_json.load(stream.read(length)), type=Contents)
    signature = stream.read(_SIGNATURE)
    names = [part.name for part in contents.parts]
    if len(signature) != _SIGNATURE or contents.format != FORMAT or len(set(names)) != len(names):
        raise ValueError("list")
    if not _NEEDED <= set(names) or not all(_NAME.fullmatch(name) for name in names):
        raise ValueError("names")
    if min(part.size for part in contents.parts) < 0:
        raise ValueError("sizes")
    return Opened(contents, signature, stream.tell())


def _pieces(stream: IO[bytes], part: Part) -> Iterator[bytes]:
    sha256, left = hashlib.sha256(), part.size
    while left:
        piece = stream.read(min(left, _PIECE))
        if not piece:
            raise ValueError(f"cut in {part.name}")
        sha256.update(piece)
        left -= len(piece)
        yield piece
    if sha256.hexdigest() != part.sha256:
        raise ValueError(part.name)


def _copy(file: Path, out: IO[bytes], part: Part) -> None:
    sha256, size = hashlib.sha256(), 0
    with io_problems(file):
        source = file.open("rb")
    with source:
        while piece := source.read(_PIECE):
            sha256.update(piece)
            size += len(piece)
            out.write(piece)
    if (size, sha256.hexdigest()) != (part.size, part.sha256):
        raise Problem("backup.changed", file)


def in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts in the order of the file: small ones first, so that a wrong passphrase is told early."""
    return tuple(sorted(parts, key=lambda part: (part.name.startswith("blobs/"), part.name == "journal.db", part.name)))
