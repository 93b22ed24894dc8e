"""The file is what the schema says; an older one is brought up to date whole or not at all; a newer one is refused."""

import types
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from inspector_app.errors import Problem
from inspector_app.store import Store, migrations, schema
from inspector_app.store.engine import Database
from tests.store.journals import KEY, LAPTOP, OTHER, SCHOOL, author, bundle, new_store, raw, reopened, written


def test_the_migrations_make_exactly_the_schema(tmp_path: Path) -> None:
    """Alembic's own comparison finds no difference, and every trigger stands."""
    new_store(tmp_path).close()
    database = Database(tmp_path / "journal.db", KEY)
    with database.read() as connection:
        assert [] == compare_metadata(MigrationContext.configure(connection), schema.metadata)
        triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        assert schema.TRIGGERS == set(triggers)
    database.close()


def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    """An older program does not guess."""
    new_store(tmp_path).close()
    with raw(tmp_path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (tmp_path / "journal.db").read_bytes()

    with pytest.raises(Problem, match="store.newer") as caught:
        reopened(tmp_path)

    assert "9999" in caught.value.what("en")
    assert before == (tmp_path / "journal.db").read_bytes()


def test_a_file_without_a_version_is_damaged(tmp_path: Path) -> None:
    """Somebody's other database under our key, or the rest of ours."""
    new_store(tmp_path).close()
    with raw(tmp_path) as connection:
        connection.execute("DROP TABLE alembic_version")

    with pytest.raises(Problem, match="store.damaged"):
        reopened(tmp_path)


def next_revision(monkeypatch: pytest.MonkeyPatch, fail: bool = False) -> None:
    """Plant a second revision, as the next version of the program would bring it."""

    def upgrade() -> None:
        op.execute("CREATE TABLE later (name TEXT)")
        if fail:
            op.execute("CREATE TABLE later (name TEXT)")

    later = types.SimpleNamespace(revision="0003", upgrade=upgrade)
    monkeypatch.setattr(migrations, "REVISIONS", ("0001", "0002", "0003"))
    monkeypatch.setattr(migrations, "_after", lambda found: [later])


def test_an_older_file_is_brought_up_to_date_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All entries are in the new file; the old one lies beside it and still opens."""
    store = new_store(tmp_path)
    store.append(written(author(), 3))
    before = store.entries()
    store.close()
    with monkeypatch.context() as patch:
        next_revision(patch)
        migrated = reopened(tmp_path)
        assert before == migrated.entries()
        assert [] == migrated.verify(own=LAPTOP)
        migrated.close()
        reopened(tmp_path).close()
    with raw(tmp_path) as connection:
        assert [("0003",)] == connection.execute("SELECT version_num FROM alembic_version").fetchall()
        assert [] == connection.execute("SELECT * FROM later").fetchall()

    (tmp_path / "journal-before-0003.db").replace(tmp_path / "journal.db")
    assert before == reopened(tmp_path).entries()


def test_a_failing_migration_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is thrown away; the old program opens what it had."""
    store = new_store(tmp_path)
    store.append(written(author(), 3))
    store.close()
    with monkeypatch.context() as patch:
        next_revision(patch, fail=True)
        with pytest.raises(Exception, match="already exists"):
            reopened(tmp_path)

    assert {"blobs", "journal.db"} == {path.name for path in tmp_path.iterdir() if path.name != "reserve"}
    assert {LAPTOP: 3} == reopened(tmp_path).dots()


def test_a_file_of_the_first_revision_keeps_all_it_knew(tmp_path: Path) -> None:
    """Entries by record, what bundles carried (with a hole in it) and conflicts are the same in the tables of the second."""
    store = new_store(tmp_path)
    store.append(written(author(), 4))
    store.merge([*written(author(OTHER), 2, value="不合格"), *written(author("c3" * 16), 1, record=SCHOOL)])
    mine = store.entries(device=LAPTOP)
    carried = [mine[0], *mine[2:]]
    store.add_bundle(bundle("ab" * 32, carried), carried)
    before = _seen(store)
    store.close()
    with raw(tmp_path) as connection:
        _back_to_the_first(connection)

    migrated = reopened(tmp_path)

    assert before == _seen(migrated)
    assert [] == migrated.verify(own=LAPTOP)
    assert 1 == len(migrated.conflicts())


def _seen(store: Store) -> tuple[object, ...]:
    return store.entries(), store.entries(SCHOOL), store.carried("ab" * 32), store.unsent(), store.conflicts()


def _back_to_the_first(connection: sqlcipher.Connection) -> None:
    """Undo the second revision, as its program would find the file."""
    connection.executescript("""
        CREATE TABLE old (entry INTEGER NOT NULL REFERENCES entries (number),
            bundle BLOB NOT NULL REFERENCES bundles (sha256), PRIMARY KEY (entry, bundle)) WITHOUT ROWID;
        INSERT INTO old SELECT number, bundle FROM carried JOIN entries ON number BETWEEN carried.first AND carried.last;
        DROP TABLE carried;
        ALTER TABLE old RENAME TO carried;
        CREATE TRIGGER carried_no_update BEFORE UPDATE ON carried BEGIN SELECT RAISE(ABORT, 'append-only'); END;
        CREATE TRIGGER carried_no_delete BEFORE DELETE ON carried BEGIN SELECT RAISE(ABORT, 'append-only'); END;
        DROP TABLE spans;
        DROP TABLE chains;
        DROP TABLE contested;
        CREATE INDEX entries_by_record ON entries (record);
        UPDATE alembic_version SET version_num = '0001';
    """)
