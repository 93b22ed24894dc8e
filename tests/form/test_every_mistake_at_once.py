"""A sheet with every usual mistake in it: one run of `form check` tells them all, each with its sheet, row, column and remedy."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from inspector_app.form.check import check
from inspector_app.text import Language

_HEAD = ("type", "name", "label", "relevant", "constraint", "calculation")
_ROWS = (
    ("select_one nowhere", "a", "A list that is not there"),
    ("text", "twice", "Twice"),
    ("text", "twice", "Twice"),
    ("wibble", "odd", "A type that nobody knows"),
    ("text", "lost", "Lost", "${nobody} = 'x'"),
    ("integer", "sum", "Sum", "", ". > ("),
    ("text", "plate", "Plate", "", "regex(., '[A-')"),
    ("text", "x", "X", "${y} = '1'"),
    ("text", "y", "Y", "${x} = '1'"),
    ("select_one yn", "yn", "Yes or no"),
    ("text", "bare"),
    ("end repeat",),
    ("text", "two words", "Two words"),
    ("calculate", "long", "", "", "", "duration()"),
    ("begin loop over types", "l", "A loop"),
    ("begin group", "open", "Never ended"),
    ("text", "in", "In"),
)
_CHOICES = (("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "yes", "Yes again"))
EXPECTED = {
    ("form.unknown_choices", "survey:2 type"),
    ("form.doubled_name", "survey:3"),
    ("form.inert_type", "survey:5 type"),
    ("form.unknown_reference", "survey:6 relevant"),
    ("form.bad_expression", "survey:7 constraint"),
    ("form.bad_expression", "survey:8 constraint"),
    ("form.cycle", "survey:9"),
    ("form.missing_label", "survey:12 label"),
    ("form.not_opened", "survey:13 type"),
    ("form.bad_name", "survey:14 name"),
    ("form.bad_expression", "survey:15 calculation"),
    ("form.not_supported", "survey:16 type"),
    ("form.not_closed", "survey:17 type"),
    ("form.doubled_choice", "choices:3 name"),
}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A workbook with one mistake in nearly every row."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in {"survey": (_HEAD, *_ROWS), "choices": _CHOICES}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "broken.xlsx")
    return tmp_path / "broken.xlsx"


def test_every_mistake_is_told_in_one_run(broken: Path) -> None:
    """None hides another, and nothing is told that follows from another mistake only."""
    found = {(problem.code, problem.where.removeprefix("broken.xlsx ")) for problem in check(broken)}
    assert EXPECTED == found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_is_told_in_words_with_place_and_remedy(broken: Path, language: Language) -> None:
    """What is wrong, where, and what to do, in the reader's language."""
    for problem in check(broken):
        what, where, remedy = problem.lines(language)
        assert what
        assert "broken.xlsx" in where
        assert remedy


def test_what_another_product_alone_can_do_is_named(broken: Path) -> None:
    """A loop and SurveyCTO's duration() are refused by their names."""
    told = [" ".join(problem.lines("en")) for problem in check(broken)]
    assert any("begin loop over types" in line for line in told)
    assert any("duration()" in line and "SurveyCTO" in line for line in told)
