"""A device's chain as its author writes it."""

from datetime import UTC, datetime

import pytest

from inspector_app.journal import Author, Dot, merge
from inspector_app.journal.entry import CLOCK_LIMIT, NO_PREVIOUS
from tests.journal.builders import DEVICES, PATHS, VISIT, Laptop, answer, morning


def test_chain() -> None:
    """Seqs rise by one from 1, prev is the id before, the clock passes what was seen."""
    laptop = Laptop(DEVICES[0])
    first = laptop.edit(PATHS[0], answer())
    laptop.author.observe(41)
    second = laptop.edit(PATHS[0], answer("fail"))
    assert (1, NO_PREVIOUS, 1) == (first.seq, first.prev, first.clock)
    assert (2, first.id, 42, (Dot(DEVICES[0], 1),)) == (second.seq, second.prev, second.clock, second.replaces)
    assert ((), ()) == (merge([first], [second]).gaps, merge([first], [second]).forks)


def test_goes_on_from_a_stored_head() -> None:
    """An author built from the stored head writes what the old one would have written."""
    laptop = Laptop(DEVICES[0])
    head = laptop.edit(PATHS[0], answer())
    again = Author(DEVICES[0], head, 1, morning).next(VISIT, "answer", PATHS[1], answer(), (), "I02")
    assert laptop.edit(PATHS[1], answer()) == again


def test_replacing_entries_of_others_comes_after_them() -> None:
    """Naming a team-mate's entry is enough to be later than it."""
    theirs = Laptop(DEVICES[1])
    for verdict in ("pass", "fail", "pass"):
        head = theirs.edit(PATHS[0], answer(verdict))
    mine = Author(DEVICES[0], None, 0, morning).next(VISIT, "answer", PATHS[0], answer("na"), [head], "I02")
    assert (4, (head.dot,)) == (mine.clock, mine.replaces)


def test_time_is_a_claim_in_seconds() -> None:
    """The offset is kept, fractions are not; a clock gone mad does not stop the work."""
    author = Author(DEVICES[0], None, CLOCK_LIMIT, lambda: datetime(1999, 1, 1, 0, 0, 0, 999, tzinfo=UTC))
    entry = author.next(VISIT, "attribute", "school/boarding", "yes")
    assert ("1999-01-01T00:00:00+00:00", CLOCK_LIMIT) == (entry.at, entry.clock)


def test_a_bad_value_leaves_the_chain_where_it_was() -> None:
    """A refused entry takes no seq."""
    laptop = Laptop(DEVICES[0])
    with pytest.raises(ValueError, match="verdict"):
        laptop.edit(PATHS[0], answer("perhaps"))
    assert 1 == laptop.edit(PATHS[0], answer()).seq


def test_personal_signature() -> None:
    """The signer gets the bytes without signature, the entry carries what it returned."""
    seen: list[bytes] = []

    def sign(data: bytes) -> bytes:
        seen.append(data)
        return bytes(64)

    entry = Author(DEVICES[0], None, 0, morning).next(VISIT, "attribute", "school/boarding", "yes", sign=sign)
    assert ([entry.signing_bytes()], "00" * 64) == (seen, entry.signature)
