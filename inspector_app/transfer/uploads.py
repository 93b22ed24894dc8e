"""Uploads on the receiver's disk: what arrived stays, offset is what was fsynced, whole is what hashes right.

One folder: `<id>.json` says what is to come, `<id>.part` holds what came, `whole/<sha256>.bundle` waits for being taken in.
The state is these files and nothing else, so a receiver that was killed goes on where it stood. No network here.
"""

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from inspector_app import durable
from inspector_app.errors import Problem

_ID = re.compile(r"[0-9a-f]{32}")
_CHUNK = 1 << 20

RefusalCode = Literal[
    "upload.too_large",
    "upload.quota",
    "upload.no_room",
    "upload.busy",
    "upload.unknown",
    "upload.gone",
    "upload.received",
]


class Refusal(Exception):
    """The receiver will not have this; `code` says why."""

    def __init__(self, code: RefusalCode) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Limits:
    """What a receiver puts up with: bytes for sizes, seconds for times, bytes a second for `slowest`."""

    largest: int = (4 << 30) - 1
    per_device: int = 8 << 30
    uploads_per_device: int = 64
    free_floor: int = 512 << 20
    lives: float = 7 * 86_400.0
    head: float = 10.0
    idle: float = 15.0
    grace: float = 20.0
    slowest: int = 1024


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What one upload is to become. `expires` is seconds since 1970; `metadata` is the sender's text, given back as it came."""

    id: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    device: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    length: Annotated[int, Meta(ge=1)]
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    metadata: str
    expires: float


@dataclass
class Upload:
    """One upload; `offset` is how many bytes are durable here."""

    card: Card
    offset: int
    finished: bool = False
    busy: bool = field(default=False, repr=False)


class Uploads:
    """All uploads of one receiver. Used from one event loop; what touches the disk for long may run in a thread.

    `turn` is what a writer gets; the fault tests put a careless one there to see that they notice.
    """

    turn: "type[Writing]"

    def __init__(self, folder: Path, limits: Limits, now: Callable[[], float]) -> None:
        """Take up `folder` as it was left; `now` gives seconds since 1970."""
        self.limits = limits
        self.whole = folder / "whole"
        self._folder, self._now = folder, now
        with durable.io_problems(folder):
            self.whole.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._uploads = {upload.card.id: upload for upload in self._left()}

    def create(self, device: str, length: int, sha256: str, metadata: str = "") -> Upload:
        """Begin an upload after all limits were asked; it survives a power cut when this returns."""
        self._check_room(device, length)
        card = Card(
            id=secrets.token_hex(16),
            device=device,
            length=length,
            sha256=sha256,
            metadata=metadata,
            expires=self._now() + self.limits.lives,
        )
        with durable.io_problems(self._folder):
            self._part(card).touch(mode=0o600)
        durable.publish(self._card(card), msgspec.json.encode(card))
        self._uploads[card.id] = Upload(card, 0)
        return self._uploads[card.id]

    def get(self, name: str, device: str) -> Upload:
        """Return a device's own upload; Refusal upload.unknown (another's too, and any trick for a name) or upload.gone."""
        upload = self._uploads.get(name) if _ID.fullmatch(name) else None
        if upload is None or upload.card.device != device:
            raise Refusal("upload.unknown")
        if upload.card.expires <= self._now() and not upload.busy:
            self._forget(upload)
            raise Refusal("upload.gone")
        return upload

    def unfinished(self, device: str, sha256: str) -> Upload | None:
        """Return the device's upload of this very file that has come furthest."""
        mine = [one for one in self._of(device) if one.card.sha256 == sha256 and one.card.expires > self._now()]
        return max(mine, key=lambda one: one.offset, default=None)

    def remove(self, upload: Upload) -> None:
        """Give up an upload at its sender's wish; what was received whole stays received."""
        if upload.busy:
            raise Refusal("upload.busy")
        if upload.finished:
            raise Refusal("upload.received")
        self._forget(upload)

    def sweep(self) -> int:
        """Remove what has expired and return how many that were."""
        old = [one for one in list(self._uploads.values()) if one.card.expires <= self._now() and not one.busy]
        for upload in old:
            self._forget(upload)
        return len(old)

    @contextmanager
    def writing(self, upload: Upload) -> Iterator["Writing"]:
        """Let one writer, and no second one, add to an upload; Refusal upload.busy, upload.no_room."""
        if upload.busy:
            raise Refusal("upload.busy")
        if self._free() < self.limits.free_floor:
            raise Refusal("upload.no_room")
        upload.busy = True
        try:
            yield self.turn(upload, self._part(upload.card), self._target(upload.card))
        finally:
            upload.busy = False

    def waiting(self) -> list[Path]:
        """Return the whole files that are not taken in yet."""
        with durable.io_problems(self.whole):
            return sorted(self.whole.glob("*.bundle"))

    def _check_room(self, device: str, length: int) -> None:
        if length > self.limits.largest:
            raise Refusal("upload.too_large")
        self.sweep()
        mine = self._of(device)
        if len(mine) >= self.limits.uploads_per_device:
            raise Refusal("upload.quota")
        if sum(one.card.length for one in mine) + length > self.limits.per_device:
            raise Refusal("upload.quota")
        promised = sum(one.card.length - one.offset for one in list(self._uploads.values()) if not one.finished)
        if self._free() - promised - length < self.limits.free_floor:
            raise Refusal("upload.no_room")

    def _of(self, device: str) -> list[Upload]:
        return [one for one in list(self._uploads.values()) if one.card.device == device and not one.finished]

    def _free(self) -> int:
        with durable.io_problems(self._folder):
            return shutil.disk_usage(self._folder).free

    def _left(self) -> Iterator[Upload]:
        with durable.io_problems(self._folder):
            for file in self._folder.glob(".new-*"):
                file.unlink()
            for file in sorted(self._folder.glob("*.json")):
                yield from self._left_one(file)
            known = {file.stem for file in self._folder.glob("*.json")}
            for file in self._folder.glob("*.part"):
                if file.stem not in known:
                    file.unlink()

    def _left_one(self, file: Path) -> Iterator[Upload]:
        try:
            card = msgspec.json.decode(file.read_bytes(), type=Card)
        except msgspec.MsgspecError:
            file.unlink()  # never one of ours as we publish them: the sender begins anew
            return
        part = self._part(card)
        if not part.exists():
            yield Upload(card, card.length, finished=True)
            return
        with part.open("r+b") as stream:
            os.fsync(stream.fileno())
            if os.fstat(stream.fileno()).st_size > card.length:
                stream.truncate(card.length)
            yield Upload(card, os.fstat(stream.fileno()).st_size)

    def _forget(self, upload: Upload) -> None:
        del self._uploads[upload.card.id]
        with durable.io_problems(self._folder):
            self._card(upload.card).unlink(missing_ok=True)
            self._part(upload.card).unlink(missing_ok=True)

    def _card(self, card: Card) -> Path:
        return self._folder / f"{card.id}.json"

    def _part(self, card: Card) -> Path:
        return self._folder / f"{card.id}.part"

    def _target(self, card: Card) -> Path:
        return self.whole / f"{card.sha256}.bundle"


class Writing:
    """One writer's turn at an upload. The upload's offset moves in `keep` alone, after the fsync."""

    def __init__(self, upload: Upload, part: Path, target: Path) -> None:
        """Open the part at its offset; bytes beyond it that were never acknowledged go."""
        self.upload = upload
        self._part, self._target = part, target
        self._start = self._end = upload.offset
        with durable.io_problems(part):
            self._file = os.open(part, os.O_RDWR | getattr(os, "O_BINARY", 0))
            os.ftruncate(self._file, upload.offset)
            os.lseek(self._file, upload.offset, os.SEEK_SET)

    @property
    def room(self) -> int:
        """Return how many bytes are still missing."""
        return self.upload.card.length - self._end

    def write(self, data: bytes | bytearray) -> None:
        """Add bytes; Problem files.disk_full with what fitted kept."""
        rest = memoryview(data)
        with durable.io_problems(self._part):
            while rest:
                written = os.write(self._file, rest)
                self._end += written
                rest = rest[written:]

    def keep(self) -> None:
        """Make what was written durable, and only then count it."""
        with durable.io_problems(self._part):
            os.fsync(self._file)
        self.upload.offset = self._end

    def undo(self) -> None:
        """Take back all that this turn wrote."""
        with durable.io_problems(self._part):
            os.ftruncate(self._file, self._start)
            os.fsync(self._file)
        self._end = self.upload.offset = self._start

    def close(self) -> None:
        """Close the file; uncounted bytes are cut away by the next writer."""
        os.close(self._file)

    def finish(self) -> Path | None:
        """Return the whole file in its place, durable; None when it is not what was announced: then nothing of it stays."""
        with durable.io_problems(self._part), self._part.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != self.upload.card.sha256:
            self._start = 0
            self.undo()
            return None
        durable.settle(self._part, self._target)
        self.upload.finished = True
        return self._target


Uploads.turn = Writing


def is_full(problem: Problem) -> bool:
    """Return whether a Problem means that the disk has no room."""
    return problem.code == "files.disk_full"
