"""docs/format.md says what the code does: its vectors, recomputed by the independent reader and by the product."""

import ast
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from inspector_app.journal import Dot, Entry, Value, canonical, fold
from tests.journal import independent
from tests.journal.builders import VISIT, histories, values, wild

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text("utf-8")


def page_entries() -> dict[str, Entry]:
    """The page's sample entries."""
    rows: dict[str, list[Any]] = independent.given(PAGE)["entries"]
    return {name: from_list(["", *row]) for name, row in rows.items()}


def from_list(row: list[Any]) -> Entry:
    """An entry from the page's list of 13."""
    fields = dict(zip(Entry.__struct_fields__, row[1:], strict=True))
    return Entry(**{**fields, "replaces": tuple(Dot(*dot) for dot in row[5])})


def to_list(entry: Entry) -> list[Any]:
    """The page's list of 13."""
    row = [getattr(entry, name) for name in entry.__struct_fields__]
    row[4] = [list(dot) for dot in entry.replaces]
    return ["inspector-entry-1", *row]


def test_independent_reader_reproduces_the_page() -> None:
    """Every vector on the page follows from the page's own rules and inputs."""
    assert independent.stated(PAGE) == independent.recomputed(PAGE)


def test_independent_reader_is_independent() -> None:
    """It imports the standard library and nothing else."""
    tree = ast.parse(Path(independent.__file__).read_text("utf-8"))
    imported = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    imported |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert set() == imported - sys.stdlib_module_names


def test_product_reproduces_the_page() -> None:
    """Ids, conflicts and digests of the page's sample come out of the product too."""
    stated, entries = independent.stated(PAGE), page_entries()
    ids = {f"entry.{name}.id": entry.id for name, entry in entries.items()}
    assert {name: stated[name] for name in ids} == ids
    three = fold([entries["A1"], entries["A2"], entries["B1"]])
    assert stated["fold.digest.conflict"] == three.digest(VISIT)
    assert json.loads(stated["fold.conflict"])[0][0] == three.conflicts[0].path
    six = fold(entries.values())
    assert (stated["fold.digest.frozen"], ()) == (six.digest(VISIT), six.conflicts)
    assert (entries["B2"],) == six.late(VISIT)


@settings(deadline=None)
@given(values)
def test_canonical_bytes_have_one_spelling(value: Value) -> None:
    """The product's canonical bytes are those of the independent writer, for any value."""
    assert independent.pack(value) == canonical(value)


@settings(max_examples=150, deadline=None)
@given(histories)
def test_digest_of_any_honest_history(entries: list[Entry]) -> None:
    """Product and independent reader agree on conflicts and digest of any history, forks included."""
    _agree(entries)


@settings(max_examples=150, deadline=None)
@given(wild)
def test_digest_of_any_dishonest_history(entries: list[Entry]) -> None:
    """They agree even where devices lie: cycles, forward references, freezes that are none."""
    _agree([entry for entry in entries if entry.kind not in {"freeze", "settlement"}])


@pytest.mark.parametrize("value", [1.5, b"x", 2**63, -(2**63) - 1, {1: 2}, {"a": [1.0]}, object()])
def test_what_is_no_value_is_refused(value: object) -> None:
    """A float, bytes, a number beyond 64 bits or a foreign object has no canonical bytes."""
    with pytest.raises(ValueError):  # noqa: PT011  # the words differ
        canonical(value)  # type: ignore[arg-type]  # that is the point


def test_too_deep_is_refused() -> None:
    """A value of 17 levels is refused before anything recurses into it for long."""
    value: Value = []
    for _ in range(17):
        value = [value]
    with pytest.raises(ValueError, match="deep"):
        canonical(value)


def _agree(entries: list[Entry]) -> None:
    rows, folded = [to_list(entry) for entry in entries], fold(entries)
    expected = independent.conflicts(rows, VISIT)
    actual = [[c.path, sorted(folded.values(VISIT, c.path), key=canonical)] for c in folded.conflicts]
    assert json.dumps(expected) == json.dumps(actual)
    assert independent.digest(rows, VISIT) == folded.digest(VISIT)
