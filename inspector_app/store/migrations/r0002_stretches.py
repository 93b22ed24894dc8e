"""Second revision: a record's entries and a bundle's as stretches of numbers instead of a row for each; where conflicts stand."""

import sqlalchemy as sa
from alembic import op

from inspector_app.store import read_models

revision = "0002"
down_revision = "0001"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Put the new tables in the place of the old index and table, filled from what is there."""
    op.drop_index("entries_by_record", "entries")
    op.create_table(
        "spans",
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("first", _NUMBER, nullable=False),
        sa.Column("last", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("record", "first"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "chains",
        sa.Column("device", sa.LargeBinary(16), primary_key=True),
        sa.Column("complete", _NUMBER, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contested",
        sa.Column("entry", _NUMBER, sa.ForeignKey("entries.number"), primary_key=True, autoincrement=False),
    )
    _carried()
    read_models.rebuild(op.get_bind())


def _carried() -> None:
    op.rename_table("carried", "carried_before")
    op.create_table(
        "carried",
        sa.Column("bundle", sa.LargeBinary(32), sa.ForeignKey("bundles.sha256"), nullable=False),
        sa.Column("first", _NUMBER, nullable=False),
        sa.Column("last", _NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("bundle", "first"),
        sqlite_with_rowid=False,
    )
    # Islands: within a bundle, entry minus its rank is the same for numbers that follow each other.
    op.execute(
        "INSERT INTO carried SELECT bundle, min(entry), max(entry) FROM (SELECT bundle, entry,"
        " entry - row_number() OVER (PARTITION BY bundle ORDER BY entry) AS island FROM carried_before) AS ranked"
        " GROUP BY bundle, island"
    )
    op.drop_table("carried_before")  # and its triggers with it
    for verb in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER carried_no_{verb} BEFORE {verb.upper()} ON carried"
            " BEGIN SELECT RAISE(ABORT, 'carried is append-only'); END"
        )
