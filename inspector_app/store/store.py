"""One workspace's store: the journal, blobs, bundles and notes of one folder, each act one durable transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import RLock

from sqlalchemy import ColumnElement

from inspector_app.durable import io_problems
from inspector_app.errors import Problem
from inspector_app.journal import Conflict, fold
from inspector_app.journal.batch import Batch
from inspector_app.journal.entry import Entry
from inspector_app.store import bundles as _bundles
from inspector_app.store import entries as _entries
from inspector_app.store import merging, notes, opening, schema, verify
from inspector_app.store.blobs import Blobs, Matched
from inspector_app.store.bundles import BundleRow, Direction, ReceiptRow
from inspector_app.store.engine import Database, cursor_of
from inspector_app.store.entries import Written
from inspector_app.store.merging import Merged
from inspector_app.store.notes import LogRow
from inspector_app.store.reserve import Reserve, is_full
from inspector_app.store.standing import Standing
from inspector_app.text import Language

Note = Callable[[Merged], tuple[BundleRow, bytes]]

_FILE, _BLOBS, _RESERVE = "journal.db", "blobs", "reserve"


class Store:
    """The only way to the database and the blobs of a workspace; may be used from any thread.

    `writing` is the writer's lock: hold it over reading a head and appending after it. `matched` tells what the start-up
    pass over the blobs found.
    """

    def __init__(self, folder: Path, database: Database, identity: str) -> None:
        """Use `create` or `open`."""
        self.folder = folder
        self._database = database
        self._blobs = Blobs(folder / _BLOBS, database, identity)
        self._reserve = Reserve(folder / _RESERVE)
        self.matched: Matched = self._blobs.match()
        self._heads = self._read_heads()
        self._standing = Standing()
        self._reserve.lay_by()

    @classmethod
    def create(cls, folder: Path, key: bytes, age_identity: str) -> "Store":
        """Make a new store in the existing `folder` and open it; Problem store.exists, files.* where it cannot be."""
        with io_problems(folder):
            (folder / _BLOBS).mkdir(mode=0o700, exist_ok=True)
        opening.create(folder / _FILE, key)
        return cls.open(folder, key, age_identity)

    @classmethod
    def open(cls, folder: Path, key: bytes, age_identity: str) -> "Store":
        """Open the store of `folder`; Problem store.* (missing, wrong_key, damaged, newer, busy) or files.read_only."""
        try:
            database = opening.open_database(folder / _FILE, key)
        except Problem as problem:
            # Even to read, SQLite needs a little room beside the file, and calls the lack of it an input/output error.
            if not is_full(folder):
                raise
            if not Reserve(folder / _RESERVE).spend():
                raise Problem("store.disk_full", problem.where) from problem
            database = opening.open_database(folder / _FILE, key)
        try:
            return cls(folder, database, age_identity)
        except BaseException:
            database.close()
            raise

    @property
    def writing(self) -> RLock:
        """The writer's lock, to be held over a decision and the write that rests on it."""
        return self._database.writing

    def append(self, entries: Sequence[Entry]) -> None:
        """Add one device's own next entries: committed, durable, read back and counted when this returns.

        Raises Problem store.disk_full, store.busy, store.read_only, store.io_error, store.stopped with nothing added.
        After a Problem the head is what `heads()` says: make the entries anew from it (an Author that already stepped on
        must be dropped). ValueError when the entries do not continue the head: the caller's bug.
        """
        if not entries:
            return
        device = entries[0].device
        with self.writing:
            _entries.check_continues(self._heads.get(device), entries)
            try:
                self._read_back(self._added(entries))
            except BaseException:
                self._standing.forget()
                self._find_heads()
                raise
            self._heads = {**self._heads, device: entries[-1]}

    def merge(self, entries: Iterable[Entry], note: Note | None = None) -> Merged:
        """Add what others wrote, in one transaction: a union, so order, repetition and gaps do not matter.

        `note` is asked what the merge did and gives the bundle that brought the entries and the receipt for it (b"" for
        none), to be noted in the same transaction.
        """
        given = Batch.of(entries)
        with self.writing:
            with self._database.write() as connection:
                merged, stretches = merging.merge(connection, given)
                if note is not None:
                    row, receipt = note(merged)
                    _bundles.add(connection, row, stretches)
                    if receipt:
                        _bundles.add_receipt(connection, ReceiptRow(row.sha256, receipt, row.made_at))
            self._standing.forget(given.columns.record)
            self._heads = {**self._heads, **self._later(merged.heads())}
        return merged

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the registers in which different values stand, of all records, by record and path.

        Its cost is that of the contested registers, however many entries there are.
        """
        with self._database.read() as connection:
            standing = _entries.read(connection, _entries.contested())
        return fold(standing).conflicts

    def entries(
        self, record: str | None = None, *, kind: str | None = None, device: str | None = None, after: int = 0
    ) -> list[Entry]:
        """Return entries in the order they came here, narrowed by record, kind, device, and seq above `after`."""
        wanted: list[ColumnElement[bool]] = []
        within = None
        if kind is not None:
            within = _entries.of_kind(kind)
            wanted.append(schema.entries.c.kind == kind)
        if record is not None:
            within = _entries.of_record(record)
        if device is not None:
            wanted.append(schema.entries.c.device == bytes.fromhex(device))
        if after:
            wanted.append(schema.entries.c.seq > after)
        with self._database.read() as connection:
            return _entries.read(connection, *wanted, within=within)

    def records(self, kind: str) -> list[str]:
        """Return the records that have an entry of `kind`."""
        with self._database.read() as connection:
            return _entries.with_kind(connection, kind)

    def heads(self) -> dict[str, Entry]:
        """Return the last entry of every device's chain (of a fork's two, the one that came first)."""
        return dict(self._heads)

    def dots(self) -> dict[str, int]:
        """Return the vector of what is held: for each device the seq up to which nothing is missing (0: its first is)."""
        with self._database.read() as connection:
            return _entries.complete_to(connection, _entries.devices(connection))

    def put_blob(self, data: bytes | Path) -> str:
        """Keep bytes or a file's bytes as a blob and return its SHA-256: durable and read back when this returns."""
        if isinstance(data, Path):
            with io_problems(data):
                data = data.read_bytes()
        return self._blobs.put(data)

    def blob(self, sha256: str) -> bytes:
        """Return a blob's bytes, hashed again; Problem store.blob_missing or store.blob_damaged."""
        return self._blobs.get(sha256)

    def has_blob(self, sha256: str) -> bool:
        """Return whether a blob of this name was kept here."""
        return self._blobs.has(sha256)

    def add_bundle(self, row: BundleRow, carried: Iterable[Entry], receipt: bytes = b"") -> None:
        """Note a bundle sealed or taken in, the entries in it, and the receipt given for it, at once.

        A bundle that is known changes nothing, and its first receipt stands.
        """
        with self._database.write() as connection:
            _bundles.add(connection, row, merging.stretches_of(connection, Batch.of(carried)))
            if receipt:
                _bundles.add_receipt(connection, ReceiptRow(row.sha256, receipt, row.made_at))

    def bundles(self, direction: Direction | None = None) -> list[BundleRow]:
        """Return the bundles known here, oldest first, of one direction or both."""
        wanted = [] if direction is None else [schema.bundles.c.direction == direction]
        with self._database.read() as connection:
            return _bundles.read(connection, *wanted)

    def bundle(self, sha256: str) -> BundleRow | None:
        """Return one bundle by its SHA-256, or None when it was never seen here."""
        with self._database.read() as connection:
            return next(iter(_bundles.read(connection, schema.bundles.c.sha256 == bytes.fromhex(sha256))), None)

    def carried(self, bundle_sha256: str) -> list[Entry]:
        """Return the entries that a bundle known here carried."""
        with self._database.read() as connection:
            return _entries.read(connection, within=_bundles.carried_by(bundle_sha256))

    def add_receipt(self, bundle_sha256: str, data: bytes, read_at: datetime) -> None:
        """Keep a receipt for a known bundle; the first one stands. Problem store.no_bundle for a bundle never seen."""
        if self.bundle(bundle_sha256) is None:
            raise Problem("store.no_bundle", bundle_sha256[:8])
        with self._database.write() as connection:
            _bundles.add_receipt(connection, ReceiptRow(bundle_sha256, data, read_at))

    def receipt(self, bundle_sha256: str) -> ReceiptRow | None:
        """Return the receipt of a bundle, or None while there is none."""
        with self._database.read() as connection:
            return _bundles.receipt(connection, bundle_sha256)

    def unsent(self, bureau: str = "") -> int:
        """Return how many entries the bureau (its device id) is not known to hold, counted from what was delivered."""
        with self._database.read() as connection:
            return sum(_bundles.count(connection, gap) for gap in _bundles.undelivered(connection, bureau))

    def undelivered(self, bureau: str = "") -> list[Entry]:
        """Return the entries that `unsent` counts, in the order they came here."""
        with self._database.read() as connection:
            gaps = _bundles.undelivered(connection, bureau)
            return [entry for gap in gaps for entry in _entries.read(connection, gap)]

    def log(self, event: str, at: datetime, **fields: str | int) -> None:
        """Add a line to the log of what passed between here and elsewhere; never with a form's values in it."""
        with self._database.write() as connection:
            notes.add_line(connection, LogRow(at, event, fields))

    def log_lines(self) -> list[LogRow]:
        """Return the log, the newest line first."""
        with self._database.read() as connection:
            return notes.lines(connection)

    def put_setting(self, name: str, value: bytes) -> None:
        """Set or change a setting of this workspace (the enrolment, the bureau's keys)."""
        with self._database.write() as connection:
            notes.put_setting(connection, name, value)

    def get_setting(self, name: str) -> bytes | None:
        """Return a setting, or None when it was never set."""
        with self._database.read() as connection:
            return notes.get_setting(connection, name)

    def verify(self, language: Language = "zh", own: str = "", progress: verify.Progress = None) -> list[str]:
        """Return a line for each thing that is not as it was written, with its place; an empty list when all is well."""
        return list(verify.faults(self._database, self._blobs, own, language, progress))

    def snapshot(self, target: Path, key: bytes) -> tuple[int, dict[str, Path]]:
        """Copy the database of this moment to the new file `target`; return its count of entries and its blobs' files.

        The live file is never copied as a file: its last commits may still stand in the write-ahead log beside it.
        """
        with self.writing:
            opening.copy(self._database, target, key)
            with self._database.read() as connection:
                return _bundles.count(connection, schema.entries.c.number > 0), self._blobs.files()

    def close(self) -> None:
        """Close the database; nothing else of this store may be used afterwards."""
        self._database.close()

    def _added(self, entries: Sequence[Entry]) -> Written:
        try:
            return self._added_once(entries)
        except Problem as problem:
            if problem.code != "store.disk_full" or not self._reserve.spend():
                raise
            self._standing.forget()
            return self._added_once(entries)

    def _added_once(self, entries: Sequence[Entry]) -> Written:
        with self._database.write() as connection:
            return _entries.add(cursor_of(connection), entries, self._standing)

    def _read_back(self, written: Written) -> None:
        with self._database.witness() as cursor:
            if not _entries.reads_back(cursor, written):
                self._database.stop()
                raise Problem("store.io_error", self.folder, reason="read back")

    def _later(self, heads: Mapping[str, Entry]) -> dict[str, Entry]:
        """Return those of `heads` that stand after the ones known; of a fork's two, the one that came first stays."""
        known = self._heads
        return {device: head for device, head in heads.items() if device not in known or head.seq > known[device].seq}

    def _find_heads(self) -> None:
        """After a failure, believe the database and not what was meant: else this device would fork itself."""
        try:
            self._heads = self._read_heads()
        except Exception:  # the failure under way is the one to tell; without a head nothing more may be written
            self._database.stop()

    def _read_heads(self) -> dict[str, Entry]:
        with self._database.read() as connection:
            heads = {device: _entries.head(connection, device) for device in _entries.devices(connection)}
        return {device: head for device, head in heads.items() if head is not None}
