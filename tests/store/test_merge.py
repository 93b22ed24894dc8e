"""Merging is a union: any order, any repetition, any gap ends in the same journal; forks keep both branches."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app import journal
from inspector_app.errors import Problem
from inspector_app.journal import Entry, fold
from inspector_app.store import BundleRow, Merged
from tests.store.journals import LAPTOP, NOW, OTHER, VISIT, author, bundle, new_store, reopened, written


def test_new_known_and_held_are_counted(tmp_path: Path) -> None:
    """A gap holds what comes after it, and the missing entry frees it."""
    store = new_store(tmp_path)
    chain = written(author(OTHER), 5)

    first = store.merge(chain[:2])
    gap = store.merge(chain[1:2] + chain[3:])
    closed = store.merge(chain)

    assert [(2, 0, 0), (2, 1, 2), (1, 4, 0)] == [(it.new, it.known, it.held) for it in (first, gap, closed)]
    assert [(chain[1].dot, "known"), (chain[3].dot, "held"), (chain[4].dot, "held")] == gap.fates()
    assert ["known", "known", "new", "known", "known"] == [fate for _, fate in closed.fates()]


def test_merging_twice_changes_nothing(tmp_path: Path) -> None:
    """The second time is a no-op, and own entries that come back are known."""
    store = new_store(tmp_path)
    mine, theirs = written(author(), 3), written(author(OTHER), 3)
    store.append(mine)
    store.merge(theirs)
    before = store.entries()

    assert Merged(0, 6, 0) == _counts(store.merge([*mine, *theirs]))
    assert before == store.entries()


def test_both_branches_of_a_fork_are_kept(tmp_path: Path) -> None:
    """A restored old image wrote on from seq 2: two entries at 3, and the head stays the one that came first."""
    store = new_store(tmp_path)
    trunk = written(author(OTHER), 2)
    branches = [written(author(OTHER, trunk[-1]), 2, value=value) for value in ("左", "右")]

    store.merge([*trunk, *branches[0]])
    merged = store.merge([*trunk, *branches[1]])

    assert Merged(2, 2, 0) == _counts(merged)
    assert {*trunk, *branches[0], *branches[1]} == set(store.entries(device=OTHER))
    assert branches[0][-1] == store.heads()[OTHER]
    assert [] == store.verify()


def test_own_entries_go_on_after_a_merge(tmp_path: Path) -> None:
    """Merging others' work does not disturb this device's chain, before or after reopening."""
    store = new_store(tmp_path)
    pen = author()
    store.append(written(pen, 2))
    store.merge(written(author(OTHER), 2))
    store.append(written(pen, 1))
    store.close()
    again = reopened(tmp_path)
    again.append(written(author(LAPTOP, again.heads()[LAPTOP]), 1))

    assert {LAPTOP: 4, OTHER: 2} == again.dots()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), parts=st.integers(1, 6))
def test_every_order_ends_in_the_same_journal(seed: int, parts: int) -> None:
    """Random histories with forks, cut, shuffled and repeated, against journal.merge and two orders of the store."""
    chance = random.Random(seed)
    history = _history(chance)
    pieces = [[entry for entry in history if chance.random() < 0.6] for _ in range(parts)] + [history]
    chance.shuffle(pieces)
    expected = set(journal.merge(history, ()).entries)

    for order in (pieces, pieces[::-1]):
        with tempfile.TemporaryDirectory() as name:
            store = new_store(Path(name))
            for piece in order:
                shuffled = chance.sample(piece, len(piece))
                merged = store.merge(shuffled)
                assert len(piece) == merged.new + merged.known
            found = store.entries()
            assert len(expected) == len(found)
            assert expected == set(found)
            store.close()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), parts=st.integers(1, 5))
def test_the_conflicts_listed_are_those_of_a_fold(seed: int, parts: int) -> None:
    """Forks, cycles and gaps included, in any order, after every piece and after own entries between them."""
    chance = random.Random(seed)
    history = _history(chance)
    pieces = [[entry for entry in history if chance.random() < 0.5] for _ in range(parts)] + [history]
    with tempfile.TemporaryDirectory() as name:
        store = new_store(Path(name))
        pen = author("d4" * 16)
        for piece in pieces:
            store.merge(piece)
            seen = chance.sample(history, min(len(history), chance.randint(0, 3)))
            store.append([pen.next(VISIT, "sample", f"x/{chance.randint(1, 4)}", chance.randint(0, 9), seen)])
            assert fold(store.entries()).conflicts == store.conflicts()
        assert [] == store.verify()
        store.close()


def test_a_conflict_is_listed_until_it_is_settled(tmp_path: Path) -> None:
    """Two values at one register, then one that replaces both."""
    store = new_store(tmp_path)
    pen = author()
    mine, theirs = written(pen, 1, value="左"), written(author(OTHER), 1, value="右")
    store.append(mine)
    store.merge(theirs)
    assert [{"左", "右"}] == [{entry.value for entry in one.entries} for one in store.conflicts()]

    store.append([pen.next(VISIT, "sample", "campus/items/X-01", "左", [*mine, *theirs], "I02")])
    assert () == store.conflicts()


def test_a_bundle_is_noted_with_its_entries_or_not_at_all(tmp_path: Path) -> None:
    """One transaction: where the note fails, nothing of the bundle was merged either."""
    store = new_store(tmp_path)
    theirs = written(author(OTHER), 3)

    def note(merged: Merged) -> tuple[BundleRow, bytes]:
        raise Problem("store.no_bundle", str(merged.new))

    with pytest.raises(Problem, match="store.no_bundle"):
        store.merge(theirs, note)
    assert ([], {}) == (store.entries(), store.heads())

    row = bundle("ab" * 32, theirs, device=OTHER, direction="in")
    store.merge([*theirs, *theirs[:1]], lambda merged: (row, b"receipt"))
    assert (theirs, [row]) == (store.carried("ab" * 32), store.bundles("in"))


def test_a_delivered_entry_is_one_that_a_receipted_bundle_carried(tmp_path: Path) -> None:
    """Packed is not delivered; a lost receipt leaves it unsent; the bureau's own entries are never ours to send."""
    store = new_store(tmp_path)
    mine, theirs, bureaus = written(author(), 3), written(author(OTHER), 2), written(author("c3" * 16), 4)
    store.append(mine)
    store.merge([*theirs, *bureaus])
    assert (9, 5) == (store.unsent(), store.unsent("c3" * 16))

    store.add_bundle(bundle("ab" * 32, mine[:2]), [*mine[:2], theirs[0]])
    assert 5 == store.unsent("c3" * 16)

    store.add_receipt("ab" * 32, b'{"at":"","bureau":"' + b"c3" * 16 + b'"}', NOW)
    assert [*mine[2:], *theirs[1:]] == store.undelivered("c3" * 16)
    assert 2 == store.unsent("c3" * 16)
    # Restored from a backup the bureau has another id, and what its former self acknowledged or wrote may be lost.
    assert 9 == store.unsent("d4" * 16)


def test_what_the_bureau_sent_here_needs_no_sending(tmp_path: Path) -> None:
    """Another laptop's entry that came by way of the bureau is delivered already; one from the team-mate is not."""
    store = new_store(tmp_path)
    theirs = written(author(OTHER), 2)
    store.merge(theirs)
    store.add_bundle(bundle("ab" * 32, theirs[:1], device="c3" * 16, direction="in"), theirs[:1])
    store.add_bundle(bundle("cd" * 32, theirs, device=OTHER, direction="in"), theirs)

    assert theirs[1:] == store.undelivered("c3" * 16)


def test_bundles_and_receipts_come_back(tmp_path: Path) -> None:
    """As they were noted, by direction; the second note of a bundle and a second receipt change nothing."""
    store = new_store(tmp_path)
    mine = written(author(), 3)
    store.append(mine)
    out, came = bundle("ab" * 32, mine), bundle("cd" * 32, (), device=OTHER, direction="in", number=7)
    for row in (out, came, out):
        store.add_bundle(row, mine if row is out else ())
    store.add_receipt("ab" * 32, b"first", NOW)
    store.add_receipt("ab" * 32, b"second", NOW)
    store.close()
    again = reopened(tmp_path)

    assert [out] == again.bundles("out")
    assert {out.sha256, came.sha256} == {row.sha256 for row in again.bundles()}
    assert came == again.bundle("cd" * 32)
    receipt = again.receipt("ab" * 32)
    assert receipt is not None
    assert b"first" == receipt.data
    assert None is again.receipt("cd" * 32)
    assert None is again.bundle("ef" * 32)


def test_a_bundle_and_its_receipt_are_noted_at_once(tmp_path: Path) -> None:
    """What the bureau answers with is kept with what it answers; asked again it finds the same bytes."""
    store = new_store(tmp_path)
    for receipt in (b"first", b"second"):
        store.add_bundle(bundle("cd" * 32, (), device=OTHER, direction="in"), (), receipt)

    found = store.receipt("cd" * 32)

    assert found is not None
    assert b"first" == found.data


def test_a_receipt_for_a_bundle_of_nobody(tmp_path: Path) -> None:
    """A stranger's receipt marks nothing as delivered."""
    with pytest.raises(Problem, match="store.no_bundle"):
        new_store(tmp_path).add_receipt("ab" * 32, b"receipt", NOW)


def _counts(merged: Merged) -> Merged:
    return Merged(merged.new, merged.known, merged.held)


def _history(chance: random.Random) -> list[Entry]:
    history: list[Entry] = []
    for device in ("a1" * 16, "b2" * 16, "c3" * 16):
        chain: list[Entry] = []
        for _ in range(chance.randint(1, 3)):  # each turn after the first goes on from somewhere in the chain: a fork
            start = chance.choice([None, *chain]) if chain else None
            pen = author(device, start)
            for _ in range(chance.randint(1, 5)):
                seen = chance.sample(history, min(len(history), 2))
                chain.append(pen.next(VISIT, "sample", f"x/{chance.randint(1, 4)}", chance.randint(0, 9), seen))
        history += chain
    return list({entry.id: entry for entry in history}.values())
