"""The product and the witness refuse the same: changed bytes, and files that a sender made wrong and signed rightly."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.witness.canonical import Value
from tests.witness.columns import write_list
from tests.witness.histories import VISIT
from tests.witness.model import Line
from tests.witness.test_files import BLOBS, BUNDLE, LINES, SENDER, both_agree, both_refuse, read, unsealed_by_product

STRANGER = bytes(range(1, 33))

REGIONS = {
    "magic": (0, 8),
    "version": (8, 10),
    "length": (10, 12),
    "header": (12, 300),
    "zeros": (420, 448),
    "signature": (448, 512),
    "age header": (512, 700),
    "age body": (720, 10**9),
}


@pytest.mark.parametrize("region", REGIONS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_both_refuse_one_changed_bit_in_each_region(region: str, data: st.DataObject) -> None:
    first, end = REGIONS[region]
    place = data.draw(st.integers(first, min(end, len(BUNDLE)) - 1))
    changed = bytearray(BUNDLE)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    both_refuse(bytes(changed))


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_both_refuse_a_missing_or_an_added_byte(place: int, added: bytes) -> None:
    place %= len(BUNDLE)
    both_refuse(BUNDLE[:place])
    both_refuse(BUNDLE[:place] + BUNDLE[place + 1 :])
    both_refuse(BUNDLE[:place] + added + BUNDLE[place:])
    both_refuse(BUNDLE + added)


def test_both_refuse_a_bundle_of_an_unknown_device_and_one_signed_by_another() -> None:
    both_refuse(replace(SENDER, device="3" * 32).bundle([], 1, {}))
    both_refuse(replace(SENDER, seed=STRANGER).bundle(LINES, 1, BLOBS))


@given(st.integers(0, 10**6), st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_both_refuse_one_bit_changed_by_the_sender_inside_the_seal(place: int, bit: int) -> None:
    def change(plain: bytes) -> bytes:
        changed = bytearray(plain)
        changed[place % len(plain)] ^= 1 << bit
        return bytes(changed)

    both_refuse(replace(SENDER, change_zip=change).bundle(LINES, 1, BLOBS))


def changes(item: Value) -> Iterator[Value]:
    """Yield what stands next to a value of a column or a table."""
    if isinstance(item, bool) or item is None:
        yield from (0, "", [])
    elif isinstance(item, int):
        yield from (item + 1, item - 1, -item - 1, item + 2**53, str(item), None, bool(item))
    elif isinstance(item, str):
        yield from (item + "0", item[:-1], item.upper(), item[::-1], "", None)
    elif isinstance(item, list):
        yield from ([*item, *item[-1:]], item[:-1], item[1:], item[::-1], None)
    elif isinstance(item, dict):
        yield from ({**item, "more": ""}, dict(list(item.items())[1:]), None, [])


def around(item: Value, change: Callable[[Value], Iterator[Value]], levels: int) -> Iterator[Value]:
    """Yield a list with one thing in it changed, at any of the first levels."""
    yield from change(item)
    if isinstance(item, list) and levels:
        for place, inner in enumerate(item):
            for changed in around(inner, change, levels - 1):
                yield [*item[:place], changed, *item[place + 1 :]]


def judged_apart(name: object, changed: Value, data: bytes) -> list[str]:
    """Return, as a list of one line or none, that product and witness judge a bundle differently."""
    try:
        both_agree(data)
    except AssertionError as apart:
        return [f"{name} = {changed!r}: {str(apart).splitlines()[0]}"]
    return []


def with_list(field: int, changed: Value) -> bytes:
    def change(table: list[Value]) -> list[Value]:
        return [*table[:field], changed, *table[field + 1 :]]

    return replace(SENDER, change_list=change).bundle(LINES, 1, {})


def with_manifest(field: str, changed: Value) -> bytes:
    return replace(SENDER, change_manifest=lambda whole: {**whole, field: changed}).bundle(LINES, 1, BLOBS)


@pytest.mark.parametrize("field", range(19))
def test_both_judge_every_change_of_the_columns_alike(field: int) -> None:
    every = around(write_list(LINES)[field], changes, 2)
    assert [] == [line for changed in every for line in judged_apart(field, changed, with_list(field, changed))]


def test_both_judge_every_change_of_the_manifest_alike() -> None:
    manifest = read(SENDER.bundle(LINES, 1, BLOBS)).manifest
    every = [(name, changed) for name, value in manifest.items() for changed in around(value, changes, 2)]
    every.append(("more", 1))
    assert [] == [line for name, it in every for line in judged_apart(name, it, with_manifest(name, it))]


WRONG: dict[str, list[Value]] = {
    "record": ["", "A" * 36, LINES[0].record.upper(), LINES[0].record[:-1], "not-a-uuid", "{" + LINES[0].record + "}"],
    "kind": ["", "Answer", "9lives", "not-known", "new_" + "k" * 36, "new_" + "k" * 37, "new\n"],
    "path": [
        "p" * 200,
        "p" * 201,
        "好" * 66,
        "好" * 67,
        "a//b",
        "/",
        " ",
        "a\nb",
        "a\u200bb",
        "a\u3000b",
        "a\x7fb",
        "好",
        "e\u0301",
    ],
    "value": ["e\u0301", 2**63 - 1, -(2**63), [[[]]], {"": ""}, "x" * 2000, "\x00"],
    "author": ["", "a" * 40, "a" * 41, "李", "a b", "bureau", "-", "a/b"],
    "device": ["2" * 31, "2" * 33, "G" * 32, "AB" * 16],
    "clock": [0, -1, 2**53, 2**53 + 1, 2**53 - 1],
    "at": [
        "2026-02-29T00:00:00+08:00",
        "2028-02-29T00:00:00+08:00",
        "2026-13-01T00:00:00+08:00",
        "0000-01-01T00:00:00+08:00",
        "0001-01-01T00:00:00+08:00",
        "9999-12-31T23:59:59-23:59",
        "2026-11-23T00:00:00+24:00",
        "2026-11-23T00:00:00+14:00",
        "2026-11-23T00:00:00+18:00",
        "2026-11-23T00:00:00+18:01",
        "2026-11-23T00:00:00+08:60",
        "2026-11-23T00:00:00-00:00",
        "2026-11-23T00:00:00Z",
        "2026-11-23T00:00:00+0800",
        "2026-11-23T23:59:60+08:00",
        "２０２６-11-23T00:00:00+08:00",
    ],
    "signature": ["ab" * 64, "AB" * 64, "ab" * 63, "xy" * 64],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in WRONG.items() for value in values])
def test_both_judge_every_field_of_an_entry_alike(field: str, value: Value) -> None:
    """The changed entry is the last of its device, of a kind nobody knows, and the file is whole otherwise."""
    last = Line(VISIT, "not_yet_known", "a/b", "x", (), "I02", "1" * 32, 1, "0" * 64, 9, LINES[0].at, "")
    wrong = replace(last, **{field: value})  # type: ignore[arg-type]  # wrong on purpose
    both_agree(SENDER.bundle([*LINES[:3], wrong], 1, {}))


NEW = Line(VISIT, "not_yet_known", "a/b", "x", (), "I02", "1" * 32, 1, "0" * 64, 9, LINES[0].at)


@pytest.mark.parametrize("size", [1000, 2**20 - 1000, 2**20 - 320, 2**20 - 100, 2**20 - 6, 2**20])
def test_both_measure_the_whole_entry_and_not_its_value_alone(size: int) -> None:
    both_agree(SENDER.bundle([replace(NEW, value="x" * size)], 1, {}))


def test_both_refuse_an_entry_that_names_too_many_dots() -> None:
    dots = tuple(("2" * 32, seq) for seq in range(1, 30_000))
    both_refuse(SENDER.bundle([replace(NEW, replaces=dots)], 1, {}))


@pytest.mark.parametrize("seq", [1, 2, 2**53 - 2, 2**53 - 1, 2**53, 2**53 + 1, 2**63 - 1])
def test_both_count_seqs_to_the_same_end(seq: int) -> None:
    both_agree(SENDER.bundle([replace(NEW, seq=seq, prev="a" * 64 if seq > 1 else NEW.prev)], 1, {}))
    both_agree(SENDER.bundle([replace(NEW, replaces=(("2" * 32, seq),))], 1, {}))


@pytest.mark.parametrize("kinds", [["settlement", "not_yet_known"], ["settlement", "not_yet_known", "settlement"]])
def test_a_settlement_cannot_choose_the_impossible_by_any_spelling(kinds: list[Value]) -> None:
    """The second spelling has the kind twice in its table, so that a reader could look at the first only."""

    def change(table: list[Value]) -> list[Value]:
        changed = list(table)
        changed[3], changed[10] = kinds, [1, len(kinds) - 1 if len(kinds) > 2 else 0]
        return changed

    said: Value = {"chosen": 5, "reason": "x"}
    bad = replace(NEW, kind="settlement", path="campus_safety/items/SAF-GATE-01", value=said, seq=2, prev=NEW.id)
    assert unsealed_by_product(replace(SENDER, change_list=change).bundle([NEW, bad], 1, {})) == "bundle.invalid"


def nested(levels: int, inside: Value, in_maps: bool) -> Value:
    for _ in range(levels):
        inside = {"k": inside} if in_maps else [inside]
    return inside


@pytest.mark.parametrize("levels", [1, 14, 15, 16, 17, 18, 30, 200])
@pytest.mark.parametrize("in_maps", [False, True])
@pytest.mark.parametrize("inside", [[], {}, "x"])
def test_both_count_the_levels_of_a_value_alike(levels: int, in_maps: bool, inside: Value) -> None:
    line = replace(LINES[-1], value=nested(levels, inside, in_maps))
    both_agree(SENDER.bundle([*LINES[:-1], line], 1, {}))
