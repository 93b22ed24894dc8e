"""Verify finds what was changed behind the program's back, and names the place."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from inspector_app.errors import Problem
from inspector_app.store import schema
from tests.store.journals import LAPTOP, OTHER, author, new_store, raw, reopened, written


def lifted(connection: sqlcipher.Connection, change: Callable[[], object]) -> None:
    """Make a change with every trigger out of the way, and put them back as they were."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    change()
    for _, sql in triggers:
        connection.execute(sql)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = new_store(tmp_path)
    store.append(written(author(), 5))
    store.merge(written(author(OTHER), 5))
    store.put_blob(b"photo")
    store.close()
    return tmp_path


def found(folder: Path) -> list[str]:
    store = reopened(folder)
    try:
        lines = store.verify("en", own=LAPTOP)
        assert len(lines) == len(store.verify("zh", own=LAPTOP))
        return lines
    finally:
        store.close()


def test_an_untouched_store_has_no_fault(folder: Path) -> None:
    """Nothing to report, and progress reaches the end."""
    seen: list[tuple[int, int]] = []
    store = reopened(folder)

    assert [] == store.verify(own=LAPTOP, progress=lambda done, total: seen.append((done, total)))
    assert [(10, 10)] == seen


EDITS = {
    "device": "randomblob(16)",
    "seq": "seq + 100",
    "id": "randomblob(32)",
    "prev": "randomblob(32)",
    "record": "'01940000-0000-7000-8000-00000000ffff'",
    "kind": "'answer'",
    "path": "path || 'x'",
    "value": "x'a178'",
    "author": "'I99'",
    "clock": "clock + 1",
    "at": "replace(at, '2026', '2027')",
    "signature": "randomblob(64)",
}


@pytest.mark.parametrize("column", [column.name for column in schema.entries.columns if column.name != "number"])
@pytest.mark.parametrize("seq", [1, 3, 5])
def test_r79_any_edited_cell_of_an_entry_is_found(folder: Path, column: str, seq: int) -> None:
    """Whichever cell, at the chain's start, middle and end."""
    edit = f"UPDATE entries SET {column} = {EDITS[column]} WHERE seq = {seq} AND device = x'{OTHER}'"
    with raw(folder) as connection:
        lifted(connection, lambda: connection.execute(edit))

    lines = found(folder)

    assert [line for line in lines if f"/{seq}" in line or "/10" in line]


@pytest.mark.parametrize("edit", ["value = NULL", "seq = 'x'", "device = 'text'", "value = x'c1'", "at = 7"])
def test_a_cell_of_the_wrong_kind_is_found(folder: Path, edit: str) -> None:
    """Whatever a cell holds, verify reports and does not stumble."""
    with raw(folder) as connection:
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'entries'").fetchone()[0]
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'entries'", (sql.replace("NOT NULL", ""),))
        connection.commit()
    with raw(folder) as connection:
        lifted(
            connection, lambda: connection.execute(f"UPDATE entries SET {edit} WHERE seq = 3 AND device = x'{OTHER}'")
        )

    try:
        lines = found(folder)
    except Problem as problem:  # the head of a chain is read at every opening
        lines = [problem.what("en")]

    assert lines


@pytest.mark.parametrize("edit", ["seq = seq + 7", "device = randomblob(16)"])
def test_an_edited_replacement_is_found(folder: Path, edit: str) -> None:
    """What an entry replaced is part of its id."""
    with raw(folder) as connection:
        number = connection.execute("SELECT max(entry) FROM replaces").fetchone()[0]
        lifted(connection, lambda: connection.execute(f"UPDATE replaces SET {edit} WHERE entry = {number}"))

    assert [f"An entry was changed: {OTHER[:8]}/5 sample campus/items/X-01"] == found(folder)


def test_a_removed_replacement_is_found(folder: Path) -> None:
    """A deleted row of `replaces` changes the id of its entry."""
    with raw(folder) as connection:
        lifted(connection, lambda: connection.execute("DELETE FROM replaces WHERE entry = 2"))

    assert [f"An entry was changed: {LAPTOP[:8]}/2 sample campus/items/X-01"] == found(folder)


@pytest.mark.parametrize(("seq", "named"), [(1, "/1"), (3, "/3")])
def test_r79_a_removed_own_entry_is_found(folder: Path, seq: int, named: str) -> None:
    """A gap in this device's own chain is no bundle on its way."""
    with raw(folder) as connection:
        for table, column in (("replaces", "entry"), ("entries", "number")):
            sql = f"DELETE FROM {table} WHERE {column} = {seq}"
            lifted(connection, lambda sql=sql: connection.execute(sql))  # type: ignore[misc]

    assert [f"This computer's entries are missing from here on: {LAPTOP[:8]}{named}"] == found(folder)


def test_another_devices_gap_is_no_fault(tmp_path: Path) -> None:
    """Its bundle is on its way."""
    store = new_store(tmp_path)
    chain = written(author(OTHER), 5)
    store.merge([*chain[:1], *chain[3:]])

    assert [] == store.verify(own=LAPTOP)


def test_a_lost_trigger_is_found(folder: Path) -> None:
    """Someone took the lock off the door."""
    with raw(folder) as connection:
        connection.execute("DROP TRIGGER entries_no_update")

    assert ["A protection of the database was removed: entries_no_update"] == found(folder)


def test_an_edited_summary_is_found(folder: Path) -> None:
    """The read model must say what the entries say."""
    with raw(folder) as connection:
        connection.execute("DELETE FROM records")

    assert ["A summary table does not match the entries: records"] == found(folder)


def test_a_changed_byte_of_the_file_is_found(folder: Path) -> None:
    """In any page: the cipher's own sum no longer fits. It may not even open, which says so too."""
    file = folder / "journal.db"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    try:
        lines = found(folder)
    except Problem as problem:
        lines = [problem.what("en")]

    assert any("database" in line for line in lines)


@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_a_damaged_blob_is_found(folder: Path, damage: str) -> None:
    """Its file is named."""
    (file,) = [path for path in (folder / "blobs").rglob("*") if path.is_file()]
    store = reopened(folder)
    data = bytearray(file.read_bytes())
    if damage == "remove":
        file.unlink()
    else:
        data[-1] ^= 1
        file.write_bytes(data if damage == "flip" else data[:-10])

    (line,) = store.verify("en")

    assert file.name in line


def test_rows_of_nobody_are_found(folder: Path) -> None:
    """A replacement whose entry is gone breaks the tables' own references."""
    with raw(folder) as connection:
        connection.execute("INSERT INTO replaces VALUES (999, randomblob(16), 1)")

    (line,) = found(folder)

    assert "foreign_key_check" in line
