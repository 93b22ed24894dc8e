"""The product and the witness, which was written from docs/format.md alone, say the same of every history."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.journal import Dot, Entry, fold, merge
from tests.witness.canonical import pack
from tests.witness.histories import histories, wild
from tests.witness.model import Line, Model, forks, gaps, union


def entry_of(line: Line) -> Entry:
    return Entry(
        record=line.record,
        kind=line.kind,
        path=line.path,
        value=line.value,
        replaces=tuple(Dot(*dot) for dot in line.replaces),
        author=line.author,
        device=line.device,
        seq=line.seq,
        prev=line.prev,
        clock=line.clock,
        at=line.at,
        signature=line.signature,
    )


def line_of(entry: Entry) -> Line:
    dots = tuple((dot.device, dot.seq) for dot in entry.replaces)
    texts = entry.author, entry.device, entry.seq, entry.prev, entry.clock, entry.at, entry.signature
    return Line(entry.record, entry.kind, entry.path, entry.value, dots, *texts)


def ids(things: Iterable[Line | Entry]) -> list[str]:
    return [thing.id for thing in things]


def agree(lines: list[Line]) -> None:
    """Assert that product and witness say the same of these entries."""
    model, folded = Model(lines), fold([entry_of(line) for line in lines])
    found = [(conflict.record, conflict.path, ids(conflict.entries)) for conflict in folded.conflicts]
    assert model.conflicts() == sorted(found, key=lambda row: (row[0], row[1].encode()))
    for record in model.records():
        registers = {path: ids(stand) for path, stand in model.registers(record).items()}
        assert registers == {path: ids(stand) for path, stand in folded.registers(record).items()}
        for path, stand in model.registers(record).items():
            said = list(dict.fromkeys(line.says() for line in stand))
            assert said == [pack(value) for value in folded.values(record, path)]
        assert model.digest(record) == folded.digest(record)
        assert ids(model.late(record)) == ids(folded.late(record))
        freeze, theirs = model.freeze(record), folded.freeze(record)
        assert (freeze and freeze.id) == (theirs and theirs.id)
        for kind in {line.kind for line in model.events(record)}:
            ours = [line for line in model.events(record) if line.kind == kind]
            assert ids(ours) == ids(folded.events(record, kind))


def agree_on_chains(lines: list[Line]) -> None:
    """Assert that product and witness name the same union, gaps and forks."""
    entries = [entry_of(line) for line in lines]
    journal = merge(entries[::2], entries[1::2])
    assert sorted(union(lines)) == sorted(ids(journal.entries))
    assert gaps(lines) == [(gap.device, gap.first_missing, gap.last_missing) for gap in journal.gaps]
    assert forks(lines) == [(fork.device, fork.seq, list(fork.ids)) for fork in journal.forks]


@given(histories())
@settings(max_examples=150, deadline=None)
def test_both_fold_every_history_to_the_same_values_conflicts_and_digest(lines: list[Line]) -> None:
    agree(lines)


@given(wild())
@settings(max_examples=150, deadline=None)
def test_both_fold_what_no_honest_device_writes_alike(lines: list[Line]) -> None:
    agree(lines)


@given(histories())
@settings(max_examples=150, deadline=None)
def test_both_name_the_same_gaps_and_forks(lines: list[Line]) -> None:
    agree_on_chains(lines)


@given(wild())
@settings(max_examples=150, deadline=None)
def test_both_name_the_gaps_and_forks_of_broken_chains_alike(lines: list[Line]) -> None:
    agree_on_chains(lines)


@given(histories(), st.data())
@settings(max_examples=60, deadline=None)
def test_both_merge_in_any_parts_and_order_to_the_same_set(lines: list[Line], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(lines)))
    ours = union(lines[cut:], lines[:cut], lines)
    theirs = merge([entry_of(line) for line in lines[cut:]], [entry_of(line) for line in lines[:cut]])
    assert sorted(ours) == sorted(ids(theirs.entries))
    assert {line.id: line for line in lines} == {entry.id: line_of(entry) for entry in theirs.entries}


@given(histories())
@settings(max_examples=60, deadline=None)
def test_an_entry_has_the_same_id_and_the_same_bytes_to_sign(lines: list[Line]) -> None:
    for line in lines:
        assert (line.id, line.signed) == (entry_of(line).id, entry_of(line).signing_bytes())
