"""Many entries as columns: as they come out of a bundle and go into the database, without an object for each.

Checking them is left to who makes the columns (bundle.columns, or the entries' own checks).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias, overload

import msgspec

from inspector_app.journal.entry import Dot, Entry, encode

_value = msgspec.msgpack.Decoder()


Replaced: TypeAlias = tuple[int, bytes, int]
"""One dot that the entry in a row replaces: row, device, seq. A plain tuple: there are as many as entries."""


class Columns(NamedTuple):
    """The fields of entries, column by column; what is hexadecimal in an Entry is bytes here, `value` is canonical bytes."""

    device: Sequence[bytes]
    seq: Sequence[int]
    id: Sequence[bytes]
    prev: Sequence[bytes]
    record: Sequence[str]
    kind: Sequence[str]
    path: Sequence[str]
    value: Sequence[bytes]
    author: Sequence[str]
    clock: Sequence[int]
    at: Sequence[str]
    signature: Sequence[bytes]


class Batch(Sequence[Entry]):
    """A sequence of entries kept as columns; an Entry is made when one is asked for.

    Attributes: `columns`; `replaced`, the dots that the rows replace, in the order of rows.
    """

    def __init__(self, columns: Columns, replaced: Sequence[Replaced]) -> None:
        self.columns = columns
        self.replaced = replaced
        self._dots: dict[int, list[Dot]] | None = None

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Batch":
        """Return entries as a batch; a batch as it is."""
        if isinstance(entries, Batch):
            return entries
        given = list(entries)
        columns = Columns(
            device=[bytes.fromhex(entry.device) for entry in given],
            seq=[entry.seq for entry in given],
            id=[bytes.fromhex(entry.id) for entry in given],
            prev=[bytes.fromhex(entry.prev) for entry in given],
            record=[entry.record for entry in given],
            kind=[entry.kind for entry in given],
            path=[entry.path for entry in given],
            value=[encode(entry.value) for entry in given],
            author=[entry.author for entry in given],
            clock=[entry.clock for entry in given],
            at=[entry.at for entry in given],
            signature=[bytes.fromhex(entry.signature) for entry in given],
        )
        replaced = [
            (row, bytes.fromhex(dot.device), dot.seq) for row, entry in enumerate(given) for dot in entry.replaces
        ]
        return cls(columns, replaced)

    def __len__(self) -> int:
        return len(self.columns.id)

    def __iter__(self) -> Iterator[Entry]:
        return map(self._entry, range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, slice):
            return [self._entry(row) for row in range(len(self))[place]]
        return self._entry(range(len(self))[place])

    def without(self, rows: set[int]) -> "Batch":
        """Return the batch less some of its rows."""
        if not rows:
            return self
        left = [row for row in range(len(self)) if row not in rows]
        place = {row: number for number, row in enumerate(left)}
        columns = Columns(*([column[row] for row in left] for column in self.columns))  # type: ignore[arg-type]  # each its own
        replaced = [(place[row], device, seq) for row, device, seq in self.replaced if row in place]
        return Batch(columns, replaced)

    def _entry(self, row: int) -> Entry:
        one = self.columns
        entry = Entry(
            record=one.record[row],
            kind=one.kind[row],
            path=one.path[row],
            value=_value.decode(one.value[row]),
            replaces=self._dots_of(row),
            author=one.author[row],
            device=one.device[row].hex(),
            seq=one.seq[row],
            prev=one.prev[row].hex(),
            clock=one.clock[row],
            at=one.at[row],
            signature=one.signature[row].hex(),
        )
        entry.__dict__["id"] = one.id[row].hex()
        return entry

    def _dots_of(self, wanted: int) -> tuple[Dot, ...]:
        if self._dots is None:
            self._dots = {}
            for row, device, seq in self.replaced:
                self._dots.setdefault(row, []).append(Dot(device.hex(), seq))
        return tuple(self._dots.get(wanted, ()))
