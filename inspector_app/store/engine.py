"""The encrypted database file: connections, the one writer, and the refusals of SQL and disk turned into Problems.

What the tables mean is left to the other modules of this folder.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, TypeAlias

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from inspector_app.errors import Problem

# Up to 3.51.2 a reset of the write-ahead log could race and corrupt any database.
OLDEST_SQLITE = (3, 51, 3)

Cursor: TypeAlias = Any  # the driver ships no types

_BUSY_SECONDS = 5.0
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE would delete past the triggers
    "temp_store=MEMORY",  # nothing in clear on the disk
    # A page that many bundles touch is carried over into the file once for all of them, and not after every fourth.
    "wal_autocheckpoint=4096",
    "journal_size_limit=16777216",
)

_FULL, _IO_ERROR, _DAMAGED = "store.disk_full", "store.io_error", "store.damaged"
_PROBLEMS = {
    sqlcipher.SQLITE_FULL: _FULL,
    sqlcipher.SQLITE_READONLY: "store.read_only",
    sqlcipher.SQLITE_CANTOPEN: "store.cannot_open",
    sqlcipher.SQLITE_NOTADB: "store.wrong_key",
    sqlcipher.SQLITE_CORRUPT: _DAMAGED,
    sqlcipher.SQLITE_BUSY: "store.busy",
    sqlcipher.SQLITE_LOCKED: "store.busy",
    sqlcipher.SQLITE_IOERR: _IO_ERROR,
}


class Database:
    """One open SQLCipher file: many readers, one writer at a time, threads welcome.

    `writing` is the writer's lock; whoever must decide on what stands and then write holds it over both.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        """Open `path` with the raw 32-byte `key`; raises Problem store.cannot_open, store.wrong_key, store.old_engine…"""
        self.path = path
        self.writing = RLock()
        self._stopped = False
        self._engine = _engine(path, key)
        try:
            with sql_problems(path):
                self._writer = self._engine.connect().execution_options(inspector_writes=True)
                self._witness = self._engine.connect()
        except BaseException:
            self._engine.dispose()
            raise

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, durable when the block has ended; any error in it leaves nothing.

        After an input/output error or damage nothing is known of the disk: it is never retried, every later write is
        Problem store.stopped until the file is opened again.
        """
        with self.writing:
            if self._stopped:
                raise Problem("store.stopped", self.path)
            try:
                with sql_problems(self.path), self._writer.begin():
                    yield self._writer
            except Problem as problem:
                if problem.code in {_IO_ERROR, _DAMAGED}:
                    self.stop()
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of what is committed, beside any writer."""
        with sql_problems(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def witness(self) -> Iterator[Cursor]:
        """A cursor on a connection of its own that sees what is committed, to read back what was just written."""
        with self.writing, sql_problems(self.path):
            yield cursor_of(self._witness)

    def stop(self) -> None:
        """Refuse every further write: what was just written does not read back."""
        self._stopped = True

    def close(self) -> None:
        """End all connections; the write-ahead log is folded into the file."""
        with self.writing:
            self._writer.close()
            self._witness.close()
            self._engine.dispose()


def cursor_of(connection: Connection) -> Cursor:
    """Return a driver's cursor inside the connection's transaction, for compiled statements and plain tuples."""
    return connection.connection.cursor()


@contextmanager
def sql_problems(where: Path) -> Iterator[None]:
    """Turn what SQLite says of the world (full, read-only, damaged, wrong key…) into Problems; a bug stays a bug."""
    try:
        yield
    except DBAPIError as error:
        raise _problem(error, error.orig, where) from error
    except sqlcipher.Error as error:  # from the connect event, which SQLAlchemy does not wrap
        raise _problem(error, error, where) from error


def _problem(error: Exception, cause: BaseException | None, where: Path) -> Exception:
    number = int(getattr(cause, "sqlite_errorcode", 0))
    code = _PROBLEMS.get(number & 0xFF)
    if not number and str(cause) == "database or disk is full":  # the driver's online backup gives its errors no number
        code = _FULL
    return Problem(code, where, reason=str(cause)) if code else error


def _engine(path: Path, key: bytes) -> Engine:
    if sqlcipher.sqlite_version_info < OLDEST_SQLITE:
        raise Problem("store.old_engine", path, found=sqlcipher.sqlite_version)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlcipher,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlcipher.Connection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA cipher_log_level=NONE")
        cursor.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # The driver's own transactions begin too late (at the first change): the writer's must hold what it reads.
        writes = connection.get_execution_options().get("inspector_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
