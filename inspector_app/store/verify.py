"""Find what was changed behind the program's back: every page, every entry's id, every chain, every blob, every trigger.

What it cannot see: a whole workspace put back to an earlier state (the bureau's receipts and the chain see that), and the cells
of UNVOUCHED, which nothing vouches for: notes about what entries, bundle files and receipts themselves prove.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, except_, exists, func, select, text

from inspector_app.errors import Problem
from inspector_app.journal.entry import Dot
from inspector_app.store import entries, read_models, schema
from inspector_app.store.blobs import Blobs
from inspector_app.store.engine import Database
from inspector_app.store.rows import entry_of, entry_row
from inspector_app.text import Language
from inspector_app.text import text as wording

UNVOUCHED = frozenset(
    {("settings", "name"), ("settings", "value"), ("receipts", "read_at")}
    | {("log", column) for column in ("number", "at", "event", "fields")}
    | {("bundles", column) for column in ("number", "name", "size", "destination", "made_at")}
)

Progress = Callable[[int, int], None] | None

_entries, _bundles = schema.entries, schema.bundles
_NO_ENTRY = bytes(32)


def faults(database: Database, blobs: Blobs, own: str, language: Language, progress: Progress) -> Iterator[str]:
    """Yield one line for each fault, naming its place; nothing when all is as it was written.

    `own` is this workspace's device: a gap in its own chain is a fault, a gap in another's is a bundle on its way.
    """

    def line(name: str, /, **fields: object) -> str:
        return wording(f"store.verify.{name}", language, **fields)

    try:
        with database.read() as connection:
            damaged = list(_pages(connection))
            yield from (line("file", reason=reason) for reason in damaged)
            if damaged:  # rows out of damaged pages would only repeat it, or not be readable at all
                return
            yield from (line("trigger", name=name) for name in sorted(_lost_triggers(connection)))
            told = [line("entry", place=place) for place in _changed_entries(connection, progress)]
            told += [line("chain", place=place) for place in _broken_chains(connection)]
            told += [line("gap", place=place) for place in _own_gap(connection, own)]
            yield from told
            yield from (line("read_model", name=name) for name in _read_model(connection))
            if not told:  # derived from other entries than these, they would only repeat it
                yield from (line("read_model", name=name) for name in read_models.differing(connection))
            yield from (line("bundle", name=name) for name in _changed_bundles(connection))
            yield from (line("bundle", name=name) for name in _foreign_receipts(connection))
            yield from (line("blob", name=name) for name in blobs.unerased())
    except Problem as problem:
        yield line("file", reason=problem.what(language))
        return
    yield from (f"{problem.what(language)} {problem.where}" for problem in blobs.faults())


def _pages(connection: Connection) -> Iterator[str]:
    for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        for row in connection.execute(text(f"PRAGMA {pragma}")):
            if tuple(row) != ("ok",):
                yield f"{pragma}: {' '.join(map(str, row))}"


def _lost_triggers(connection: Connection) -> set[str]:
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
    return set(schema.TRIGGERS) - set(found)


def _changed_entries(connection: Connection, progress: Progress) -> Iterator[str]:
    total = connection.execute(select(func.count()).select_from(_entries)).scalar_one()
    done = 0
    for page in entries.in_pages(connection):
        yield from (_place(row) for row, replaced in page if not _as_written(row, replaced))
        done += len(page)
        if progress:
            progress(done, total)


def _as_written(row: Any, replaced: list[Dot]) -> bool:
    """Return whether the row is exactly what its entry, read from it, would be written as: its id above all."""
    try:
        entry = entry_of(row, replaced)
        return bool(tuple(row) == entry_row(row[0], entry))
    except Exception:  # any cell may hold anything now: whatever the reading stumbles over, the entry is not as it was
        return False


def _broken_chains(connection: Connection) -> Iterator[str]:
    before = _entries.alias()
    previous = exists().where(before.c.device == _entries.c.device, before.c.seq == _entries.c.seq - 1)
    named = previous.where(before.c.id == _entries.c.prev)
    first = (_entries.c.seq == 1) & (_entries.c.prev != _NO_ENTRY)
    for row in connection.execute(select(_entries).where(first | ((_entries.c.seq > 1) & previous & ~named))):
        yield _place(row)


def _own_gap(connection: Connection, own: str) -> Iterator[str]:
    if not own:
        return
    device = bytes.fromhex(own)
    held = connection.execute(select(func.max(_entries.c.seq)).where(_entries.c.device == device)).scalar() or 0
    sent = connection.execute(select(func.max(_bundles.c.last)).where(_bundles.c.device == device)).scalar() or 0
    complete = entries.complete_from(connection, device, 0)
    if complete < max(held, sent):
        yield f"{own[:8]}/{complete + 1}"


def _read_model(connection: Connection) -> Iterator[str]:
    stored = select(schema.records.c.kind, schema.records.c.record)
    told = select(_entries.c.kind, _entries.c.record).distinct()
    for difference in (except_(told, stored), except_(stored, told)):
        if connection.execute(difference).first() is not None:
            yield schema.records.name
            return


def _changed_bundles(connection: Connection) -> Iterator[str]:
    """Give the bundles whose row does not fit the entries they carried."""
    stretch = schema.carried.c
    of = (stretch.bundle == _bundles.c.sha256) & _entries.c.number.between(stretch.first, stretch.last)
    carried = select(func.count()).select_from(schema.carried, _entries).where(of)
    own = carried.where(_entries.c.device == _bundles.c.device)
    outside = ~_entries.c.seq.between(_bundles.c.first, _bundles.c.last)
    rows = select(
        _bundles.c.sha256,
        _bundles.c.direction.in_(("out", "in"))
        & (_bundles.c.entries == carried.scalar_subquery())
        & ((_bundles.c.first == 0) == (own.scalar_subquery() == 0))
        & (own.where(outside).scalar_subquery() == 0)
        & ((_bundles.c.first == 0) | (own.where(_entries.c.seq == _bundles.c.first).scalar_subquery() > 0))
        & ((_bundles.c.last == 0) | (own.where(_entries.c.seq == _bundles.c.last).scalar_subquery() > 0)),
    )
    yield from (sha256.hex()[:16] for sha256, fits in connection.execute(rows) if not fits)


def _foreign_receipts(connection: Connection) -> Iterator[str]:
    """Give the bundles whose receipt does not name them; its signature is judged where the bureau's key is known."""
    for bundle, data in connection.execute(select(schema.receipts.c.bundle, schema.receipts.c.data)):
        if f'"bundle":"{bundle.hex()}"'.encode() not in data:
            yield bundle.hex()[:16]


def _place(row: Any) -> str:
    device = row[1].hex()[:8] if isinstance(row[1], bytes) else str(row[1])
    return f"{device}/{row[2]} {row[6]} {row[7]}".strip()
