"""Fold entries into registers: what stands, what is in conflict, the digest, what came late (docs/format.md §4).

What a standing value means for a visit is left to supervision and actions.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple, TypeAlias, cast

from inspector_app.journal.entry import Dot, Entry, Value, encode
from inspector_app.journal.payloads import KINDS

# Most registers hold one entry: it is kept bare, which keeps a fold of many hundred thousand entries small and quick.
_Slot: TypeAlias = Entry | list[Entry]
_AFTER_FREEZE = frozenset({"freeze", "ink", "refusal", "document"})
_NOT_DIGESTED = ("signatures/", "documents/")


class Conflict(NamedTuple):
    """A register in which entries with different values stand; `entries` are all that stand, in order."""

    record: str
    path: str
    entries: tuple[Entry, ...]


class Folded:
    """What a set of entries amounts to. Made by `fold`; never changed afterwards."""

    def __init__(self, records: Mapping[str, Mapping[str, _Slot]]) -> None:
        self._records = records
        self._standing: dict[tuple[str, str], tuple[Entry, ...]] = {}

    @cached_property
    def records(self) -> frozenset[str]:
        """Return every record that has an entry."""
        return frozenset(self._records)

    def standing(self, record: str, path: str) -> tuple[Entry, ...]:
        """Return the entries that stand at a register, by (clock, device, seq, id); () when it has none."""
        key = (record, path)
        found = self._standing.get(key)
        if found is None:
            slot = self._records.get(record, {}).get(path) if path else None
            found = self._standing[key] = _standing(slot)
        return found

    def history(self, record: str, path: str) -> tuple[Entry, ...]:
        """Return every entry there ever was at a register, standing or not, in order."""
        return _sorted(_distinct_entries(self._records.get(record, {}).get(path) if path else None))

    def value(self, record: str, path: str) -> Value:
        """Return the standing value, the first in order when several stand (see `conflicts`); None when none does."""
        entries = self.standing(record, path)
        return value_of(entries[0]) if entries else None

    def values(self, record: str, path: str) -> tuple[Value, ...]:
        """Return the different values that stand at a register, in the order of their first entries."""
        return _distinct(self.standing(record, path))

    def registers(self, record: str) -> Mapping[str, tuple[Entry, ...]]:
        """Return every register of a record, sorted by path, with the entries that stand there."""
        return {path: self.standing(record, path) for path in sorted(self._records.get(record, ())) if path}

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the registers where different values stand, by record and path."""
        found = []
        for record, registers in self._records.items():
            for path, slot in registers.items():
                if path and type(slot) is list:
                    entries = _standing(slot)
                    if len(entries) > 1 and len(_distinct(entries)) > 1:
                        found.append(Conflict(record, path, entries))
        return tuple(sorted(found, key=lambda conflict: conflict[:2]))

    @cached_property
    def forked(self) -> tuple[Conflict, ...]:
        """Return the registers in which one dot carries several entries (a fork), settled or not, with all of those."""
        found = []
        for record, registers in self._records.items():
            for path, slot in registers.items():
                if path and type(slot) is list:
                    twins = [entry for twins in _by_dot(slot).values() if len(twins) > 1 for entry in twins]
                    if twins:
                        found.append(Conflict(record, path, _sorted(twins)))
        return tuple(sorted(found, key=lambda conflict: conflict[:2]))

    def events(self, record: str, kind: str) -> tuple[Entry, ...]:
        """Return the plain events of one kind, in order."""
        slot = self._records.get(record, {}).get("")
        return _sorted(entry for entry in _distinct_entries(slot) if entry.kind == kind)

    @cached_property
    def unknown_kinds(self) -> frozenset[str]:
        """Return the kinds this version does not know; their entries are folded and passed on like all others."""
        kinds = {entry.kind for registers in self._records.values() for entry in _flat(registers)}
        return frozenset(kinds - KINDS.keys())

    def freeze(self, record: str) -> Entry | None:
        """Return the freeze in force: the first; None while the record is open."""
        freezes = self.events(record, "freeze")
        return freezes[0] if freezes else None

    def frozen(self, record: str) -> "Folded":
        """Return the fold of the record's entries that the freeze covers; of all of them while it is open."""
        freeze = self.freeze(record)
        entries = _flat(self._records.get(record, {}))
        return fold(entries if freeze is None else (entry for entry in entries if _covered(entry, freeze)))

    def late(self, record: str) -> tuple[Entry, ...]:
        """Return the entries the freeze does not cover, other than kinds that belong after it, in order."""
        freeze = self.freeze(record)
        if freeze is None:
            return ()
        entries = {e for e in _flat(self._records[record]) if e.kind not in _AFTER_FREEZE and not _covered(e, freeze)}
        return _sorted(entries)

    def digest(self, record: str) -> str:
        """Return the digest of a record, in hex: over the covered entries when it is frozen, over all otherwise."""
        folded = self.frozen(record)
        rows = [
            [path, sorted(_distinct(entries), key=encode)]
            for path, entries in folded.registers(record).items()
            if path != "refusal" and not path.startswith(_NOT_DIGESTED)
        ]
        return sha256(encode(["inspector-digest-1", record, rows])).hexdigest()


def fold(entries: Iterable[Entry]) -> Folded:
    """Return what the entries amount to; their order and repetitions make no difference."""
    records: dict[str, dict[str, _Slot]] = {}
    for entry in entries:
        registers = records.get(entry.record)
        if registers is None:
            registers = records[entry.record] = {}
        slot = registers.get(entry.path)
        if slot is None:
            registers[entry.path] = entry
        elif type(slot) is list:
            slot.append(entry)
        else:
            registers[entry.path] = [cast(Entry, slot), entry]
    return Folded(records)


def value_of(entry: Entry) -> Value:
    """Return the value an entry stands for: its own, for a settlement the chosen one."""
    if entry.kind == "settlement" and isinstance(entry.value, Mapping):
        return entry.value.get("chosen")
    return entry.value


def _standing(slot: _Slot | None) -> tuple[Entry, ...]:
    if slot is None:
        return ()
    if type(slot) is not list:
        return (cast(Entry, slot),)
    if len(slot) != len({(entry.device, entry.seq) for entry in slot}):
        return _standing_of_repeated(slot)
    replaced = {dot for entry in slot for dot in entry.replaces if dot != (entry.device, entry.seq)}
    return _sorted([entry for entry in slot if (entry.device, entry.seq) not in replaced] or slot)


def _standing_of_repeated(slot: list[Entry]) -> tuple[Entry, ...]:
    by_dot = _by_dot(slot)
    entries = [entry for twins in by_dot.values() for entry in twins]
    if len(entries) == len(by_dot):
        return _standing(entries)
    # Who replaced a forked dot saw one branch only, and the dot does not say which: only a settlement takes both.
    gone: set[int] = set()
    for entry in entries:
        for dot in entry.replaces:
            twins = by_dot.get(dot, [])
            if len(twins) == 1 or entry.kind == "settlement":
                gone.update(id(twin) for twin in twins if twin is not entry)
    return _sorted([entry for entry in entries if id(entry) not in gone] or entries)


def _by_dot(entries: Iterable[Entry]) -> dict[Dot, list[Entry]]:
    """Group entries by dot, the same entry only once."""
    by_dot: dict[tuple[str, int], list[Entry]] = {}
    for entry in entries:
        twins = by_dot.setdefault((entry.device, entry.seq), [])
        if entry not in twins:
            twins.append(entry)
    return cast(dict[Dot, list[Entry]], by_dot)


def _distinct_entries(slot: _Slot | None) -> Iterator[Entry]:
    if isinstance(slot, list):
        yield from (entry for twins in _by_dot(slot).values() for entry in twins)
    elif slot is not None:
        yield slot


def _distinct(entries: Iterable[Entry]) -> tuple[Value, ...]:
    values: dict[bytes, Value] = {}
    for entry in entries:
        value = value_of(entry)
        values.setdefault(encode(value), value)
    return tuple(values.values())


def _sorted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    listed = list(entries)
    if len(listed) > 1:
        listed.sort(key=lambda entry: (entry.clock, entry.device, entry.seq, entry.id))
    return tuple(listed)


def _flat(registers: Mapping[str, _Slot]) -> Iterator[Entry]:
    for slot in registers.values():
        if isinstance(slot, list):
            yield from slot
        else:
            yield slot


def _covered(entry: Entry, freeze: Entry) -> bool:
    seen = freeze.value.get("seen") if isinstance(freeze.value, Mapping) else None
    upto = seen.get(entry.device, 0) if isinstance(seen, Mapping) else 0
    return isinstance(upto, int) and entry.seq <= upto
