"""G16: a raw edit of any one cell is found by verify with its place, in every table and column that something vouches for."""

import random
from pathlib import Path

from sqlalchemy import Integer, LargeBinary

from inspector_app.store import Store, schema
from inspector_app.store.verify import UNVOUCHED
from tests.faults.table import SEED, record, rounds
from tests.store.journals import LAPTOP, NOW, OTHER, author, bundle, new_store, raw, reopened, written
from tests.store.test_verify import lifted

_AT_ONCE = 25


def filled(folder: Path, entries: int) -> Store:
    """A store with something in every table."""
    folder.mkdir()
    store = new_store(folder)
    mine = written(author(), entries)
    store.append(mine)
    store.merge(written(author(OTHER), 5))
    store.put_blob(b"photo")
    store.add_bundle(bundle("ab" * 32, mine[:3]), mine[:3])
    store.add_receipt("ab" * 32, b'{"bundle":"' + b"ab" * 32 + b'"}', NOW)
    store.put_setting("enrolment", b"x")
    store.log("bundle_sealed", NOW, name="x", entries=3)
    return store


def edit_of(column: object, kind: object) -> str:
    """SQL that gives a column another value of its own kind."""
    name = getattr(column, "name", "")
    if isinstance(kind, LargeBinary):
        return f"{name} = randomblob(length({name}) + 1)"
    if isinstance(kind, Integer):
        return f"{name} = {name} + 1000003"
    return f"{name} = coalesce({name}, '') || 'x'"


def test_cells(tmp_path: Path) -> None:
    """Random cells of entries and replaces, many at a time, each named; then every column of every other table alone.

    The control is a comparison of counts alone, as a simpler check would make.
    """
    chance, losses, size = random.Random(SEED), list[str](), rounds(100_000, 1_000)
    store = filled(tmp_path / "big", size)
    store.close()
    cells, played, caught = rounds(5_000, 50), 0, False
    columns = [column for column in schema.entries.columns if column.name not in {"number", "device", "seq"}]
    while played < cells:
        with raw(tmp_path / "big") as connection:
            wanted = chance.sample(range(2, size), _AT_ONCE)
            kept = {n: connection.execute("SELECT * FROM entries WHERE number = ?", (n,)).fetchone() for n in wanted}
            for number in wanted:
                column = chance.choice(columns)
                sql = f"UPDATE entries SET {edit_of(column, column.type)} WHERE number = {number}"
                lifted(connection, lambda sql=sql: connection.execute(sql))  # type: ignore[misc]
        store = reopened(tmp_path / "big")
        lines = "\n".join(store.verify("en", own=LAPTOP))
        caught = caught or store.dots()[LAPTOP] == size
        store.close()
        losses += [f"entries {n}" for n in wanted if f"{LAPTOP[:8]}/{n} " not in lines and f"entries {n}" not in lines]
        with raw(tmp_path / "big") as connection:
            names = [column.name for column in schema.entries.columns]
            for number, row in kept.items():
                sets = ", ".join(f"{name} = ?" for name in names)
                change = (f"UPDATE entries SET {sets} WHERE number = {number}", row)
                lifted(connection, lambda change=change: connection.execute(*change))  # type: ignore[misc]
        played += _AT_ONCE
    losses += _columns(tmp_path)
    record("G16 edited cells", played, SEED, losses, caught)


def _columns(folder: Path) -> list[str]:
    """Edit each column of each table alone in a small store; return those that verify neither finds nor is excused from."""
    filled(folder / "small", 10).close()
    original = (folder / "small" / "journal.db").read_bytes()
    unseen = []
    for table in schema.metadata.sorted_tables:
        for column in table.columns:
            (folder / "small" / "journal.db").write_bytes(original)
            with raw(folder / "small") as connection:
                sql = f"UPDATE {table.name} SET {edit_of(column, column.type)}"
                if table.name in {"entries", "replaces"}:
                    sql += f" WHERE {'number' if table.name == 'entries' else 'entry'} = 5"
                lifted(connection, lambda sql=sql: connection.execute(sql))  # type: ignore[misc]
            store = reopened(folder / "small")
            found = bool(store.verify("en", own=LAPTOP))
            store.close()
            if found == ((table.name, column.name) in UNVOUCHED):
                unseen.append(f"{table.name}.{column.name} {'found, though excused' if found else 'not found'}")
    return unseen
