"""Publish a file so that it survives a power cut: temporary name, fsync, rename, fsync of the folder.

What the bytes mean is left to the caller; a full disk, a read-only place and a failing one become Problems with the place.
"""

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from inspector_app.errors import Problem

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
# Windows reports a full disk and a write-protected stick by its own numbers; errno is then only EINVAL or EACCES.
_WINDOWS_FULL = {39, 112}
_WINDOWS_READ_ONLY = {5, 19}


def publish(target: Path, data: bytes) -> None:
    """Put `data` at `target`, replacing what was there only when all of it is on the disk."""
    publish_with(target, lambda stream: _write_all(stream, data))


def publish_with(target: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Let `write` fill a temporary file beside `target`, then put it in place; on any error nothing of it stays.

    The stream can be read back: whoever must prove what was written does so before it gets its name.
    """
    with io_problems(target):
        handle, name = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w+b") as stream:
                write(stream)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        fsync_folder(target.parent)


def publish_file(source: Path, target: Path) -> None:
    """Copy `source` to `target` with the same promise; `source` is left alone."""

    def copy(stream: IO[bytes]) -> None:
        with io_problems(source):
            original = source.open("rb")
        with original:
            shutil.copyfileobj(original, stream, 1 << 20)

    publish_with(target, copy)


def settle(temporary: Path, target: Path) -> None:
    """Put a finished file of the same file system in place of `target`: fsync it, rename it, fsync both folders."""
    with io_problems(target):
        with temporary.open("r+b") as stream:
            os.fsync(stream.fileno())
        os.replace(temporary, target)
        fsync_folder(target.parent)
        if temporary.parent != target.parent:
            fsync_folder(temporary.parent)


def fsync_folder(folder: Path) -> None:
    """Make the names in `folder` durable. Windows has no such call: NTFS journals the rename itself."""
    if sys.platform == "win32":
        return
    with io_problems(folder):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        except OSError as error:
            # Some stick drivers (FUSE exFAT, some network shares) know no fsync on a folder; the file itself is safe.
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
                raise
        finally:
            os.close(handle)


@contextmanager
def io_problems(where: object) -> Iterator[None]:
    """Turn the operating system's refusals into Problems that name `where`."""
    try:
        yield
    except OSError as error:
        raise problem_of(error, where) from error


def problem_of(error: OSError, where: object) -> Problem:
    """Return the Problem for one refusal: files.disk_full, files.read_only, files.missing or files.io_error."""
    number, windows = error.errno, getattr(error, "winerror", None)
    if number in _FULL or windows in _WINDOWS_FULL:
        return Problem("files.disk_full", where)
    if number in _READ_ONLY or windows in _WINDOWS_READ_ONLY:
        return Problem("files.read_only", where)
    if number == errno.ENOENT:
        return Problem("files.missing", where)
    return Problem("files.io_error", where, reason=error.strerror or str(error))


def _write_all(stream: IO[bytes], data: bytes) -> None:
    stream.write(data)
