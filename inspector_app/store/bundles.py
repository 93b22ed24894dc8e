"""What went out and came in as bundles, which entries they carried, and the receipts; delivered and unsent by query alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, exists, func, insert, literal, or_, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from inspector_app.journal.entry import Entry
from inspector_app.store import schema

Direction = Literal["out", "in"]

_bundles, _carried, _receipts, _entries = schema.bundles, schema.carried, schema.receipts, schema.entries


@dataclass(frozen=True, kw_only=True)
class BundleRow:
    """The lasting facts of one bundle. `first` and `last` are the slice of `device`'s own chain in it (0, 0 when none)."""

    sha256: str
    direction: Direction
    number: int
    name: str
    device: str
    first: int
    last: int
    entries: int
    size: int
    made_at: datetime
    to: str = ""


class ReceiptRow(NamedTuple):
    """A receipt as it was read or made: its bytes, and when."""

    bundle: str
    data: bytes
    read_at: datetime


def add(connection: Connection, row: BundleRow, carried: Iterable[Entry]) -> None:
    """Note a bundle and what it carried; a bundle that is known already changes nothing."""
    sha256 = bytes.fromhex(row.sha256)
    known = connection.execute(select(_bundles.c.number).where(_bundles.c.sha256 == sha256)).first()
    if known is not None:
        return
    connection.execute(insert(_bundles), _columns(row))
    for entry in carried:
        number = select(_entries.c.number, literal(sha256)).where(_is(entry))
        connection.execute(insert_or(_carried).from_select(["entry", "bundle"], number).on_conflict_do_nothing())


def read(connection: Connection, *wanted: ColumnElement[bool]) -> list[BundleRow]:
    """Return the bundles that meet every condition, by time and number."""
    rows = connection.execute(select(_bundles).where(*wanted).order_by(_bundles.c.made_at, _bundles.c.number))
    return [_row(row) for row in rows]


def add_receipt(connection: Connection, receipt: ReceiptRow) -> None:
    """Keep a receipt; the first one read for a bundle stands."""
    connection.execute(
        insert_or(_receipts).on_conflict_do_nothing(),
        {"bundle": bytes.fromhex(receipt.bundle), "data": receipt.data, "read_at": receipt.read_at.isoformat()},
    )


def receipt(connection: Connection, sha256: str) -> ReceiptRow | None:
    """Return the receipt of a bundle, or None while there is none."""
    row = connection.execute(select(_receipts).where(_receipts.c.bundle == bytes.fromhex(sha256))).first()
    return ReceiptRow(row.bundle.hex(), row.data, datetime.fromisoformat(row.read_at)) if row else None


def undelivered(bureau: str) -> ColumnElement[bool]:
    """Return the condition "the bureau is not known to hold this entry".

    It holds an entry that it wrote (`bureau`, its device id), that it sent here, or that a bundle with its receipt carried.
    """
    receipted = _carried.join(_receipts, _receipts.c.bundle == _carried.c.bundle)
    delivered = exists().select_from(receipted).where(_carried.c.entry == _entries.c.number)
    if not bureau:
        return ~delivered
    # A receipt vouches for the bureau that gave it: one restored from a backup has another id, and may lack what is in it.
    delivered = delivered.where(func.instr(_receipts.c.data, f'"bureau":"{bureau}"'.encode()) > 0)
    device = bytes.fromhex(bureau)
    arrived = _carried.join(_bundles, _bundles.c.sha256 == _carried.c.bundle)
    sent_here = (
        exists()
        .select_from(arrived)
        .where(_carried.c.entry == _entries.c.number, _bundles.c.direction == "in", _bundles.c.device == device)
    )
    return ~or_(_entries.c.device == device, sent_here, delivered)


def carried_by(sha256: str) -> ColumnElement[bool]:
    """Return the condition "this bundle carried the entry"."""
    wanted = _carried.c.bundle == bytes.fromhex(sha256)
    return exists().select_from(_carried).where(_carried.c.entry == _entries.c.number, wanted)


def count(connection: Connection, wanted: ColumnElement[bool]) -> int:
    """Return how many entries meet a condition."""
    return connection.execute(select(func.count()).select_from(_entries).where(wanted)).scalar_one()


def _is(entry: Entry) -> ColumnElement[bool]:
    same = (_entries.c.device == bytes.fromhex(entry.device)) & (_entries.c.seq == entry.seq)
    return same & (_entries.c.id == bytes.fromhex(entry.id))


def _columns(row: BundleRow) -> dict[str, object]:
    return {
        "sha256": bytes.fromhex(row.sha256),
        "direction": row.direction,
        "number": row.number,
        "name": row.name,
        "device": bytes.fromhex(row.device),
        "first": row.first,
        "last": row.last,
        "entries": row.entries,
        "size": row.size,
        "destination": row.to,
        "made_at": row.made_at.isoformat(),
    }


def _row(row: Row[Any]) -> BundleRow:
    return BundleRow(
        sha256=row.sha256.hex(),
        direction=row.direction,
        number=row.number,
        name=row.name,
        device=row.device.hex(),
        first=row.first,
        last=row.last,
        entries=row.entries,
        size=row.size,
        made_at=datetime.fromisoformat(row.made_at),
        to=row.destination,
    )
