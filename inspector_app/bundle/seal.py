"""Seal entries, blobs and documents into one bundle file: bag in a zip, age, Ed25519, published whole or not at all.

What goes in, and to whom, is decided by actions; the plaintext never lies on the disk.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from inspector_app import keys
from inspector_app.bundle import bag, columns, envelope
from inspector_app.bundle.archive import Content, TooLarge
from inspector_app.bundle.columns import Run
from inspector_app.bundle.envelope import Header
from inspector_app.bundle.heads import Head, sign_head
from inspector_app.durable import publish_with
from inspector_app.errors import Problem
from inspector_app.journal import Entry


class Sealed(NamedTuple):
    """One sealed bundle: `sha256` of the whole file names it; `first`, `last`, `head` are the sender's own slice."""

    path: Path
    sha256: str
    size: int
    entries: int
    head: str
    first: int
    last: int
    device: str
    number: int


def bundle_name(device: str, number: int) -> str:
    """Return the file name of a device's bundle."""
    return f"{device[:8]}-{number:06d}.bundle"


def seal(  # noqa: PLR0913  # everything a bundle consists of, each by name
    out: Path,
    *,
    entries: Sequence[Entry],
    blobs: Mapping[str, Content],
    documents: Mapping[str, bytes],
    device: str,
    number: int,
    bureau: str,
    signing_seed: bytes,
    recipients: Sequence[str],
    identities_for_test: str | Sequence[str],
    heads: Sequence[Head] = (),
    at: str = "",
) -> Sealed:
    """Write one bundle to `out` and return what it is.

    `blobs` (hash -> bytes or plain file; read one at a time, so a lazy mapping is welcome) and `documents` (name -> bytes) go
    in whole. `recipients` are age recipients; those of `identities_for_test` are added, because before the file gets its name
    it is opened again with those and compared. `heads` are the heads (of other devices) known here; the fitting ones go along.
    `at` is the wall time claimed. Problems: bundle.blob_damaged, bundle.too_large, bundle.seal_failed, keys.*, files.*.
    """
    own_identities = [identities_for_test] if isinstance(identities_for_test, str) else list(identities_for_test)
    everyone = list(dict.fromkeys([*recipients, *map(keys.age_recipient, own_identities)]))
    runs = [run for run, _ in columns.runs_of(entries)]
    header = _header(runs, device, number, bureau)
    count = sum(run.length for run in runs)
    known = _fitting(runs, device, signing_seed, heads)
    manifest = bag.make_manifest(header, count, list(blobs), documents, known, at)
    front, sums = envelope.front(header), _Sums()

    def write(stream: IO[bytes]) -> None:
        plain = _Counted(bag.write(manifest, columns.pack(entries), documents, blobs))
        stream.write(bytes(envelope.CIPHERTEXT))
        sealing = _Sealing(stream, front)
        keys.encrypt_stream(plain, sealing, everyone)
        signature = keys.sign(signing_seed, envelope.signed_message(sealing.covered))
        stream.seek(0)
        stream.write(front + signature)
        stream.flush()
        _test_open(stream, plain, own_identities, sums)

    try:
        publish_with(out, write)
    except TooLarge:
        raise Problem("bundle.too_large", out) from None
    except bag.DamagedBlob as error:
        raise Problem("bundle.blob_damaged", str(error)) from None
    return Sealed(out, sums.file.hexdigest(), sums.size, count, header.head, header.first, header.last, device, number)


def _header(runs: list[Run], device: str, number: int, bureau: str) -> Header:
    own = [run for run in runs if run.device == device]
    if not own:
        return Header(device=device, bureau=bureau, number=number)
    last = max(own, key=lambda run: (run.end, run.last))
    first = min(run.first for run in own)
    return Header(device=device, bureau=bureau, number=number, first=first, last=last.end, head=last.last)


def _fitting(runs: list[Run], device: str, seed: bytes, heads: Sequence[Head]) -> list[Head]:
    own = [sign_head(device, run.end, run.last, seed) for run in runs if run.device == device]
    ends = {(run.device, run.end, run.last) for run in runs if run.device != device}
    return [*own, *{head[:3]: head for head in heads if head[:3] in ends}.values()]


def _test_open(stream: IO[bytes], plain: "_Counted", identities: Sequence[str], sums: "_Sums") -> None:
    stream.seek(0)
    sums.take(stream.read(envelope.CIPHERTEXT))
    opened = _Counted(iter(()))
    try:
        keys.decrypt_stream(_Tee(stream, sums), opened, identities)
    except Problem:
        raise Problem("bundle.seal_failed", plain.size) from None
    if (opened.size, opened.hash.digest()) != (plain.size, plain.hash.digest()) or stream.read(1):
        raise Problem("bundle.seal_failed", plain.size)


class _Sums:
    """Hash and size of the finished file, taken while it is read back."""

    def __init__(self) -> None:
        self.file = hashlib.sha256()
        self.size = 0

    def take(self, data: bytes) -> None:
        self.file.update(data)
        self.size += len(data)


class _Tee:
    """Reads on while adding to the sums."""

    def __init__(self, stream: IO[bytes], sums: _Sums) -> None:
        self._stream, self._sums = stream, sums

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self._sums.take(data)
        return data


class _Counted:
    """The plaintext: gives the pieces of an iterator, or swallows what is written, hashing either way."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source = source
        self._piece = memoryview(b"")
        self.hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1, /) -> bytes:
        while not self._piece:
            piece = next(self._source, None)
            if piece is None:
                return b""
            self.write(piece)
            self._piece = memoryview(piece)
        given, self._piece = self._piece[:size], self._piece[size:]
        return bytes(given)

    def write(self, data: bytes, /) -> int:
        self.hash.update(data)
        self.size += len(data)
        return len(data)


class _Sealing:
    """Writes the ciphertext on, hashing what the signature covers."""

    def __init__(self, stream: IO[bytes], front: bytes) -> None:
        self._stream = stream
        self.covered = hashlib.sha256(front)

    def write(self, data: bytes, /) -> int:
        self.covered.update(data)
        return self._stream.write(data)
