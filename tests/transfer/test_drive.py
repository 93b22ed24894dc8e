"""The road by stick: what is said to be safe is on the stick and equal; anything else is a Problem and leaves no half file."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.transfer import drive

BYTES = os.urandom(3_000_000)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "outbox").mkdir()
    file = tmp_path / "outbox" / "a1b2c3d4-000001.bundle"
    file.write_bytes(BYTES)
    return file


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """A real small file system (needs root)."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("needs root: mounts a 1 MiB file system")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False).returncode:
        pytest.skip("needs mount: this container refuses it")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_copy_is_equal_and_alone(source: Path, stick: Path) -> None:
    """The name on the stick is the name in the outbox, and no temporary file stays."""
    target = drive.copy_out(source, stick)

    assert stick / source.name == target
    assert BYTES == target.read_bytes()
    assert [source.name] == os.listdir(stick)


def test_copying_again_is_success(source: Path, stick: Path) -> None:
    """A person who presses twice is not told off."""
    first = drive.copy_out(source, stick)
    before = first.stat().st_mtime_ns

    assert first == drive.copy_out(source, stick)
    assert before == first.stat().st_mtime_ns


def test_another_file_of_that_name_is_never_overwritten(source: Path, stick: Path) -> None:
    """What lies there may be somebody's only copy."""
    (stick / source.name).write_bytes(b"someone else's")

    with pytest.raises(Problem, match="drive.name_taken"):
        drive.copy_out(source, stick)

    assert b"someone else's" == (stick / source.name).read_bytes()


def test_a_stick_that_is_not_there(source: Path, tmp_path: Path) -> None:
    """A pulled stick is a Problem with its place."""
    with pytest.raises(Problem, match="drive.missing") as caught:
        drive.copy_out(source, tmp_path / "pulled")

    assert "pulled" in caught.value.where
    assert caught.value.remedy("zh")


def test_a_full_stick_keeps_nothing_half(source: Path, small_stick: Path) -> None:
    """Three megabytes on a stick of one: a Problem, an empty stick, and a smaller file still goes."""
    with pytest.raises(Problem, match="drive.full"):
        drive.copy_out(source, small_stick)
    assert [] == os.listdir(small_stick)

    source.write_bytes(BYTES[:1000])
    assert BYTES[:1000] == drive.copy_out(source, small_stick).read_bytes()


def test_a_write_protected_stick_can_be_read_but_not_written(source: Path, small_stick: Path) -> None:
    """The little switch on the side: taking in works, copying out is a Problem."""
    (small_stick / "x.receipt").write_bytes(b"r")
    subprocess.run(["mount", "-o", "remount,ro", str(small_stick)], check=True)

    with pytest.raises(Problem, match="drive.read_only"):
        drive.copy_out(source, small_stick)

    assert ["x.receipt"] == [file.name for file in drive.listing(small_stick, (".receipt",))]


def test_a_file_that_reads_back_differently_is_not_safe(
    source: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad stick acknowledges bytes that it does not hold (the re-read is the only thing that finds it)."""
    honest = drive.digest

    def worn_out(path: Path) -> str:
        with path.open("r+b") as stream:
            stream.write(b"\0\0\0")
        return honest(path)

    monkeypatch.setattr(drive, "digest", worn_out)
    with pytest.raises(Problem, match="drive.changed"):
        drive.copy_out(source, stick)

    assert [] == os.listdir(stick)


def test_a_listing_shows_our_files_by_name_and_digest(stick: Path) -> None:
    """Not folders, links, hidden files, half copies or other people's files."""
    (stick / "b.bundle").write_bytes(b"two")
    (stick / "a.receipt").write_bytes(b"one")
    (stick / "holiday.jpg").write_bytes(b"?")
    (stick / ".part-abc.bundle").write_bytes(b"half")
    (stick / "folder.bundle").mkdir()
    (stick / "link.bundle").symlink_to(stick / "b.bundle")

    expected = [
        ("a.receipt", 3, hashlib.sha256(b"one").hexdigest()),
        ("b.bundle", 3, hashlib.sha256(b"two").hexdigest()),
    ]
    assert expected == [(file.name, file.size, file.sha256) for file in drive.listing(stick, (".bundle", ".receipt"))]


def test_listing_a_stick_that_is_not_there(tmp_path: Path) -> None:
    """The same Problem as on copying."""
    with pytest.raises(Problem, match="drive.missing"):
        drive.listing(tmp_path / "pulled", (".bundle",))
