"""Histories for the tests of the journal: honest ones played by devices that see parts of each other, and arbitrary ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from inspector_app.journal import Author, Entry, Value, fold
from inspector_app.journal.entry import Dot

VISIT = "01936f0e-7b7a-7000-8000-000000000001"
OTHER = "01936f0e-7b7a-7000-8000-000000000002"
DEVICES = ("a" * 32, "b" * 32, "c" * 32)
PATHS = ("campus_safety/items/SAF-GATE-01", "campus_safety/items/SAF-FIRE-01", "campus_safety/items/SAF-FIRE-02")
CHINA = timezone(timedelta(hours=8))


def morning() -> datetime:
    """A fixed moment."""
    return datetime(2026, 11, 23, 10, 2, tzinfo=CHINA)


def answer(verdict: str = "pass", note: str = "", **fields: str) -> dict[str, Value]:
    """The value of an answer entry."""
    return {"verdict": verdict, "na_reason": "", "note": note, "fields": dict(fields)}


class Laptop:
    """One device with what it has seen; it edits what it sees and can see what another has."""

    def __init__(self, device: str) -> None:
        self.author = Author(device, None, 0, morning)
        self.seen: list[Entry] = []

    def edit(self, path: str, value: Value, record: str = VISIT, kind: str = "answer") -> Entry:
        """Replace all that stands at a register."""
        standing = fold(self.seen).standing(record, path)
        return self._keep(self.author.next(record, kind, path, value, standing, "I02"))

    def settle(self, path: str, record: str = VISIT) -> None:
        """Settle a conflict, if there is one, for the first value."""
        values = fold(self.seen).values(record, path)
        if len(values) > 1:
            self.edit(path, {"chosen": values[0], "reason": "复看"}, record, "settlement")

    def event(self, kind: str, value: Value, record: str = VISIT) -> Entry:
        """Write a plain event."""
        return self._keep(self.author.next(record, kind, "", value, (), "I02"))

    def see(self, entries: Sequence[Entry]) -> None:
        """Take in another device's entries."""
        self.seen += entries
        for entry in entries:
            self.author.observe(entry.clock)

    def image(self) -> "Laptop":
        """A copy of the disk: it goes on as the same device."""
        copy = Laptop(self.author.device)
        copy.author = Author(self.author.device, self.author.head, self.author.clock, morning)
        copy.seen = list(self.seen)
        return copy

    def _keep(self, entry: Entry) -> Entry:
        self.seen.append(entry)
        return entry


def play(steps: Sequence[tuple[str, int, int, int]]) -> list[Entry]:
    """Play steps (what, which laptop, which path or other laptop, which value) and return every entry ever written."""
    laptops = [Laptop(device) for device in DEVICES]
    written: list[Entry] = []
    for what, who, where, which in steps:
        laptop = laptops[who % len(laptops)]
        before = laptop.author.head
        if what == "edit":
            laptop.edit(PATHS[where % len(PATHS)], answer(("pass", "fail", "na")[which % 3], str(which)))
        elif what == "settle":
            laptop.settle(PATHS[where % len(PATHS)])
        elif what == "see":
            laptop.see(laptops[where % len(laptops)].seen)
        elif what == "gate":
            laptop.edit("gate_time", f"2026-11-23T10:0{which % 10}:00+08:00", kind="gate_time")
        elif what == "image":
            laptops.append(laptop.image())
        if laptop.author.head is not None and laptop.author.head is not before:
            written.append(laptop.author.head)
    return written


_STEP = st.tuples(
    st.sampled_from(["edit", "edit", "edit", "see", "settle", "gate", "image"]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 5),
)
histories = st.lists(_STEP, max_size=25).map(play)
"""Entries of an honest play on three laptops, restored images included."""


def _build(row: tuple[str, int, int, str, Value, list[tuple[str, int]], str]) -> Entry:
    device, seq, clock, path, value, dots, kind = row
    return Entry(
        record=VISIT,
        kind=kind,
        path=path,
        value=value,
        replaces=tuple(sorted({Dot(*dot) for dot in dots})),
        author="I02",
        device=device,
        seq=seq,
        prev="0" * 64,
        clock=clock,
        at="2026-11-23T10:02:00+08:00",
    )


texts = st.text(st.characters(codec="utf-8"), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | texts
values: st.SearchStrategy[Value] = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)
_dots = st.tuples(st.sampled_from(DEVICES), st.integers(1, 4))
wild = st.lists(
    st.tuples(
        st.sampled_from(DEVICES),
        st.integers(1, 4),
        st.integers(1, 3),
        st.sampled_from(("x", "y", "signatures/head", "")),
        st.sampled_from((True, 1, "1", None)),
        st.lists(_dots, max_size=3),
        st.sampled_from(("answer", "settlement", "from_the_future", "freeze")),
    ).map(_build),
    max_size=12,
)
"""Entries no honest device would write: cycles, forward references, twins everywhere."""
