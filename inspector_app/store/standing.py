"""Which entry stands alone at each register of the records being worked on, so that an edit need not read its record again.

A cache in memory of what the database says; whoever changes a record in another way forgets it here.
"""

from collections.abc import Iterable

from inspector_app.journal.entry import Dot, Entry
from inspector_app.store.engine import Cursor
from inspector_app.store.read_models import side_by_side

_AT = "FROM spans s JOIN entries e ON e.number BETWEEN s.first AND s.last"
_ROWS = f"SELECT e.path, e.number, e.device, e.seq {_AT} WHERE s.record = ?"
_DOTS = (
    f"SELECT e.path, r.device, r.seq {_AT} JOIN replaces r ON r.entry = e.number"
    " WHERE s.record = ? AND (r.device <> e.device OR r.seq <> e.seq)"
)

_Alone = dict[str, Dot | None]


class Standing:
    """Registers by record: the dot of the one entry that stands there, None where there are several."""

    def __init__(self) -> None:
        self._records: dict[str, _Alone] = {}

    def forget(self, records: Iterable[str] | None = None) -> None:
        """Forget some records, or all."""
        if records is None:
            self._records.clear()
            return
        for record in set(records):
            self._records.pop(record, None)

    def settled(self, cursor: Cursor, new: Iterable[Entry]) -> bool:
        """Take note of entries about to be added; return whether each of them will stand alone as the one before it did.

        False asks for a closer look; so does every next time, until the record is read again.
        """
        told = [self._takes(cursor, entry) for entry in new]  # every one takes note, whatever the first says
        return all(told)

    def _takes(self, cursor: Cursor, entry: Entry) -> bool:
        if not entry.path:
            return True
        alone = self._records.get(entry.record)
        if alone is None:
            alone = self._records[entry.record] = _read(cursor, entry.record)
        if entry.path in alone:
            before = alone[entry.path]
            if before is None or before not in entry.replaces:
                alone[entry.path] = None
                return False
        alone[entry.path] = entry.dot
        return True


def _read(cursor: Cursor, record: str) -> _Alone:
    rows: dict[str, list[tuple[int, tuple[bytes, int]]]] = {}
    for path, number, device, seq in cursor.execute(_ROWS, (record,)).fetchall():
        rows.setdefault(path, []).append((number, (device, seq)))
    replaced: dict[str, set[tuple[bytes, int]]] = {}
    for path, device, seq in cursor.execute(_DOTS, (record,)).fetchall():
        replaced.setdefault(path, set()).add((device, seq))
    found: _Alone = {}
    for path, here in rows.items():
        gone = replaced.get(path, set())
        alone = [dot for _, dot in here if dot not in gone] if not side_by_side(here, gone) else []
        found[path] = Dot(alone[0][0].hex(), alone[0][1]) if alone else None
    return found
