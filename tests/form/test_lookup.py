"""Rows of a file are found by an index: the same rows as by looking at each, at a cost that does not grow with the file."""

import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.form import Filling, Form
from inspector_app.form.definition import Field, Instance
from inspector_app.form.xpath import evaluate
from tests.form.small import NOW

Rows = Sequence[dict[str, str]]


def form(rows: Rows, *expressions: str) -> Form:
    """Return a form with a text question `q`, a file `t` of rows, and a calculation for each expression."""
    asked = Field("q", "text"), *(Field(f"c{n}", "text", calculation=one) for n, one in enumerate(expressions))
    towns = Field("town", "select_one_from_file t.csv", choice_filter="a = ${q}")
    return Form("f", survey=(*asked, towns), instances={"t": Instance(rows=tuple(rows))})


texts = st.sampled_from(["", "x", "y", "1", "1.0", "2026-11-23", "x y"])
tables = st.lists(st.dictionaries(st.sampled_from(["name", "a", "b"]), texts), max_size=8)
ROWS = "instance('t')/*/item"
# each predicate, and the same said so that no index can help
PREDICATES = [
    ("[a = ${q}]", "[true() and a = ${q}]"),
    ("[${q} = a]", "[true() and a = ${q}]"),
    ("[a = ${q}][2]", "[true() and a = ${q}][2]"),
    ("[a = ${q} and b != '']", "[b != '' and a = ${q}]"),
    ("[a = ${q} and b = ${q}][last()]", "[true() and a = ${q} and b = ${q}][last()]"),
    ("[a = ${q} and position() < 3]", "[position() < 3 and a = ${q}]"),
    ("[a = concat(${q}, '')][b = 'x']", "[true() and a = ${q}][true() and b = 'x']"),
    ("[a = /f/q]", "[true() and a = /f/q]"),
    ("[a = current()/../q]", "[true() and a = current()/../q]"),
    ("[a = number(${q})]", "[true() and a = number(${q})]"),
    ("[a = date(${q})]", "[true() and a = date(${q})]"),
    ("[a = b]", "[true() and a = b]"),
    (
        "[a = instance('t')/*/item[name = ${q}]/b]",
        "[true() and a = instance('t')/*/item[true() and name = ${q}]/b]",
    ),
    ("[a != ${q}]", "[true() and a != ${q}]"),
]


@given(tables, st.lists(texts, min_size=1, max_size=4))
def test_what_the_index_finds_is_what_looking_at_each_row_finds(rows: Rows, answers: list[str]) -> None:
    """For every shape of predicate, whatever the rows lack or repeat, answer after answer."""
    said = [f"join('|', {ROWS}{one}/b)" for pair in PREDICATES for one in pair]
    filling = Filling(form(rows, *said), now=NOW)
    for answer in answers:
        filling.answer("q", answer)
        found = [filling.value(f"c{n}") for n in range(len(said))]
        assert found[::2] == found[1::2]


@given(tables, texts)
def test_choices_from_a_file_are_those_that_fit(rows: Rows, answer: str) -> None:
    """A filter by a column offers the rows with that very text, in the order of the file."""
    filling = Filling(form(rows), now=NOW)
    filling.answer("q", answer)
    expected = [row.get("name", "") for row in rows if "a" in row and row["a"] == answer]
    assert expected == [choice.name for choice in filling.choices("town")]


def test_in_plain_xml_current_is_the_row_itself() -> None:
    """Outside a form current() is no place that stays: no index is made of it."""
    xml = "<r><i><a>1</a><b>1</b></i><i><a>1</a><b>2</b></i></r>"
    assert ["/*[1]/*[1]"] == evaluate("/r/i[a = current()/b]", xml)
    assert ["/*[1]/*[2]"] == evaluate("/r/i[b = '2']", xml)


def towns(count: int) -> Rows:
    """Return a file of towns, two in the county asked for."""
    return [{"name": f"t{n}", "label": f"Town {n}", "a": "c0" if n < 2 else f"c{n}", "b": str(n)} for n in range(count)]


def calls(filling: Filling, value: str) -> int:
    """Return how many Python functions an answer and the choices that follow call."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        filling.answer("q", value)
        filling.choices("town")
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("expression", [f"{ROWS}[a = ${{q}}]/b", "pulldata('t', 'b', 'a', ${q})"])
def test_a_large_file_costs_no_more_than_a_small_one(expression: str) -> None:
    """After the first look-up an answer does the same work with ten thousand rows as with a hundred."""
    fillings = [Filling(form(towns(count), expression), now=NOW) for count in (100, 10_000)]
    for filling in fillings:
        filling.answer("q", "c9")
        filling.choices("town")
    assert calls(fillings[0], "c0") == calls(fillings[1], "c0")
    assert ["0", "0"] == [filling.value("c0") for filling in fillings]
