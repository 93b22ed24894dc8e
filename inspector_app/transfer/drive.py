"""The road by stick: copy a sealed file out so that pulling the stick afterwards is safe, and list what a stick brought.

Files are told apart by name and digest, never by their time: FAT keeps time badly and clocks in the field are wrong.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from inspector_app.durable import fsync_folder, problem_of
from inspector_app.errors import Problem

_CHUNK = 1 << 20
_PART = ".part-"
_CODES = {"files.disk_full": "drive.full", "files.read_only": "drive.read_only", "files.missing": "drive.missing"}


class DriveFile(NamedTuple):
    """One of our files on a stick; `size` in bytes, `sha256` of what stands there now."""

    name: str
    path: Path
    size: int
    sha256: str


def copy_out(source: Path, folder: Path) -> Path:
    """Copy `source` into `folder` and return where it lies: fsynced, read back from the medium and equal.

    The same file already there is success. Raises Problem drive.full, drive.read_only, drive.missing (stick pulled, folder
    gone), drive.failed, drive.changed (what reads back differs) or drive.name_taken (other content under this name, which is
    never overwritten); after any of them the name is absent or as it was.
    """
    target = folder / source.name
    with _drive_problems(folder):
        if target.exists():
            return _already(source, target)
        handle, name = tempfile.mkstemp(prefix=_PART, dir=folder)
        part = Path(name)
        try:
            written = _write(source, handle)
            if digest(part) != written:
                raise Problem("drive.changed", target)
            os.replace(part, target)
        except BaseException:
            _remove(part)
            raise
        fsync_folder(folder)
    return target


def listing(folder: Path, suffixes: tuple[str, ...]) -> list[DriveFile]:
    """Return the plain files of `folder` (not below it) that end in one of `suffixes`, by name.

    Links, hidden and half-copied files are passed over. Raises Problem drive.missing or drive.failed.
    """
    with _drive_problems(folder):
        paths = [Path(entry.path) for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False)]
        wanted = sorted(path for path in paths if path.name.endswith(suffixes) and not path.name.startswith("."))
        return [DriveFile(path.name, path, path.stat().st_size, digest(path)) for path in wanted]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file as its medium holds it, past the system's cache where the system lets us."""
    sha256 = hashlib.sha256()
    with path.open("rb") as stream:
        if sys.platform == "linux":
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := stream.read(_CHUNK):
            sha256.update(chunk)
    return sha256.hexdigest()


def _write(source: Path, handle: int) -> str:
    sha256 = hashlib.sha256()
    with os.fdopen(handle, "wb") as out, source.open("rb") as original:
        while chunk := original.read(_CHUNK):
            sha256.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return sha256.hexdigest()


def _already(source: Path, target: Path) -> Path:
    if digest(target) != digest(source):
        raise Problem("drive.name_taken", target)
    return target


def _remove(part: Path) -> None:
    # The stick may be gone or full of errors: what matters is the Problem under way, not this half file.
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return


@contextmanager
def _drive_problems(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        problem = problem_of(error, error.filename or folder)
    except Problem as refused:
        if not refused.code.startswith("files."):
            raise
        problem = refused
    else:
        return
    raise Problem(_CODES.get(problem.code, "drive.failed"), problem.where, **{"reason": "", **problem.fields})
