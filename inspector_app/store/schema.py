"""The tables of a workspace's database as they stand today; migrations/ says how they came to be.

Entries, and everything that tells what became of them, are only ever added (triggers in the migrations hold that). `records`,
`spans`, `chains` and `contested` are read models: disposable, rebuilt from entries.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# SQLite makes a column the row's own number only when its type is spelled INTEGER.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")

# `number` is the order of arrival here and means nothing elsewhere. What tells entries apart is (device, seq, id): two ids at
# one (device, seq) are a fork (a restored old image went on writing), and both branches are kept.
entries = Table(
    "entries",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("seq", _NUMBER, nullable=False),
    Column("id", LargeBinary(32), nullable=False),
    Column("prev", LargeBinary(32), nullable=False),
    Column("record", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),  # journal.canonical(value)
    Column("author", Text, nullable=False),
    Column("clock", _NUMBER, nullable=False),
    Column("at", Text, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    UniqueConstraint("device", "seq", "id", name="entries_identity"),
)

replaces = Table(
    "replaces",
    metadata,
    Column("entry", _NUMBER, ForeignKey("entries.number"), nullable=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("seq", _NUMBER, nullable=False),
    PrimaryKeyConstraint("entry", "device", "seq"),
    sqlite_with_rowid=False,
)

records = Table(
    "records",
    metadata,
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    PrimaryKeyConstraint("kind", "record"),
    sqlite_with_rowid=False,
)

# Where a record's entries are: stretches of `number`, each of that record alone. People work at one visit at a time, so there are
# few, and a bundle costs a handful of rows where an index on the record would cost one for each entry (decision 19).
spans = Table(
    "spans",
    metadata,
    Column("record", Text, nullable=False),
    Column("first", _NUMBER, nullable=False),
    Column("last", _NUMBER, nullable=False),
    PrimaryKeyConstraint("record", "first"),
    sqlite_with_rowid=False,
)

# Up to which seq nothing of a device was missing at the last merge; what came since is counted from there.
chains = Table(
    "chains",
    metadata,
    Column("device", LargeBinary(16), primary_key=True),
    Column("complete", _NUMBER, nullable=False),
    sqlite_with_rowid=False,
)

# The entries that stand side by side at one register: all that a list of conflicts has to look at. Of a register with a fork,
# or whose entries all name each other, every entry.
contested = Table(
    "contested",
    metadata,
    Column("entry", _NUMBER, ForeignKey("entries.number"), primary_key=True, autoincrement=False),
)

# `erased_at` is the tombstone: the one cell of the table that may change, once, from nothing to a time.
blobs = Table(
    "blobs",
    metadata,
    Column("sha256", LargeBinary(32), primary_key=True),
    Column("size", _NUMBER, nullable=False),
    Column("erased_at", Text),
)

bundles = Table(
    "bundles",
    metadata,
    Column("sha256", LargeBinary(32), primary_key=True),
    Column("direction", Text, nullable=False),
    Column("number", _NUMBER, nullable=False),
    Column("name", Text, nullable=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("first", _NUMBER, nullable=False),
    Column("last", _NUMBER, nullable=False),
    Column("entries", _NUMBER, nullable=False),
    Column("size", _NUMBER, nullable=False),
    Column("destination", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

# Which bundle carried which entries, as stretches of `number`. Exact, and not a range of seq: a fork has two entries at one seq,
# and one may be unsent.
carried = Table(
    "carried",
    metadata,
    Column("bundle", LargeBinary(32), ForeignKey("bundles.sha256"), nullable=False),
    Column("first", _NUMBER, nullable=False),
    Column("last", _NUMBER, nullable=False),
    PrimaryKeyConstraint("bundle", "first"),
    sqlite_with_rowid=False,
)

receipts = Table(
    "receipts",
    metadata,
    Column("bundle", LargeBinary(32), ForeignKey("bundles.sha256"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("read_at", Text, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

log = Table(
    "log",
    metadata,
    Column("number", _NUMBER, primary_key=True),
    Column("at", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("fields", Text, nullable=False),  # JSON object of short plain facts; never a field value of a form
)

APPEND_ONLY = ("entries", "replaces", "bundles", "carried", "receipts", "log")
TRIGGERS = frozenset({f"{table}_no_{verb}" for table in (*APPEND_ONLY, "blobs") for verb in ("update", "delete")})
