"""Blobs: photos, ink, papers, as age-encrypted files named by the SHA-256 of what is inside.

The file is there first, durably, and its row second: whatever is interrupted leaves at most a file without a row, which the
start-up pass takes in (its bytes prove its name) or sets aside. Nothing is ever overwritten by other content.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import insert, select

from inspector_app import keys
from inspector_app.durable import io_problems, publish
from inspector_app.errors import Problem
from inspector_app.store import schema
from inspector_app.store.engine import Database

_blobs = schema.blobs
_ASIDE = "aside"
_NAME = 64


class Matched(NamedTuple):
    """What the start-up pass found: files taken in, files set aside, blobs whose file is gone."""

    adopted: tuple[str, ...]
    aside: tuple[str, ...]
    missing: tuple[str, ...]


class Blobs:
    """The folder of blobs and its table."""

    def __init__(self, folder: Path, database: Database, identity: str) -> None:
        """Keep blobs in `folder`, encrypted to the age `identity` of this workspace."""
        self.folder = folder
        self._database = database
        self._identity = identity
        self._recipient = keys.age_recipient(identity)

    def put(self, data: bytes) -> str:
        """Keep `data` and return its SHA-256: durable, read back and equal, counted. The same bytes again are success."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.has(sha256) and self._sound(sha256):
            return sha256
        file = self._file(sha256)
        with io_problems(file):
            file.parent.mkdir(parents=True, exist_ok=True)
        publish(file, keys.encrypt(data, [self._recipient]))
        self._opened(sha256)
        self._add(sha256, len(data))
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes; Problem store.blob_missing or store.blob_damaged (they no longer match their name)."""
        return self._opened(sha256)

    def has(self, sha256: str) -> bool:
        """Return whether a blob of this name was ever kept here."""
        with self._database.read() as connection:
            name = bytes.fromhex(sha256)
            return connection.execute(select(_blobs.c.size).where(_blobs.c.sha256 == name)).first() is not None

    def files(self) -> dict[str, Path]:
        """Return every blob that must be here (not erased) and its file."""
        with self._database.read() as connection:
            rows = connection.execute(select(_blobs.c.sha256).where(_blobs.c.erased_at.is_(None))).scalars()
            return {name.hex(): self._file(name.hex()) for name in rows}

    def unerased(self) -> Iterator[str]:
        """Yield the blobs that count as erased although their file is there: the tombstone is none of ours."""
        with self._database.read() as connection:
            rows = connection.execute(select(_blobs.c.sha256).where(_blobs.c.erased_at.is_not(None))).scalars()
            yield from (name.hex() for name in rows if self._file(name.hex()).exists())

    def match(self) -> Matched:
        """Bring files and rows together after whatever ended the last session."""
        with self._database.read() as connection:
            rows = {row.sha256.hex() for row in connection.execute(select(_blobs).where(_blobs.c.erased_at.is_(None)))}
            erased = {
                row.sha256.hex() for row in connection.execute(select(_blobs).where(_blobs.c.erased_at.is_not(None)))
            }
        files = set(self._files())
        adopted, aside = [], []
        for sha256 in sorted(files - rows - erased):
            if self._sound(sha256):
                self._add(sha256, len(self._opened(sha256)))
                adopted.append(sha256)
            else:
                self._set_aside(sha256)
                aside.append(sha256)
        return Matched(tuple(adopted), tuple(aside), tuple(sorted(rows - files)))

    def faults(self) -> Iterator[Problem]:
        """Yield a Problem for every blob that is missing or whose bytes do not match its name and size any more."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(_blobs).where(_blobs.c.erased_at.is_(None)).order_by(_blobs.c.sha256)
            ).all()
        for name, size, _ in rows:
            try:
                if len(self._opened(name.hex())) != size:
                    yield Problem("store.blob_damaged", self._file(name.hex()))
            except Problem as problem:
                yield problem

    def _sound(self, sha256: str) -> bool:
        try:
            self._opened(sha256)
        except Problem as problem:
            if problem.code not in {"store.blob_missing", "store.blob_damaged"}:
                raise
            return False
        return True

    def _opened(self, sha256: str) -> bytes:
        file = self._file(sha256)
        try:
            with io_problems(file):
                data = keys.decrypt(file.read_bytes(), [self._identity])
        except Problem as problem:
            if problem.code == "files.missing":
                raise Problem("store.blob_missing", file) from problem
            if problem.code.startswith("keys."):
                raise Problem("store.blob_damaged", file) from problem
            raise
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Problem("store.blob_damaged", file)
        return data

    def _add(self, sha256: str, size: int) -> None:
        row = insert(_blobs).prefix_with("OR IGNORE", dialect="sqlite")
        with self._database.write() as connection:
            connection.execute(row, {"sha256": bytes.fromhex(sha256), "size": size})

    def _file(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _files(self) -> Iterator[str]:
        """Yield the name of every blob's file; what a killed write left unfinished is removed on the way."""
        with io_problems(self.folder):
            for shelf in sorted(self.folder.iterdir()):
                if shelf.name == _ASIDE or not shelf.is_dir():
                    continue
                for file in shelf.iterdir():
                    if len(file.name) == _NAME and file.name.startswith(shelf.name):
                        yield file.name
                    elif file.name.startswith("."):
                        file.unlink()

    def _set_aside(self, sha256: str) -> None:
        file, aside = self._file(sha256), self.folder / _ASIDE
        with io_problems(file):
            aside.mkdir(exist_ok=True)
            os.replace(file, aside / sha256)
