"""The file of entries: round trip for any history, the page's bytes, and nothing but a refusal for anything else."""

import zlib
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.bundle import columns
from inspector_app.journal import Entry, merge
from inspector_app.journal.batch import Batch
from tests.journal import independent
from tests.journal.builders import DEVICES, PATHS, VISIT, Laptop, answer, histories
from tests.journal.test_format import PAGE, page_entries, to_list


@settings(max_examples=100, deadline=None)
@given(histories)
def test_round_trip(entries: list[Entry]) -> None:
    """Any honest history, forks included, comes back with every field and id."""
    _, back = columns.unpack(columns.pack(entries))
    assert [to_list(entry) for entry in merge(entries, ())] == [to_list(entry) for entry in merge(back, ())]


@settings(max_examples=60, deadline=None)
@given(histories)
def test_independent_writer_writes_the_same(entries: list[Entry]) -> None:
    """The columns are byte for byte those an independent writer makes from the page."""
    assert independent.pack(independent.columns([to_list(entry) for entry in entries])) == columns.plain_columns(
        entries
    )


def test_the_page() -> None:
    """The page's sample gives the page's bytes."""
    plain = columns.plain_columns(page_entries().values())
    assert independent.stated(PAGE)["columns.bytes"] == plain.hex()
    assert 6 == len(columns.unpack(zlib.compress(plain))[1])


def _sample() -> list[Any]:
    laptop = Laptop(DEVICES[0])
    for number in range(4):
        laptop.edit(PATHS[number % 2], answer(note=str(number)))
    decoded: list[Any] = msgspec.msgpack.decode(columns.plain_columns(laptop.seen))
    return decoded


def _repack(rows: list[Any]) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(rows))


def test_the_sample_is_sound() -> None:
    """The negative control of the next test."""
    assert 4 == len(columns.unpack(_repack(_sample()))[1])


@pytest.mark.parametrize(
    ("place", "change"),
    [
        (0, lambda _: "inspector-entries-2"),
        (1, lambda runs: [[runs[0][0], 2, *runs[0][2:]]]),
        (1, lambda runs: [[*runs[0][:2], 3, *runs[0][3:]]]),
        (1, lambda runs: [[*runs[0][:4], "1" * 64]]),
        (1, lambda runs: [["A" * 32, *runs[0][1:]]]),
        (1, lambda runs: runs + runs),
        (2, lambda _: ["no uuid"]),
        (3, lambda _: ["Answer"]),
        (3, lambda _: ["gate_time"]),
        (4, lambda paths: [paths[0] + "\n", paths[1]]),
        (4, lambda paths: paths[:1]),
        (5, lambda _: ["I 02"]),
        (7, lambda _: [["2026-02-30", "+08:00"]]),
        (7, lambda _: [["2026-11-23", "Z"]]),
        (8, lambda values: [{**values[0], "verdict": "perhaps"}, *values[1:]]),
        (8, lambda values: [1.5, *values[1:]]),
        (9, lambda _: [0, 0, 0, -1]),
        (9, lambda column: column[:-1]),
        (14, lambda _: [0, 1, 1, 1]),
        (14, lambda _: [2**53, 1, 1, 1]),
        (16, lambda _: [86_400, 0, 0, 0]),
        (17, lambda _: [[], [], [0], []]),
        (17, lambda _: [[], [], [0, 3], []]),
        (17, lambda _: [[], [], [0, 1, 0, 1], []]),
        (17, lambda _: [[], [], [7, 1], []]),
        (18, lambda _: [[4, "0" * 128]]),
        (18, lambda _: [[0, "0"]]),
    ],
)
def test_every_field_is_checked(place: int, change: Any) -> None:
    """One field wrong, the rest right: refused as a ValueError, never another error."""
    rows = _sample()
    rows[place] = change(rows[place])
    with pytest.raises(ValueError):  # noqa: PT011  # the words differ
        columns.unpack(_repack(rows))


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_change_is_refused_or_harmless(data: st.DataObject) -> None:
    """Random damage to the unpacked bytes: a ValueError, or (in unread spellings) the very same entries."""
    plain = bytearray(columns.plain_columns(page_entries().values()))
    for _ in range(data.draw(st.integers(1, 3))):
        plain[data.draw(st.integers(0, len(plain) - 1))] = data.draw(st.integers(0, 255))
    try:
        _, entries = columns.unpack(zlib.compress(bytes(plain)))
    except ValueError:
        return
    assert merge(page_entries().values(), ()) == merge(entries, ())


@pytest.mark.parametrize("data", [b"", b"x", zlib.compress(b""), zlib.compress(b"\x93"), zlib.compress(b"\x91" * 5000)])
def test_noise(data: bytes) -> None:
    """What is no file of entries is refused."""
    with pytest.raises(ValueError):  # noqa: PT011  # the words differ
        columns.unpack(data)


def test_bomb_and_trailing_bytes() -> None:
    """A stream that grows beyond its limit is stopped there; bytes after it are refused."""
    with pytest.raises(ValueError, match="too large"):
        columns.unpack(zlib.compress(bytes(300 << 20), 9))
    with pytest.raises(ValueError, match="too large"):
        columns.unpack(columns.pack([]) + b"x")


def test_wire_size_of_a_long_journal() -> None:
    """A visit's changes cost little on the wire: texts and values are sent once."""
    laptop, entries = Laptop(DEVICES[0]), []
    for number in range(3000):
        path, value = f"campus_safety/items/SAF-{number % 60:02d}", answer(("pass", "fail")[number % 7 == 0])
        entries.append(laptop.author.next(VISIT, "answer", path, value, author="I02"))
    assert 18 > len(columns.pack(entries)) / len(entries)


def test_a_batch_gives_the_very_entries() -> None:
    """Ids computed from the columns are those of the entries' canonical bytes, and every field comes back."""
    entries = list(page_entries().values())
    _, batch = columns.unpack(columns.pack(entries))
    assert [entry.id for entry in batch] == [msgspec.structs.replace(entry).id for entry in batch]
    assert set(entries) == set(batch)
    assert batch[:] == Batch.of(batch[:])[:]
