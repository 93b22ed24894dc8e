"""Forms in Excel: XLSForm workbooks (.xlsx, .xls, .csv, .md) to forms, `${name}` kept as written, and forms to .xlsx."""

from pathlib import Path

from inspector_app.errors import Problem
from inspector_app.form.definition import Form
from inspector_app.form.mistake import Mistake
from inspector_app.form.xlsform.reading import Made, made_of
from inspector_app.form.xlsform.sheets import SUFFIXES, packed
from inspector_app.form.xlsform.sheets import read as read_sheets
from inspector_app.form.xlsform.writing import book_of

__all__ = ["SUFFIXES", "Made", "problem", "read", "written"]


def read(path: Path) -> Made:
    """Return the form in a workbook, or None with every mistake of its shape; Problem when it cannot be read at all."""
    return made_of(read_sheets(path), path)


def written(form: Form) -> bytes:
    """Return a form as an .xlsx workbook; Problem form.cannot_export names what a workbook has no place for."""
    return packed(book_of(form))


def problem(path: Path, found: Mistake, made: Made) -> Problem:
    """Return a mistake as a Problem whose `where` is file, sheet:row and column."""
    return Problem(found.code, f"{path.name} {made.where(found.place)}".rstrip(), **found.fields)
