"""Backup and restore: one file that has proved that a sound workspace comes out of it; a restored one is a new device.

Steps and reasons: docs/decisions/0017; the bytes: docs/format.md §11.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inspector_app import keys, workspace
from inspector_app.actions import enrolment, heads
from inspector_app.bundle import backup_file
from inspector_app.bundle.backup_file import Contents, Opened
from inspector_app.bundle.heads import sign_head
from inspector_app.durable import io_problems, publish
from inspector_app.errors import Problem
from inspector_app.keys import Secrets
from inspector_app.store import Store
from inspector_app.workspace import Workspace

Progress = Callable[[int, int], None] | None

_DATABASE, _VAULT = "journal.db", "keys.vault"
_STEPS = 100
_WRITTEN, _RESTORED = 50, 80  # of _STEPS: when the file is written, when its restore has been tried


@dataclass(frozen=True)
class Backup:
    """A proved backup: where it lies, its size in bytes, how many entries and blobs came out of it again."""

    path: Path
    size: int
    entries: int
    blobs: int


@dataclass(frozen=True)
class Restored:
    """A restored workspace: its folder, its new device id and the former one, and its request to the bureau (a laptop's)."""

    folder: Path
    device: str
    former: str
    request: Path | None


def make(ws: Workspace, folder: Path, progress: Progress = None) -> Backup:
    """Back `ws` up into one new file in `folder`: written, read back, restored into a scratch folder and checked throughout.

    Work may go on meanwhile. Raises Problem backup.unsound (what came out is not whole), backup.changed, files.* (no room
    here or there…); then no file of a backup's name is in `folder`.
    """
    said = _Steps(progress)
    with io_problems(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with _scratch(ws) as scratch:
        database = scratch / _DATABASE
        entries, blobs = ws.store.snapshot(database, ws.secrets.database_key)
        sources = {**workspace.parts(ws), _DATABASE: database}
        sources |= {f"blobs/{name[:2]}/{name}": file for name, file in blobs.items()}
        _check_there(sources)
        parts = backup_file.in_order([backup_file.part_of(name, file) for name, file in sources.items()])
        made_at = ws.now().isoformat(timespec="seconds")
        contents = Contents(role=ws.role, device=ws.device, made_at=made_at, entries=entries, parts=parts)

        def prove(stream: IO[bytes], opened: Opened) -> None:
            trial = scratch / "trial"
            trial.mkdir()
            backup_file.extract(stream, opened, trial, target, said.part(_WRITTEN, _RESTORED))
            _check_sound(trial, ws.secrets, opened.contents, target, said.part(_RESTORED, _STEPS))

        target = _free_name(folder, ws)
        backup_file.write(target, contents, sources.__getitem__, ws.secrets.signing, prove, said.part(0, _WRITTEN))
    ws.store.log("backed_up", ws.now(), name=target.name, folder=str(folder))
    return Backup(target, target.stat().st_size, entries, len(blobs))


def restore(file: Path, to: Path, passphrase: str, progress: Progress = None) -> Restored:
    """Make the workspace in a backup anew in the empty or new folder `to`, as a new device; the backup is left alone.

    Raises Problem backup.unknown, backup.newer, backup.damaged, backup.unsound, keys.wrong_passphrase, workspace.exists,
    workspace.not_empty, files.*; then there is nothing at `to`.
    """
    said = _Steps(progress)
    devices: list[str] = []
    with io_problems(file), file.open("rb") as stream:
        opened = backup_file.check(stream, file)
        secrets = _secrets(stream, opened, file, passphrase)

        def fill(draft: Path) -> None:
            backup_file.extract(stream, opened, draft, file, said.part(0, _WRITTEN))
            _check_sound(draft, secrets, opened.contents, file, said.part(_WRITTEN, _STEPS))
            devices.extend(_as_new_device(draft, secrets, opened.contents, passphrase))

        workspace.build(to, fill)
    former, device = devices
    return Restored(to, device, former, _ask_to_be_admitted(to, passphrase))


class _Steps:
    """Tells one progress, in hundredths, of several parts' own."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def part(self, first: int, last: int) -> Callable[[int, int], None]:
        def tell(done: int, total: int) -> None:
            if self._progress:
                self._progress(first + (last - first) * done // max(1, total), _STEPS)

        return tell


@contextmanager
def _scratch(ws: Workspace) -> Iterator[Path]:
    with io_problems(ws.scratch):
        folder = Path(tempfile.mkdtemp(prefix="backup-", dir=ws.scratch))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_there(sources: dict[str, Path]) -> None:
    for file in sources.values():
        if not file.is_file():
            raise Problem("backup.unsound", file, reason=file.name)


def _free_name(folder: Path, ws: Workspace) -> Path:
    stem = f"inspector-{ws.device[:8]}-{ws.now():%Y%m%d-%H%M%S}"
    names = (folder / f"{stem}{more}{backup_file.SUFFIX}" for more in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(name for name in names if not name.exists())


def _check_sound(
    folder: Path, secrets: Secrets, contents: Contents, place: Path, progress: Callable[[int, int], None]
) -> None:
    """Open what was restored as the program would, and check every page, entry, chain and blob of it."""
    try:
        store = Store.open(folder, secrets.database_key, secrets.age_identity)
    except Problem as problem:
        if problem.code.startswith("files."):
            raise
        raise Problem("backup.unsound", place, reason=problem.what()) from problem
    try:
        faults = store.verify(own=contents.device, progress=progress)
        held = len(store.entries())
    finally:
        store.close()
    if faults or held != contents.entries:
        raise Problem("backup.unsound", place, reason=faults[0] if faults else f"{held} / {contents.entries}")


def _secrets(stream: IO[bytes], opened: Opened, file: Path, passphrase: str) -> Secrets:
    try:
        secrets = keys.open_vault(backup_file.content(stream, opened, _VAULT), passphrase)
    except Problem as problem:
        raise Problem(problem.code, file, **problem.fields) from problem
    if not opened.signed_by(secrets.verify_key):
        raise Problem("backup.damaged", file, reason="signature")
    return secrets


def _as_new_device(draft: Path, secrets: Secrets, contents: Contents, passphrase: str) -> tuple[str, str]:
    """Take a new device id; a laptop a new signing key too, after the old one has vouched for the end of its chain.

    A bureau keeps its key: by it the laptops know it again.
    """
    vault = (draft / _VAULT).read_bytes()
    if contents.role == "laptop":
        vault, _ = keys.renew_signing(vault, passphrase)
    former, device = workspace.become_new_device(draft, vault)
    store = Store.open(draft, secrets.database_key, secrets.age_identity)
    try:
        enrolment.add_former(store, former)
        head = store.heads().get(former)
        if head is not None:
            heads.add(store, [sign_head(former, head.seq, head.id, secrets.signing)])
    finally:
        store.close()
    return former, device


def _ask_to_be_admitted(folder: Path, passphrase: str) -> Path | None:
    with workspace.unlock(folder, passphrase) as ws:
        ws.store.log("restored", ws.now(), device=ws.device[:8])
        if ws.role != "laptop":
            return None
        request = ws.folder / "outbox" / f"{ws.device[:8]}.request"
        publish(request, enrolment.request(ws))
        return request
