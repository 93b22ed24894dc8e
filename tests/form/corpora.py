"""The shared corpora of other people's forms (not committed): where they are, how much of them a run reads, what became of each.

INSPECTOR_CORPORA names their folder; the ordinary run reads every sixth workbook, INSPECTOR_CORPUS=all every one.
"""

import csv
import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from inspector_app.errors import Problem
from inspector_app.form import Form, load
from tests.form import files_beside

CORPORA = Path(os.environ.get("INSPECTOR_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))
WORKBOOKS = CORPORA / "xlsforms"
MARKDOWN = CORPORA / "xlsforms_md.jsonl"
SCENARIOS = CORPORA / "scenarios.jsonl"
XPATH_CASES = CORPORA / "xpath_cases.jsonl"
WHOLE = os.environ.get("INSPECTOR_CORPUS") == "all"
STEP = 1 if WHOLE else 6


class Workbook(NamedTuple):
    """A line of the corpus's index: the file, whether it was made for the field, whether pyxform makes an XForm of it."""

    path: Path
    field: bool
    converts: bool


class Outcome(NamedTuple):
    """What became of one form: loaded, or the problem it was refused with; in how many seconds."""

    name: str
    field: bool
    converts: bool
    form: Form | None
    problem: Problem | None
    seconds: float


def needs(path: Path) -> pytest.MarkDecorator:
    """Skip a test, saying so, where a corpus is not there."""
    reason = f"the shared corpora are not here (INSPECTOR_CORPORA): {path.name}"
    return pytest.mark.skipif(not path.exists(), reason=reason)


def workbooks() -> list[Workbook]:
    """Return every workbook of the corpus."""
    with (WORKBOOKS / "index.csv").open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["file"])
    return [Workbook(WORKBOOKS / row["file"], row["kind"] == "field", row["converts"] == "yes") for row in rows]


def outcome(book: Workbook) -> Outcome:
    """Load one form; whatever is not a Problem fails the test."""
    start = time.monotonic()
    try:
        form, problem = load(book.path), None
    except Problem as refused:
        form, problem = None, refused
    return Outcome(book.path.name, book.field, book.converts, form, problem, time.monotonic() - start)


@cache
def outcomes() -> tuple[Outcome, ...]:
    """Return what became of the workbooks that this run reads, each read once."""
    with ThreadPoolExecutor(2) as threads:
        return tuple(threads.map(outcome, workbooks()[::STEP]))


def with_files(one: Outcome, folder: Path) -> Form | None:
    """Return a form with made-up files of choices beside it where its own are not in the corpus."""
    if one.form is None or not files_beside.write(one.form, folder):
        return one.form
    shutil.copy(WORKBOOKS / one.name, folder)
    return load(folder / one.name)
