"""The changes of the peers' generator as our bundles' files of entries: chained, packed, one file a bundle.

The generator (`merge/gen.py` of a peers' folder) is run, never copied; making these files is the devices' work and not timed.
"""

import importlib.util
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import TypeAlias, cast

from inspector_app.bundle.columns import pack
from inspector_app.journal import Dot, Entry
from inspector_app.journal.entry import NO_PREVIOUS

Change: TypeAlias = tuple[int, int, int, str, str, str, list[tuple[int, int]]]
"""Device, seq, milliseconds, visit, field, value, and the dots it replaces."""

BUNDLES = 10  # a device
_CHINA = timezone(timedelta(hours=8))


def generator(folder: Path) -> ModuleType:
    """Return the peers' generator as a module."""
    path = folder / "merge" / "gen.py"
    spec = importlib.util.spec_from_file_location("merge_gen", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(changes: Callable[[], Iterable[Change]], folder: Path) -> int:
    """Write the bundles' files of entries to `folder`, named as the generator names its own; return how many changes."""
    folder.mkdir(parents=True, exist_ok=True)
    totals = Counter(change[0] for change in changes())
    sizes = {device: -(-total // BUNDLES) for device, total in totals.items()}
    for device, number, entries in _bundles(changes(), sizes):
        (folder / f"d{device:02d}-{number:03d}.entries").write_bytes(pack(entries))
    return totals.total()


def _bundles(changes: Iterable[Change], sizes: dict[int, int]) -> Iterator[tuple[int, int, list[Entry]]]:
    open_ones: dict[int, list[Entry]] = {device: [] for device in sizes}
    done: Counter[int] = Counter()
    for entry, device in _entries(changes):
        open_ones[device].append(entry)
        if len(open_ones[device]) == sizes[device]:
            yield device, done[device], open_ones[device]
            done[device] += 1
            open_ones[device] = []
    yield from ((device, done[device], entries) for device, entries in open_ones.items() if entries)


def _entries(changes: Iterable[Change]) -> Iterator[tuple[Entry, int]]:
    heads: dict[int, str] = {}
    clocks: Counter[int] = Counter()
    seen = ("", 0)  # a visit and the highest clock in it: all its writers had met before the day
    for device, seq, milliseconds, visit, field, value, replaced in changes:
        highest = seen[1] if seen[0] == visit else 0
        clocks[device] = max(clocks[device], highest) + 1
        seen = visit, max(highest, clocks[device])
        entry = Entry(
            record=_record(visit),
            kind="attribute",
            path=f"visit/{field.replace('.', '_')}",
            value=value,
            replaces=tuple(sorted(Dot(_device(other), number) for other, number in replaced)),
            author=f"I{device:02d}",
            device=_device(device),
            seq=seq,
            prev=heads.get(device, NO_PREVIOUS),
            clock=clocks[device],
            at=datetime.fromtimestamp(milliseconds // 1000, _CHINA).isoformat(timespec="seconds"),
        )
        heads[device] = entry.id
        yield entry, device


def _device(number: int) -> str:
    return f"{number + 1:02x}" * 16


def _record(visit: str) -> str:
    school, number = visit.removeprefix("s").split("-v")
    return f"01940000-0000-7000-8000-{int(school):06x}{int(number):06x}"


def changes_of(module: ModuleType, schools: int) -> Callable[[], Iterator[Change]]:
    """Return what gives the generator's changes, anew each time."""
    return lambda: cast(Iterator[Change], module.changes(schools))
