"""Merge is set union by id, indifferent to order and repetition; gaps and forks are named, never mended.

What the entries amount to is left to fold (docs/format.md §3).
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from inspector_app.journal.entry import NO_PREVIOUS, Entry


class Gap(NamedTuple):
    """Seqs of a device of which no entry is held although later ones are."""

    device: str
    first_missing: int
    last_missing: int


class Fork(NamedTuple):
    """A seq at which a device's chain splits; `ids` are those known at that seq, held or only named, sorted."""

    device: str
    seq: int
    ids: tuple[str, ...]


class Journal:
    """A set of entries in one fixed order: by device, seq, id. Two journals with the same entries are equal.

    Attributes: `entries`; `gaps` and `forks`, found when first asked for.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: tuple[Entry, ...] = _union(entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __eq__(self, other: object) -> bool:
        return self.entries == other.entries if isinstance(other, Journal) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.entries)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Return what is missing below the highest known seq of each device."""
        gaps = []
        for device, chain in groupby(self.entries, key=lambda entry: entry.device):
            seqs = [0, *(entry.seq for entry in chain)]
            gaps += [Gap(device, low + 1, high - 1) for low, high in pairwise(seqs) if high > low + 1]
        return tuple(gaps)

    @cached_property
    def forks(self) -> tuple[Fork, ...]:
        """Return where a device's chain splits: more ids are known for a seq than for the seq before (at least one)."""
        forks = []
        for device, chain in groupby(self.entries, key=lambda entry: entry.device):
            known: dict[int, set[str]] = {}
            for entry in chain:
                known.setdefault(entry.seq, set()).add(entry.id)
                if entry.prev != NO_PREVIOUS:
                    known.setdefault(entry.seq - 1, set()).add(entry.prev)
            forks += [
                Fork(device, seq, tuple(sorted(ids)))
                for seq, ids in sorted(known.items())
                if len(ids) > max(1, len(known.get(seq - 1, ())))
            ]
        return tuple(forks)


def merge(a: Iterable[Entry], b: Iterable[Entry]) -> Journal:
    """Return the union of two sets of entries."""
    return Journal([*a, *b])


def _union(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    # Ids are only computed where two entries claim one place, so a first merge hashes nothing.
    places: dict[tuple[str, int], Entry] = {}
    rivals: dict[tuple[str, int], dict[str, Entry]] = {}
    for entry in entries:
        place = (entry.device, entry.seq)
        held = places.setdefault(place, entry)
        if held is not entry and held.id != entry.id:
            rivals.setdefault(place, {held.id: held})[entry.id] = entry
    if not rivals:
        return tuple(places[place] for place in sorted(places))
    return tuple(
        entry
        for place in sorted(places)
        for entry in ([e for _, e in sorted(rivals[place].items())] if place in rivals else [places[place]])
    )
