"""Small journals and stores for the tests of the store."""

import atexit
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from inspector_app import keys
from inspector_app.journal import Author, Entry, Value
from inspector_app.store import BundleRow, Store

KEY = bytes(range(32))
NOW = datetime(2026, 11, 23, 10, 2, 5, tzinfo=timezone(timedelta(hours=8)))
LAPTOP, OTHER, BUREAU = "a1" * 16, "b2" * 16, "c3" * 16
VISIT, SCHOOL = "01940000-0000-7000-8000-000000000001", "01940000-0000-7000-8000-000000000002"


@cache
def identity() -> str:
    """One age identity for all stores of this run."""
    return keys.new_age_identity()


@cache
def _template() -> Path:
    folder = Path(mkdtemp(prefix="inspector-store-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Store.create(folder, KEY, identity()).close()
    return folder


def new_store(folder: Path) -> Store:
    """Open a new empty store in `folder`, copied from one made once (making one runs the migrations: 0.2 s)."""
    shutil.copytree(_template(), folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("reserve"))
    return reopened(folder)


def reopened(folder: Path) -> Store:
    return Store.open(folder, KEY, identity())


def author(device: str = LAPTOP, head: Entry | None = None, clock: int = 0) -> Author:
    return Author(device, head, clock, lambda: NOW)


def written(pen: Author, count: int, record: str = VISIT, kind: str = "sample", value: Value = "合格") -> list[Entry]:
    """The pen's next `count` entries, each replacing the one before it."""
    entries: list[Entry] = []
    for _ in range(count):
        entries.append(pen.next(record, kind, "campus/items/X-01", value, entries[-1:], "I02"))
    return entries


def bundle(
    sha256: str, carried: Sequence[Entry], device: str = LAPTOP, direction: str = "out", number: int = 1
) -> BundleRow:
    own = [entry.seq for entry in carried if entry.device == device]
    return BundleRow(
        sha256=sha256,
        direction="out" if direction == "out" else "in",
        number=number,
        name=f"{device[:8]}-{number:06d}.bundle",
        device=device,
        first=min(own, default=0),
        last=max(own, default=0),
        entries=len(carried),
        size=1000,
        made_at=NOW,
        to="bureau",
    )


@contextmanager
def raw(folder: Path) -> Iterator[sqlcipher.Connection]:
    """The database through its key, past the program."""
    connection = sqlcipher.connect(str(folder / "journal.db"))
    connection.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"")
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A real small file system at `folder` (needs root)."""
    folder.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("needs root: mounts a small file system")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False).returncode:
        pytest.skip("needs mount: this container refuses it")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
