"""First revision: the journal, its blobs, bundles and receipts, settings and log; triggers that let entries only be added."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_APPEND_ONLY = ("entries", "replaces", "bundles", "carried", "receipts", "log")


def upgrade() -> None:
    """Make every table, index and trigger."""
    _journal()
    _blobs()
    _bundles()
    _notes()
    for table in _APPEND_ONLY:
        _refuse(table, "update")
        _refuse(table, "delete")
    _refuse("blobs", "delete")
    # A blob's row changes once: the tombstone is set when its bytes are erased.
    op.execute(
        "CREATE TRIGGER blobs_no_update BEFORE UPDATE ON blobs"
        " WHEN NOT (new.sha256 = old.sha256 AND new.size = old.size AND old.erased_at IS NULL AND new.erased_at IS NOT NULL)"
        " BEGIN SELECT RAISE(ABORT, 'blobs is append-only'); END"
    )


def _journal() -> None:
    op.create_table(
        "entries",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("device", sa.LargeBinary(16), nullable=False),
        sa.Column("seq", _NUMBER, nullable=False),
        sa.Column("id", sa.LargeBinary(32), nullable=False),
        sa.Column("prev", sa.LargeBinary(32), nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("clock", _NUMBER, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("device", "seq", "id", name="entries_identity"),
    )
    op.create_index("entries_by_record", "entries", ["record"])
    op.create_table(
        "replaces",
        sa.Column("entry", _NUMBER, sa.ForeignKey("entries.number"), nullable=False),
        sa.Column("device", sa.LargeBinary(16), nullable=False),
        sa.Column("seq", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("entry", "device", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "records",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("kind", "record"),
        sqlite_with_rowid=False,
    )


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.LargeBinary(32), primary_key=True),
        sa.Column("size", _NUMBER, nullable=False),
        sa.Column("erased_at", sa.Text),
    )


def _bundles() -> None:
    op.create_table(
        "bundles",
        sa.Column("sha256", sa.LargeBinary(32), primary_key=True),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("number", _NUMBER, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("device", sa.LargeBinary(16), nullable=False),
        sa.Column("first", _NUMBER, nullable=False),
        sa.Column("last", _NUMBER, nullable=False),
        sa.Column("entries", _NUMBER, nullable=False),
        sa.Column("size", _NUMBER, nullable=False),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )
    op.create_table(
        "carried",
        sa.Column("entry", _NUMBER, sa.ForeignKey("entries.number"), nullable=False),
        sa.Column("bundle", sa.LargeBinary(32), sa.ForeignKey("bundles.sha256"), nullable=False),
        sa.PrimaryKeyConstraint("entry", "bundle"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipts",
        sa.Column("bundle", sa.LargeBinary(32), sa.ForeignKey("bundles.sha256"), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("read_at", sa.Text, nullable=False),
    )


def _notes() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "log",
        sa.Column("number", _NUMBER, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
    )


def _refuse(table: str, verb: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
