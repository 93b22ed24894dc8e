"""What went out and came in as bundles, which entries they carried, and the receipts; delivered and unsent by query alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from inspector_app.store import schema
from inspector_app.store.read_models import Stretches

Direction = Literal["out", "in"]
Stretch = tuple[int, int]
"""The first and the last of numbers that follow each other."""

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


def add(connection: Connection, row: BundleRow, carried: Sequence[Stretch]) -> None:
    """Note a bundle and the numbers of what it carried; a bundle that is known already changes nothing."""
    sha256 = bytes.fromhex(row.sha256)
    known = connection.execute(select(_bundles.c.number).where(_bundles.c.sha256 == sha256)).first()
    if known is not None:
        return
    connection.execute(insert(_bundles), _columns(row))
    if carried:
        connection.execute(
            insert(_carried), [{"bundle": sha256, "first": first, "last": last} for first, last in carried]
        )


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


def undelivered(connection: Connection, bureau: str) -> list[ColumnElement[bool]]:
    """Return the conditions, one a stretch of numbers, that together say "the bureau is not known to hold this entry".

    It holds an entry that it wrote (`bureau`, its device id), that it sent here, or that a bundle with its receipt carried.
    """
    receipted = select(_carried.c.first, _carried.c.last).join(_receipts, _receipts.c.bundle == _carried.c.bundle)
    held: list[Stretch] = []
    not_its_own: list[ColumnElement[bool]] = []
    if bureau:
        # A receipt vouches for the bureau that gave it: one restored from a backup has another id, and may lack what is in it.
        receipted = receipted.where(func.instr(_receipts.c.data, f'"bureau":"{bureau}"'.encode()) > 0)
        device = bytes.fromhex(bureau)
        sent = select(_carried.c.first, _carried.c.last).join(_bundles, _bundles.c.sha256 == _carried.c.bundle)
        sent_here = sent.where(_bundles.c.direction == "in", _bundles.c.device == device)
        held += [(row.first, row.last) for row in connection.execute(sent_here)]
        not_its_own = [_entries.c.device != device]
    held += [(row.first, row.last) for row in connection.execute(receipted)]
    last = connection.execute(select(func.max(_entries.c.number))).scalar() or 0
    return [and_(_entries.c.number.between(*gap), *not_its_own) for gap in _gaps(held, last)]


def carried_by(sha256: str) -> Stretches:
    """Return where the entries are that this bundle carried."""
    return Stretches(_carried, _carried.c.bundle == bytes.fromhex(sha256))


def count(connection: Connection, wanted: ColumnElement[bool]) -> int:
    """Return how many entries meet a condition."""
    return connection.execute(select(func.count()).select_from(_entries).where(wanted)).scalar_one()


def _gaps(held: Iterable[Stretch], end: int) -> Iterator[Stretch]:
    """Give the stretches of 1 to `end` that lie in none of `held`."""
    free = 1
    for first, last in sorted(held):
        if first > free:
            yield free, first - 1
        free = max(free, last + 1)
    if free <= end:
        yield free, end


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
