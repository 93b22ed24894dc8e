"""Receipts: the same bytes for the same bundle, and nothing but the bureau's own words."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app import keys
from inspector_app.bundle import Receipt, file_kind, make_receipt, read_receipt
from inspector_app.errors import Problem
from inspector_app.journal import Dot
from tests.journal import independent
from tests.journal.builders import DEVICES
from tests.journal.test_format import PAGE

SEED = bytes(range(32))
KEY = keys.verify_key_of(SEED)
FATES = [
    *((Dot(DEVICES[0], seq), "new") for seq in range(1, 9)),
    (Dot(DEVICES[0], 9), "held"),
    (Dot(DEVICES[1], 4), "known"),
]


def receipt(fates: list[tuple[Dot, str]] = FATES) -> bytes:
    """A receipt."""
    return make_receipt(
        bureau="qinglan",
        bundle_sha256="ab" * 32,
        device=DEVICES[0],
        number=7,
        fates=fates,
        at="2026-11-24T08:00:00+08:00",
        seed=SEED,
    )


def test_the_page() -> None:
    """The page's receipt is the product's receipt."""
    inputs = independent.given(PAGE)
    wanted = inputs["receipt"]
    fates = [(Dot(d, seq), fate) for d, first, last, fate in wanted["fates"] for seq in range(first, last + 1)]
    made = make_receipt(
        bureau=wanted["bureau"],
        bundle_sha256=wanted["bundle"],
        device=wanted["device"],
        number=wanted["number"],
        fates=fates,
        at=wanted["at"],
        seed=bytes.fromhex(inputs["seed"]),
    )
    assert independent.stated(PAGE)["receipt.id"] == independent.sha(made)


@settings(deadline=None)
@given(st.randoms(use_true_random=False))
def test_same_bytes_whatever_the_order(chance: random.Random) -> None:
    """Made twice, in any order, it is the same file with the same id."""
    shuffled = list(FATES)
    chance.shuffle(shuffled)
    assert receipt() == receipt(shuffled)


def test_reads_back() -> None:
    """Every entry's fate, and which bundle it answers."""
    read: Receipt = read_receipt(receipt(), KEY)
    assert ("qinglan", "ab" * 32, DEVICES[0], 7) == (read.bureau, read.bundle, read.device, read.number)
    assert (FATES, 3, independent.sha(receipt())) == (list(read.dots()), len(read.fates), read.id)


@settings(deadline=None)
@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    """One changed, missing or added byte anywhere."""
    good = receipt()
    position = data.draw(st.integers(0, len(good) - 1))
    changed = bytearray(good)
    changed[position] ^= 1 << data.draw(st.integers(0, 7))
    for wrong in (bytes(changed), good[:position], good + b"\n", good[:position] + b" " + good[position:]):
        with pytest.raises(Problem, match="bundle.receipt_invalid"):
            read_receipt(wrong, KEY)


def test_another_bureaus_receipt_is_refused(tmp_path: Path) -> None:
    """Only the bureau this laptop is enrolled with can say that something arrived."""
    with pytest.raises(Problem, match="bundle.receipt_invalid") as caught:
        read_receipt(receipt(), keys.verify_key_of(bytes(32)))
    assert 2 == len(caught.value.lines("zh")) == len(caught.value.lines("en"))
    (tmp_path / "r").write_bytes(receipt())
    assert "receipt" == file_kind(tmp_path / "r")
