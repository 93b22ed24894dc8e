"""Publishing files: whole or not at all, and refusals that name the place."""

import errno
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector_app.durable import fsync_folder, problem_of, publish, publish_file, settle
from inspector_app.errors import Problem


def test_publish_replaces_whole(tmp_path: Path) -> None:
    """The new bytes stand at the name, and no temporary file is left beside them."""
    target = tmp_path / "a.bin"
    publish(target, b"old")
    publish(target, b"new")
    assert [target] == list(tmp_path.iterdir())
    assert b"new" == target.read_bytes()


def test_publish_file_and_settle(tmp_path: Path) -> None:
    """A copied file equals its source, and a settled one has moved."""
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "s"
    source.write_bytes(b"x" * 3_000_000)
    publish_file(source, tmp_path / "copy")
    assert source.read_bytes() == (tmp_path / "copy").read_bytes()
    settle(source, tmp_path / "moved")
    assert (b"x" * 3_000_000, False) == ((tmp_path / "moved").read_bytes(), source.exists())


def test_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    """When the bytes do not fit, the old file stays whole, nothing is left over, and the Problem names the place."""
    target = tmp_path / "a.bin"
    publish(target, b"old")
    with _file_size_limit(1000), pytest.raises(Problem) as caught:
        publish(target, b"x" * 100_000)
    assert ("files.disk_full", str(target)) == (caught.value.code, caught.value.where)
    assert (b"old", [target]) == (target.read_bytes(), list(tmp_path.iterdir()))


def test_really_full_disk(tmp_path: Path) -> None:
    """The same on a real file system of 64 kB that is full."""
    with _mounted(tmp_path, "size=64k"):
        publish(tmp_path / "a.bin", b"old")
        with pytest.raises(Problem) as caught:
            publish(tmp_path / "a.bin", b"x" * 100_000)
        assert ("files.disk_full", b"old") == (caught.value.code, (tmp_path / "a.bin").read_bytes())


def test_read_only_folder(tmp_path: Path) -> None:
    """A write-protected place is named as such."""
    with _mounted(tmp_path, "ro"), pytest.raises(Problem) as caught:
        publish(tmp_path / "a.bin", b"new")
    assert "files.read_only" == caught.value.code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "files.disk_full"),
        (errno.EROFS, "files.read_only"),
        (errno.EACCES, "files.read_only"),
        (errno.ENOENT, "files.missing"),
        (errno.EIO, "files.io_error"),
    ],
)
def test_every_refusal_speaks_both_languages(number: int, code: str) -> None:
    """Each of the system's refusals has a code and words in Chinese and English."""
    problem = problem_of(OSError(number, "why"), "/there")
    assert code == problem.code
    assert 3 == len(problem.lines("zh")) == len(problem.lines("en"))


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is gone is a Problem, for publishing and for fsync."""
    with pytest.raises(Problem, match="files.missing"):
        publish(tmp_path / "gone" / "a", b"")
    with pytest.raises(Problem, match="files.missing"):
        fsync_folder(tmp_path / "gone")


@contextmanager
def _file_size_limit(size: int) -> Iterator[None]:
    resource = pytest.importorskip("resource", reason="Windows has no limit on file sizes: not judged")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small file system (root)")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)
