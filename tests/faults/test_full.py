"""G5: on a disk that fills up at any byte, what was there stays, the act says why, and works once there is room (needs root)."""

import os
import random
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from inspector_app.durable import publish
from inspector_app.errors import Problem
from inspector_app.store import Store
from inspector_app.transfer import drive
from tests.faults.table import SEED, record, rounds
from tests.store.journals import LAPTOP, author, new_store, reopened, small_disk, written

Act = Callable[[Store, Path], None]
_OUTSIDE = bytes(range(256)) * 800


def edit(store: Store, disk: Path) -> None:
    store.append(written(author(LAPTOP, store.heads().get(LAPTOP)), 1, value="x" * 60_000))


def photo(store: Store, disk: Path) -> None:
    store.put_blob(os.urandom(150_000))


def settings(store: Store, disk: Path) -> None:
    publish(disk / "settings.json", _OUTSIDE[::-1])


def copy_out(store: Store, disk: Path) -> None:
    source = disk.parent / "a1b2c3d4-000001.bundle"
    source.write_bytes(_OUTSIDE)
    (disk / source.name).unlink(missing_ok=True)
    drive.copy_out(source, disk)


def backup_of_database(store: Store, disk: Path) -> None:
    target = disk / "copy.db"
    for old in disk.glob("copy.db*"):
        old.unlink()
    store.snapshot(target, bytes(range(32)))


def careless(store: Store, disk: Path) -> None:
    """The control: opens the old file for writing, and only then learns that there is no room."""
    (disk / "settings.json").write_bytes(_OUTSIDE[::-1] * 2)


def played(act: Act, disk: Path, chance: random.Random) -> str:
    """Fill the disk up to a random rest, act, make room, act again; return what is wrong."""
    store = reopened(disk)
    held, old = store.entries(), sha256(b"old" * 50_000).hexdigest()
    publish(disk / "settings.json", b"old" * 50_000)
    space = os.statvfs(disk)
    left = space.f_bavail * space.f_frsize - chance.randrange(300_000)
    film = disk / "someone's film"
    film.write_bytes(bytes(max(0, left)))
    wrong, code = "", ""
    try:
        act(store, disk)
    except (Problem, OSError) as problem:
        code = getattr(problem, "code", "disk_full")
        wrong = "" if "full" in code else code
        if sha256((disk / "settings.json").read_bytes()).hexdigest() != old:
            wrong = "the old file is gone"
    if store.entries()[: len(held)] != held:
        wrong = "entries are gone"
    film.unlink()
    try:
        act(store, disk)
    except Problem as problem:
        wrong = wrong or f"again {problem.code} after {code}"
    faults = store.verify("en", own=LAPTOP)
    store.close()
    again = reopened(disk)
    kept = again.entries()[: len(held)] == held
    again.close()
    return wrong or "; ".join(faults) or ("" if kept else "entries are gone after reopening")


def test_full_disks(tmp_path: Path) -> None:
    """An edit, a photo, a published file, a copy to a stick, a copy of the database; the control overwrites in place."""
    chance, losses, acts = random.Random(SEED), list[str](), (edit, photo, settings, copy_out, backup_of_database)
    count = rounds(2_000, len(acts))
    with small_disk(tmp_path / "disk", "16m") as disk:
        for number in range(count):
            if number % 40 == 0:
                for item in ("journal.db", "journal.db-wal", "journal.db-shm"):
                    (disk / item).unlink(missing_ok=True)
                new_store(disk).close()
                (disk / "reserve").unlink(missing_ok=True)
            act = acts[number % len(acts)]
            wrong = played(act, disk, chance)
            losses += [f"{act.__name__}: {wrong}"] if wrong else []
        caught = any(played(careless, disk, chance) for _ in range(8))
    record("G5 disk full", count, SEED, losses, caught)
