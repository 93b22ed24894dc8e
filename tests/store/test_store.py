"""The store keeps what it acknowledged, in the order it came, encrypted, and gives it back equal."""

import os
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.journal import Entry, Value
from inspector_app.store import LogRow, Store
from tests.store.journals import (
    KEY,
    LAPTOP,
    NOW,
    OTHER,
    SCHOOL,
    VISIT,
    author,
    identity,
    new_store,
    raw,
    reopened,
    written,
)


def test_what_was_appended_is_there_after_reopening(tmp_path: Path) -> None:
    """Every field of every entry, id and order included."""
    values: list[Value] = [None, True, -7, "督查\n🏫", ["1.10", []], {"note": "", "fields": {"b": "2", "a": [1, None]}}]
    pen = author()
    entries = [pen.next(VISIT, "sample", f"x/{number}", value) for number, value in enumerate(values)]
    store = new_store(tmp_path)
    store.append(entries[:1])
    store.append(entries[1:])
    store.close()

    again = reopened(tmp_path).entries()

    assert entries == again
    assert values == [entry.value for entry in again]
    assert [entry.id for entry in entries] == [entry.id for entry in again]


def test_replaced_dots_and_signatures_come_back(tmp_path: Path) -> None:
    """An entry that settles two, signed by its author."""
    first, second, pen = author(), author(OTHER), author("d4" * 16)
    sides = [*written(first, 1), *written(second, 1)]
    settled = pen.next(VISIT, "sample", "campus/items/X-01", "x", sides, "I02", sign=lambda data: bytes(range(64)))
    store = new_store(tmp_path)
    store.merge([*sides, settled])

    (found,) = store.entries(device=settled.device)

    assert settled.replaces == found.replaces
    assert bytes(range(64)).hex() == found.signature


def test_entries_are_found_by_record_kind_device_and_seq(tmp_path: Path) -> None:
    """The narrowings combine."""
    store = new_store(tmp_path)
    mine = written(author(), 3)
    theirs = written(author(OTHER), 2, SCHOOL, "school_sample")
    store.append(mine)
    store.merge(theirs)

    assert mine == store.entries(VISIT)
    assert theirs == store.entries(kind="school_sample")
    assert mine[2:] == store.entries(VISIT, device=LAPTOP, after=2)
    assert [] == store.entries(SCHOOL, device=LAPTOP)
    assert [SCHOOL] == store.records("school_sample")
    assert [] == store.records("task")


def test_heads_and_dots(tmp_path: Path) -> None:
    """A head is the last entry; a dot vector stops before the first gap."""
    store = new_store(tmp_path)
    mine, theirs = written(author(), 3), written(author(OTHER), 6)
    store.append(mine)
    store.merge([*theirs[:2], *theirs[4:]])

    assert {LAPTOP: mine[-1], OTHER: theirs[-1]} == store.heads()
    assert {LAPTOP: 3, OTHER: 2} == store.dots()


def test_entries_out_of_their_chain_are_a_bug(tmp_path: Path) -> None:
    """Neither a repetition nor a leap nor two devices at once gets in by `append`."""
    store = new_store(tmp_path)
    mine, theirs = written(author(), 4), written(author(OTHER), 1)
    store.append(mine[:2])

    for wrong in (mine[:1], mine[1:3], mine[3:], [*mine[2:3], *theirs]):
        with pytest.raises(ValueError, match="does not continue"):
            store.append(wrong)

    assert mine[:2] == store.entries()


def test_what_does_not_read_back_is_not_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that lies: no acknowledgement, no further writing, and the head is what the file says: no fork of our own."""
    from inspector_app.store import entries

    store = new_store(tmp_path)
    mine = written(author(), 3)
    store.append(mine[:1])
    with monkeypatch.context() as patch:
        patch.setattr(entries, "reads_back", lambda cursor, rows: False)
        with pytest.raises(Problem, match="store.io_error"):
            store.append(mine[1:2])

    with pytest.raises(Problem, match="store.stopped"):
        store.append(mine[2:])
    assert store.entries()[-1] == store.heads()[LAPTOP]
    store.close()
    again = reopened(tmp_path)
    again.append(written(author(LAPTOP, again.heads()[LAPTOP]), 1))
    assert [] == again.verify(own=LAPTOP)


def test_an_interrupted_append_leaves_the_head_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever strikes after the commit, the next entry goes on from what stands in the file."""
    from inspector_app.store import entries

    def struck(cursor: object, rows: object) -> bool:
        raise KeyboardInterrupt

    store = new_store(tmp_path)
    mine = written(author(), 3)
    with monkeypatch.context() as patch:
        patch.setattr(entries, "reads_back", struck)
        with pytest.raises(KeyboardInterrupt):
            store.append(mine[:1])

    store.append(mine[1:])

    assert mine == store.entries()


def test_the_file_is_noise_from_its_first_byte(tmp_path: Path) -> None:
    """No header, no school's name, no text of an answer anywhere in the folder, and nothing to compress."""
    store = new_store(tmp_path)
    store.append(written(author(), 200, value="CANARY 希望小学"))
    store.put_blob("CANARY 希望小学".encode() * 100)

    files = [file for file in tmp_path.rglob("*") if file.is_file() and not file.name.endswith("-shm")]
    for file in files:
        data = file.read_bytes()
        assert b"CANARY" not in data
        assert "希望".encode() not in data
    assert {"journal.db", "journal.db-wal"} < {file.name for file in files}
    store.close()

    data = (tmp_path / "journal.db").read_bytes()
    assert b"SQLite" not in data
    assert len(zlib.compress(data)) > 0.99 * len(data)


def test_a_wrong_key_is_a_problem(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It says so in both languages, and the library writes nothing to the terminal."""
    new_store(tmp_path).close()

    with pytest.raises(Problem, match="store.wrong_key") as caught:
        Store.open(tmp_path, bytes(32), identity())

    assert all(caught.value.lines("zh") + caught.value.lines("en"))
    assert ("", "") == capfd.readouterr()


def test_a_store_is_made_once(tmp_path: Path) -> None:
    """A second `create` cannot hide the first; a missing one is named."""
    (tmp_path / "new").mkdir()
    with pytest.raises(Problem, match="store.missing"):
        reopened(tmp_path / "new")

    Store.create(tmp_path / "new", KEY, identity()).close()
    with pytest.raises(Problem, match="store.exists"):
        Store.create(tmp_path / "new", KEY, identity())

    assert [] == reopened(tmp_path / "new").entries()
    assert {"blobs", "journal.db"} <= set(os.listdir(tmp_path / "new"))
    assert not [name for name in os.listdir(tmp_path / "new") if name.startswith(".")]


def test_noise_in_place_of_the_database(tmp_path: Path) -> None:
    """A destroyed file is a Problem, not a traceback."""
    new_store(tmp_path).close()
    (tmp_path / "journal.db").write_bytes(os.urandom(8192))

    with pytest.raises(Problem, match="store.wrong_key"):
        reopened(tmp_path)


@pytest.mark.parametrize("table", ["entries", "replaces", "bundles", "carried", "receipts", "log", "blobs"])
@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"])
def test_nothing_is_changed_or_deleted_even_with_the_key(full: Path, table: str, verb: str) -> None:
    """A trigger refuses raw SQL through the same key."""
    from inspector_app.store import schema

    column = next(iter(schema.metadata.tables[table].columns)).name
    with raw(full) as connection:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
        with pytest.raises(Exception, match=f"{table} is append-only"):
            connection.execute(verb.format(table, column))


def test_a_tombstone_is_the_one_change_a_blob_may_see(full: Path) -> None:
    """Set once, never taken back."""
    with raw(full) as connection:
        connection.execute("UPDATE blobs SET erased_at = '2030-01-01'")
        for change in ("erased_at = NULL", "erased_at = '2031-01-01'", "size = 1"):
            with pytest.raises(Exception, match="append-only"):
                connection.execute(f"UPDATE blobs SET {change}")


def test_settings_and_log(tmp_path: Path) -> None:
    """A setting can change; log lines come newest first."""
    store = new_store(tmp_path)
    store.put_setting("enrolment", b"\x00\x01")
    store.put_setting("enrolment", b"two")
    store.log("bundle_copied", NOW, name="a.bundle", entries=3)
    store.log("bundle_sealed", NOW)
    store.close()
    again = reopened(tmp_path)

    assert b"two" == again.get_setting("enrolment")
    assert None is again.get_setting("nothing")
    expected = [LogRow(NOW, "bundle_sealed", {}), LogRow(NOW, "bundle_copied", {"entries": 3, "name": "a.bundle"})]
    assert expected == again.log_lines()


def test_threads_share_one_store(tmp_path: Path) -> None:
    """Two writers that hold `writing` over head and append, one reader, one who keeps blobs: nothing lost, nothing locked."""
    store = new_store(tmp_path)
    failures: list[BaseException] = []

    def write(device: str) -> None:
        for _ in range(40):
            with store.writing:
                head = store.heads().get(device)
                store.append(written(author(device, head), 1))

    def read() -> None:
        for _ in range(40):
            seqs = [entry.seq for entry in store.entries(device=LAPTOP)]
            assert list(range(1, len(seqs) + 1)) == seqs

    def keep() -> None:
        for number in range(20):
            sha256 = store.put_blob(b"photo %d" % (number % 10))
            assert b"photo %d" % (number % 10) == store.blob(sha256)

    def guarded(work: object, *arguments: str) -> None:
        try:
            work(*arguments)  # type: ignore[operator]
        except BaseException as failure:
            failures.append(failure)

    jobs: list[tuple[object, ...]] = [(write, LAPTOP), (write, LAPTOP), (write, OTHER), (read,), (keep,), (keep,)]
    threads = [threading.Thread(target=guarded, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert [] == failures
    assert {LAPTOP: 80, OTHER: 40} == store.dots()
    assert [] == store.verify(own=LAPTOP)


def test_opening_an_up_to_date_store_imports_no_alembic(tmp_path: Path) -> None:
    """The migration machinery costs a start nothing when there is nothing to migrate."""
    new_store(tmp_path).close()
    script = f"""
import sys
from pathlib import Path
from inspector_app.store import Store
Store.open(Path({str(tmp_path)!r}), {KEY!r}, {identity()!r}).close()
print("alembic" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path.cwd())

    assert "False" == done.stdout.strip()


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A closed store with at least one row in every table."""
    from tests.store.journals import bundle

    store = new_store(tmp_path)
    entries: list[Entry] = written(author(), 3)
    store.append(entries)
    store.put_blob(b"photo")
    store.add_bundle(bundle("ab" * 32, entries), entries)
    store.add_receipt("ab" * 32, b"receipt", NOW)
    store.log("bundle_sealed", NOW)
    store.put_setting("name", b"value")
    store.close()
    return tmp_path
