"""Open a bundle without believing anything of it before the last check; no network, no database.

What becomes of a refused file (quarantine) and of an opened one (merge, receipt) is left to actions.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

import msgspec

from inspector_app import keys
from inspector_app.bundle import bag, columns, envelope
from inspector_app.bundle.bag import Manifest
from inspector_app.bundle.columns import Run
from inspector_app.bundle.envelope import Header
from inspector_app.bundle.heads import Head, head_holds
from inspector_app.durable import io_problems, problem_of
from inspector_app.errors import Problem
from inspector_app.journal.batch import Batch

SIZE_LIMIT = 0xFFFF_FFFF
_PIECE = 1 << 20

KeyOf = Callable[[str], str | None]


class Unsealed(NamedTuple):
    """What a bundle says, all of it checked.

    `blobs` are plain files in the scratch folder: `discard` (or the end of a `with`) removes them. `heads` are the signed
    ends of chains that came along, to be kept for the next bundle that carries those entries. `unvouched` names devices of
    which some entries are vouched for by the sender alone.
    """

    header: Header
    manifest: Manifest
    entries: Batch
    blobs: Mapping[str, Path]
    documents: Mapping[str, bytes]
    heads: tuple[Head, ...]
    unvouched: tuple[str, ...]
    sha256: str
    size: int
    folder: Path

    def discard(self) -> None:
        """Remove the opened blobs."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> "Unsealed":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()


def unseal(
    path: Path,
    *,
    verify_key_of: KeyOf,
    identities: Sequence[str],
    scratch: Path,
    person_key_of: KeyOf | None = None,
) -> Unsealed:
    """Return what the bundle at `path` says, or raise a Problem; the checks, in order:

    1. size: at least an envelope, under 4 GiB (bundle.not_a_bundle, bundle.too_large)
    2. envelope: magic, version, header in its one spelling, known algorithms (bundle.not_a_bundle, bundle.newer)
    3. sender: `verify_key_of(device)` gives a key (bundle.unknown_device)
    4. signature of that key over header and ciphertext (bundle.damaged)
    5. decryption of the very bytes that were verified, into a file in `scratch` (bundle.not_for_us, bundle.damaged)
    6. zip and bag: one spelling, names from the manifest, sizes, hashes; manifest equal to the header (bundle.invalid)
    7. entries: unpacked within limits, every field in form, known kinds in shape, ids coming out along each run, number and
       slice as the manifest says (bundle.invalid)
    8. heads: each signed by its device where `verify_key_of` knows it (bundle.invalid)
    9. personal signatures, where `person_key_of(author)` knows the key (bundle.invalid)
    """
    with io_problems(path), path.open("rb") as stream:
        size = stream.seek(0, 2)
        header, signature = _envelope(stream, size, path)
        verify_key = verify_key_of(header.device)
        if verify_key is None:
            raise Problem("bundle.unknown_device", path, device=header.device[:8])
        covered, sha256 = _sums(stream)
        if not keys.verify(verify_key, envelope.signed_message(covered), signature):
            raise Problem("bundle.damaged", path)
        with _folder(scratch) as folder:
            plain = folder / "bag.zip"
            _decrypt(stream, covered.digest(), header, plain, identities)
            opened = _open_bag(plain, header, folder, path)
            entries, runs = _entries(opened, path)
            _check_heads(opened.manifest, verify_key_of, path)
            _check_people(entries, person_key_of, path)
    heads = opened.manifest.signed_heads
    unvouched = _unvouched(runs, header.device, heads, verify_key_of)
    return Unsealed(
        header, opened.manifest, entries, opened.blobs, opened.documents, heads, unvouched, sha256, size, folder
    )


def read_header(path: Path) -> Header:
    """Return what a bundle says of itself in clear, unverified: for lists and logs only. Problems as `unseal` 1 and 2."""
    with io_problems(path), path.open("rb") as stream:
        return _envelope(stream, stream.seek(0, 2), path)[0]


def _envelope(stream: IO[bytes], size: int, path: Path) -> tuple[Header, bytes]:
    if size > SIZE_LIMIT:
        raise Problem("bundle.too_large", path)
    stream.seek(0)
    front = stream.read(envelope.SIGNED_HEAD)
    signature = stream.read(envelope.CIPHERTEXT - envelope.SIGNED_HEAD)
    try:
        header = envelope.read_front(front)
    except envelope.Newer:
        raise Problem("bundle.newer", path) from None
    except ValueError:
        raise Problem("bundle.not_a_bundle", path) from None
    return header, signature


def _sums(stream: IO[bytes]) -> "tuple[hashlib._Hash, str]":
    stream.seek(0)
    front = stream.read(envelope.CIPHERTEXT)
    covered, whole = hashlib.sha256(front[: envelope.SIGNED_HEAD]), hashlib.sha256(front)
    while piece := stream.read(_PIECE):
        covered.update(piece)
        whole.update(piece)
    return covered, whole.hexdigest()


@contextmanager
def _folder(scratch: Path) -> Iterator[Path]:
    """Give a folder of its own in `scratch`; it stays only when nothing was refused."""
    with io_problems(scratch):
        folder = Path(tempfile.mkdtemp(prefix="bundle-", dir=scratch))
    try:
        yield folder
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        # Only the scratch folder is written to: a full disk is there, anything else is where the bundle is read from.
        if isinstance(error, OSError) and problem_of(error, folder).code == "files.disk_full":
            raise problem_of(error, folder) from error
        raise


def _decrypt(stream: IO[bytes], covered: bytes, header: Header, plain: Path, identities: Sequence[str]) -> None:
    # A stick can give other bytes the second time: what is decrypted must be what was verified.
    source = _Rehashed(stream, hashlib.sha256(envelope.front(header)))
    stream.seek(envelope.CIPHERTEXT)
    with plain.open("xb") as target:
        try:
            keys.decrypt_stream(source, target, identities)
        except Problem:
            raise Problem("bundle.not_for_us", stream.name) from None
    while source.read(_PIECE):
        pass
    if source.hash.digest() != covered:
        raise Problem("bundle.damaged", stream.name)


def _open_bag(plain: Path, header: Header, folder: Path, path: Path) -> bag.Opened:
    try:
        with plain.open("rb") as stream:
            return bag.read(stream, stream.seek(0, 2), header, folder)
    except (ValueError, msgspec.MsgspecError) as error:
        raise Problem("bundle.invalid", path, reason=str(error)) from None
    finally:
        plain.unlink()


def _entries(opened: bag.Opened, path: Path) -> tuple[Batch, list[Run]]:
    manifest = opened.manifest
    try:
        runs, entries = columns.unpack(opened.packed)
        own = [run for run in runs if run.device == manifest.device]
        slices = (min(run.first for run in own), max((run.end, run.last) for run in own)) if own else (0, (0, "0" * 64))
        if len(entries) != manifest.entries or slices != (manifest.first, (manifest.last, manifest.head)):
            raise ValueError("entries are not those the manifest announces")
    except ValueError as error:
        raise Problem("bundle.invalid", path, reason=str(error)) from None
    return entries, runs


def _check_heads(manifest: Manifest, verify_key_of: KeyOf, path: Path) -> None:
    for head in manifest.signed_heads:
        key = verify_key_of(head.device)
        if key is not None and not head_holds(head, key):
            raise Problem("bundle.invalid", path, reason=f"head of {head.device[:8]} at {head.seq}")


def _check_people(entries: Batch, person_key_of: KeyOf | None, path: Path) -> None:
    if person_key_of is None:
        return
    for entry in (entries[row] for row, signature in enumerate(entries.columns.signature) if signature):
        key = person_key_of(entry.author)
        if key is not None and not keys.verify(key, entry.signing_bytes(), bytes.fromhex(entry.signature)):
            raise Problem(
                "bundle.invalid", path, reason=f"signature of {entry.author} at {entry.device[:8]} {entry.seq}"
            )


def _unvouched(runs: Sequence[Run], sender: str, heads: Sequence[Head], verify_key_of: KeyOf) -> tuple[str, ...]:
    signed = {head[:3] for head in heads if verify_key_of(head.device) is not None}
    loose = {run.device for run in runs if run.device != sender and (run.device, run.end, run.last) not in signed}
    return tuple(sorted(loose))


class _Rehashed:
    """Reads on while hashing once more."""

    def __init__(self, stream: IO[bytes], hashed: "hashlib._Hash") -> None:
        self._stream, self.hash = stream, hashed

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        self.hash.update(data)
        return data
