"""Making the database file, opening it, and bringing an older one up to date without ever having only half of it."""

import os
import tempfile
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from inspector_app.durable import io_problems, publish_file, settle
from inspector_app.errors import Problem
from inspector_app.store import migrations, schema
from inspector_app.store.engine import Database


def create(path: Path, key: bytes) -> None:
    """Make an empty database at `path`; killed at any moment it leaves nothing of that name. Problem store.exists."""
    if path.exists():
        raise Problem("store.exists", path)
    draft = _draft(path)
    try:
        _upgrade(draft, key, None)
        settle(draft, path)
    finally:
        _remove(draft)


def open_database(path: Path, key: bytes) -> Database:
    """Open the database at `path`, brought up to date when an older program made it.

    Raises Problem store.missing, store.wrong_key, store.damaged, store.newer, store.read_only, store.old_engine…
    """
    if not path.is_file():
        raise Problem("store.missing", path)
    if path.stat().st_size == 0:
        # SQLite would take it for a new database, write into it and delete the write-ahead log beside it.
        raise Problem("store.damaged", path, reason="0 B")
    _check_writable(path.parent)
    database = Database(path, key)
    try:
        found = _revision(database)
    except BaseException:
        database.close()
        raise
    if found == migrations.newest():
        return database
    database.close()
    if found not in migrations.REVISIONS:
        raise Problem("store.newer", path, found=found)
    _bring_up(path, key, found)
    return Database(path, key)


def copy(database: Database, target: Path, key: bytes) -> None:
    """Copy an open database, as committed at one moment, to the new file `target` under the same key (SQLite's online backup)."""
    draft = Database(target, key)
    try:
        with database.read() as source, draft.read() as room:
            source.connection.driver_connection.backup(room.connection.driver_connection)  # type: ignore[union-attr]
    finally:
        draft.close()


def _bring_up(path: Path, key: bytes, found: str) -> None:
    """Copy, migrate the copy, compare, swap; the old file stays beside it under its revision's name."""
    draft = _draft(path)
    try:
        before = _copy(path, draft, key)
        _upgrade(draft, key, found)
        copy = Database(draft, key)
        try:
            with copy.read() as connection:
                sound = _counted(connection) == before and _sound(connection)
        finally:
            copy.close()
        if not sound:
            raise Problem("store.damaged", path, reason=f"migration from {found}")
        kept = path.with_name(f"{path.stem}-before-{migrations.newest()}{path.suffix}")
        publish_file(path, kept)
        settle(draft, path)
    finally:
        _remove(draft)


def _copy(path: Path, draft: Path, key: bytes) -> int:
    old = Database(path, key)
    try:
        copy(old, draft, key)
        with old.read() as source:
            return _counted(source)
    finally:
        old.close()  # the last connection folds the write-ahead log in: the file alone is the database now


def _upgrade(path: Path, key: bytes, found: str | None) -> None:
    database = Database(path, key)
    try:
        with database.write() as connection:
            migrations.upgrade(connection, found)
    finally:
        database.close()


def _revision(database: Database) -> str:
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            raise Problem("store.damaged", database.path, reason="alembic_version")
        return migrations.stored(connection)


def _counted(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(schema.entries)).scalar_one()


def _sound(connection: Connection) -> bool:
    return bool(connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok")


def _check_writable(folder: Path) -> None:
    # SQLite would open a file in a read-only place and then fail somewhere in the middle; better to say so at the door.
    with io_problems(folder), tempfile.TemporaryFile(dir=folder):
        pass


def _draft(path: Path) -> Path:
    with io_problems(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    os.close(handle)
    return Path(name)


def _remove(draft: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{draft}{suffix}").unlink(missing_ok=True)
