"""Merge as a law: a union, whatever the order, the repetitions and the gaps."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.journal import Entry, Fork, Gap, fold, merge
from tests.journal.builders import DEVICES, PATHS, VISIT, Laptop, answer, histories, wild

journals = histories | wild
laws = settings(max_examples=100, deadline=None)


@laws
@given(journals, journals)
def test_commutative(a: list[Entry], b: list[Entry]) -> None:
    """Who presses the button first makes no difference."""
    left, right = merge(a, b), merge(b, a)
    assert (left, left.gaps, left.forks) == (right, right.gaps, right.forks)


@laws
@given(journals, journals, journals)
def test_associative(a: list[Entry], b: list[Entry], c: list[Entry]) -> None:
    """Nor does it matter over whom the entries went."""
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


@laws
@given(journals)
def test_idempotent(a: list[Entry]) -> None:
    """The same again is a no-op."""
    once = merge(a, ())
    assert once == merge(once, once) == merge(once, a)


@laws
@given(journals, st.randoms(use_true_random=False))
def test_any_order_any_repetition(entries: list[Entry], chance: random.Random) -> None:
    """Shuffled and partly repeated entries give the same journal, conflicts and digest."""
    shuffled = [*entries, *(entry for entry in entries if chance.random() < 0.5)]
    chance.shuffle(shuffled)
    assert merge(entries, ()) == merge(shuffled, ())
    one, two = fold(entries), fold(shuffled)
    assert (one.conflicts, one.digest(VISIT)) == (two.conflicts, two.digest(VISIT))
    assert (one.registers(VISIT), one.forked) == (two.registers(VISIT), two.forked)


@laws
@given(journals)
def test_nothing_is_lost(entries: list[Entry]) -> None:
    """Every id that went in is in it, once."""
    assert sorted({entry.id for entry in entries}) == sorted(entry.id for entry in merge(entries, ()))


@laws
@given(histories, st.data())
def test_a_gap_is_named(entries: list[Entry], data: st.DataObject) -> None:
    """Entries taken out of the middle are reported, exactly."""
    journal = merge(entries, ())
    kept = [e for e in journal if data.draw(st.booleans(), label=f"keep {e.device[0]}{e.seq}")]
    tops = {device: max((e.seq for e in kept if e.device == device), default=0) for device in DEVICES}
    held = {(e.device, e.seq) for e in kept}
    missing = [(d, s) for d in DEVICES for s in range(1, tops[d]) if (d, s) not in held]
    named = [(g.device, s) for g in merge(kept, ()).gaps for s in range(g.first_missing, g.last_missing + 1)]
    assert missing == named


def test_gap_of_a_lost_stick() -> None:
    """The second of three bundles is missing: the gap is named, and until it is filled both sides of it stand."""
    laptop = Laptop(DEVICES[0])
    entries = [laptop.edit(PATHS[0], answer(note=str(n))) for n in range(9)]
    journal = merge(entries[:3], entries[6:])
    assert (Gap(DEVICES[0], 4, 6),) == journal.gaps
    assert (answer(note="2"), answer(note="8")) == fold(journal).values(VISIT, PATHS[0])
    assert (answer(note="8"),) == fold(merge(journal, entries[3:6])).values(VISIT, PATHS[0])


def test_fork_keeps_both_branches() -> None:
    """An old image of the laptop goes on: both branches are kept and the place of the split is named."""
    laptop = Laptop(DEVICES[0])
    laptop.edit(PATHS[0], answer())
    image = laptop.image()
    a = [laptop.edit(PATHS[0], answer("fail")), laptop.edit(PATHS[1], answer())]
    b = [image.edit(PATHS[0], answer("na")), image.edit(PATHS[2], answer())]
    journal = merge(laptop.seen, image.seen)
    assert (5, (Fork(DEVICES[0], 2, tuple(sorted([a[0].id, b[0].id]))),)) == (len(journal), journal.forks)
    assert {"fail", "na"} == {str(v["verdict"]) for v in fold(journal).values(VISIT, PATHS[0]) if isinstance(v, dict)}


def test_fork_seen_by_its_prev_alone() -> None:
    """The other branch itself is not here, but an entry names an id that is not the one held: that is a fork too."""
    laptop = Laptop(DEVICES[0])
    image = laptop.image()
    mine, theirs = laptop.edit(PATHS[0], answer()), image.edit(PATHS[0], answer("fail"))
    after = image.edit(PATHS[1], answer())
    assert (Fork(DEVICES[0], 1, tuple(sorted([mine.id, theirs.id]))),) == merge([mine], [after]).forks
