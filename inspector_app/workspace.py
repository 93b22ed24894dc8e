"""The composition root: one folder's store, secrets, people's keys and clock as one frozen object, opened by a passphrase.

    workspace.json  keys.vault  people/<id>.key  journal.db  blobs/  outbox/  inbox/  quarantine/  scratch/  lock

A folder is a workspace when it holds workspace.json; it gets that name only when everything else stands.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Literal, Self

import msgspec

from inspector_app import keys
from inspector_app import settings as preferences
from inspector_app.durable import fsync_folder, io_problems, publish
from inspector_app.errors import Problem
from inspector_app.keys import Secrets
from inspector_app.settings import Settings
from inspector_app.store import Store

Role = Literal["laptop", "bureau"]

FORMAT = 1
_CARD, _VAULT, _LOCK, _PEOPLE, _SCRATCH = "workspace.json", "keys.vault", "lock", "people", "scratch"
_FOLDERS = (_PEOPLE, "outbox", "inbox", "quarantine", _SCRATCH)
_PERSON = re.compile(r"[A-Za-z0-9._-]{1,40}")


class _Card(msgspec.Struct, frozen=True):
    """What workspace.json says."""

    format: int
    role: Role
    device: str
    person: str


class FolderLock:
    """The operating system's lock on a workspace: it goes when the process goes, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Take the lock of `folder`; Problem workspace.in_use when another process (or window) holds it."""
        with io_problems(folder):
            self._stream: IO[bytes] = (folder / _LOCK).open("a+b")
        try:
            _lock(self._stream)
        except OSError as error:
            self._stream.close()
            raise Problem("workspace.in_use", folder) from error

    def release(self) -> None:
        """Let others in."""
        self._stream.close()


@dataclass(frozen=True)
class Workspace:
    """One open workspace. `device` is its device id, `person` who works here, `now` the clock that entries claim."""

    folder: Path
    role: Role
    device: str
    store: Store
    secrets: Secrets
    person: str
    now: Callable[[], datetime]
    settings: Settings
    lock: FolderLock

    @property
    def scratch(self) -> Path:
        """Return the folder for passing files, emptied at every opening; nothing personal goes there in clear."""
        return self.folder / _SCRATCH

    def list_people(self) -> list[str]:
        """Return the ids of those who have a personal key here."""
        return sorted(file.stem for file in (self.folder / _PEOPLE).glob("*.key"))

    def add_person(self, person: str, key: bytes) -> None:
        """Keep a person's wrapped key (keys.new_person_key), replacing an earlier one."""
        publish(self._person_file(person), key)

    def person_key(self, person: str) -> bytes:
        """Return a person's wrapped key; Problem workspace.no_person_key."""
        file = self._person_file(person)
        with io_problems(file):
            if not file.is_file():
                raise Problem("workspace.no_person_key", self.folder, person=person)
            return file.read_bytes()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the store and let others open the folder."""
        self.store.close()
        self.lock.release()

    def _person_file(self, person: str) -> Path:
        if not _PERSON.fullmatch(person) or person.startswith("."):
            raise ValueError(f"not a person's id: {person!r}")
        return self.folder / _PEOPLE / f"{person}.key"


def is_workspace(folder: Path) -> bool:
    """Return whether `folder` holds a finished workspace."""
    return (folder / _CARD).is_file()


def create(
    folder: Path, passphrase: str, *, role: Role, person: str, now: Callable[[], datetime] | None = None
) -> Workspace:
    """Make a workspace with a new device id and new keys, and open it.

    It is built beside `folder` and gets its name last: killed halfway, nothing is there that looks like a workspace.
    Raises Problem workspace.exists, workspace.not_empty, files.*.
    """
    vault, secrets = keys.new_vault(passphrase)
    card = _Card(FORMAT, role, keys.new_device(), person)
    build(folder, lambda draft: _fill(draft, vault, secrets, card))
    return unlock(folder, passphrase, now=now)


def build(folder: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` make a workspace's files in a draft beside `folder`, which gets its name last: never half of one.

    Raises Problem workspace.exists, workspace.not_empty, files.*; whatever `fill` raises leaves nothing.
    """
    folder = folder.absolute()
    _check_free(folder)
    with io_problems(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fill(draft)
        _name(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def parts(ws: Workspace) -> dict[str, Path]:
    """Return the files of a workspace beside its database and blobs, by their place in its folder: card, vault, people's keys."""
    people = {f"{_PEOPLE}/{person}.key": ws.folder / _PEOPLE / f"{person}.key" for person in ws.list_people()}
    return {name: ws.folder / name for name in (_CARD, _VAULT)} | people


def become_new_device(draft: Path, vault: bytes) -> tuple[str, str]:
    """Give the workspace in `draft` a new device id and `vault`; return the former id and the new one.

    What is restored must never go on with the old chain: the laptop it was copied from may have written more (decision 17).
    """
    card = _read_card(draft / _CARD)
    fresh = msgspec.structs.replace(card, device=keys.new_device())
    publish(draft / _VAULT, vault)
    publish(draft / _CARD, _card_bytes(fresh))
    _make_folders(draft)
    return card.device, fresh.device


def unlock(folder: Path, passphrase: str, *, now: Callable[[], datetime] | None = None) -> Workspace:
    """Open a workspace.

    Raises Problem workspace.missing, workspace.in_use, workspace.damaged, workspace.newer, keys.wrong_passphrase, store.*.
    """
    folder = folder.absolute()
    if not is_workspace(folder):
        raise Problem("workspace.missing", folder)
    lock = FolderLock(folder)
    try:
        card = _read_card(folder / _CARD)
        with io_problems(folder / _VAULT):
            vault = (folder / _VAULT).read_bytes()
        secrets = _open_vault(folder, vault, passphrase)
        store = Store.open(folder, secrets.database_key, secrets.age_identity)
        try:
            _empty(folder)
        except BaseException:
            store.close()
            raise
    except BaseException:
        lock.release()
        raise
    return Workspace(
        folder=folder,
        role=card.role,
        device=card.device,
        store=store,
        secrets=secrets,
        person=card.person,
        now=now or _local_now,
        settings=preferences.load(),
        lock=lock,
    )


def _open_vault(folder: Path, vault: bytes, passphrase: str) -> Secrets:
    try:
        return keys.open_vault(vault, passphrase)
    except Problem as problem:
        raise Problem(problem.code, problem.where or folder, **problem.fields) from problem


def _fill(draft: Path, vault: bytes, secrets: Secrets, card: _Card) -> None:
    _make_folders(draft)
    publish(draft / _VAULT, vault)
    Store.create(draft, secrets.database_key, secrets.age_identity).close()
    publish(draft / _CARD, _card_bytes(card))


def _card_bytes(card: _Card) -> bytes:
    return msgspec.json.format(msgspec.json.encode(card)) + b"\n"


def _make_folders(folder: Path) -> None:
    with io_problems(folder):
        for name in _FOLDERS:
            (folder / name).mkdir(mode=0o700, exist_ok=True)


def _name(draft: Path, folder: Path) -> None:
    with io_problems(folder):
        if folder.exists():
            folder.rmdir()  # empty, or this fails: nobody's files are ever replaced
        os.rename(draft, folder)
        fsync_folder(folder.parent)


def _check_free(folder: Path) -> None:
    if is_workspace(folder):
        raise Problem("workspace.exists", folder)
    with io_problems(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Problem("workspace.not_empty", folder)


def _read_card(file: Path) -> _Card:
    with io_problems(file):
        data = file.read_bytes()
    try:
        found = msgspec.json.decode(data).get("format")
        if isinstance(found, int) and found > FORMAT:
            raise Problem("workspace.newer", file, found=found)
        return msgspec.json.decode(data, type=_Card)
    except (ValueError, AttributeError) as error:  # msgspec's errors are ValueErrors; a list has no `get`
        raise Problem("workspace.damaged", file, reason=str(error)) from error


def _empty(folder: Path) -> None:
    _make_folders(folder)
    with io_problems(folder):
        for item in (folder / _SCRATCH).iterdir():
            if item.is_dir() and not item.is_symlink():
                shutil.rmtree(item)
            else:
                item.unlink()


def _local_now() -> datetime:
    return datetime.now().astimezone()


def _lock(stream: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
