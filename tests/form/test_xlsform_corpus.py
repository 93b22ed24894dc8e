"""Real forms of others (shared corpora, not committed): each loads, or is refused by name; what loads goes to Excel and back.

The ordinary run reads every sixth workbook and every markdown form; INSPECTOR_CORPUS=all reads every workbook.
"""

import csv
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from inspector_app.errors import Problem
from inspector_app.form import Form, load, yaml_writer
from inspector_app.form.xlsform import written
from inspector_app.form.xlsform.reading import made_of
from inspector_app.form.xlsform.sheets import Book, unpacked

CORPORA = Path(os.environ.get("INSPECTOR_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))
WORKBOOKS, MARKDOWN = CORPORA / "xlsforms", CORPORA / "xlsforms_md.jsonl"
STEP = 1 if os.environ.get("INSPECTOR_CORPUS") == "all" else 6
# Refusals that say what the form asks for and does not get here, or what is wrong with it.
NAMED = frozenset(
    {
        "form.bad_expression",
        "form.bad_value",
        "form.cycle",
        "form.doubled_name",
        "form.missing_key",
        "form.not_supported",
        "form.unknown_choices",
        "form.unknown_reference",
        "form.unreadable",
    }
)


class Outcome(NamedTuple):
    """What became of one form: loaded, or the problem it was refused with; in how many seconds."""

    name: str
    kind: str
    converts: bool
    form: Form | None
    problem: Problem | None
    seconds: float


def outcome(path: Path, kind: str, *, converts: bool) -> Outcome:
    """Load one form; whatever is not a Problem fails the test."""
    start = time.monotonic()
    try:
        form, problem = load(path), None
    except Problem as refused:
        form, problem = None, refused
    return Outcome(path.name, kind, converts, form, problem, time.monotonic() - start)


def differences(outcomes: list[Outcome], folder: Path) -> Iterator[str]:
    """Yield the forms that Excel or YAML gives back changed."""
    for one in outcomes:
        if one.form is None:
            continue
        book = msgspec.json.decode(unpacked(written(one.form), ".xlsx", one.name), type=Book)
        again = made_of(book, folder / one.name).form
        if again is None or again.version != one.form.version:
            yield f"{one.name}: Excel"
        (folder / "form.yaml").write_text(yaml_writer.written(one.form), "utf-8")
        if load(folder / "form.yaml").version != one.form.version:
            yield f"{one.name}: YAML"


def told(outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    """Print the table: loaded, refused (and with what), crashed, slowest."""
    codes = Counter(one.problem.code for one in outcomes if one.problem is not None)
    slowest = max(outcomes, key=lambda one: one.seconds)
    with capsys.disabled():
        print(f"\nXLSForm corpus, {len(outcomes)} forms:")
        print(
            f"  loaded {sum(one.form is not None for one in outcomes)}, refused {codes.total()}, crashed 0", dict(codes)
        )
        print(f"  slowest {slowest.seconds:.1f} s ({slowest.name})")


@pytest.mark.skipif(not WORKBOOKS.is_dir(), reason="the shared corpora are not here (INSPECTOR_CORPORA): workbooks")
def test_every_workbook_loads_or_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No crash and no hang; of the field forms that pyxform converts at least 80 % load; what loads goes there and back."""
    with (WORKBOOKS / "index.csv").open(encoding="utf-8", newline="") as lines:
        index = sorted(csv.DictReader(lines), key=lambda row: row["file"])[::STEP]
    with ThreadPoolExecutor(2) as threads:
        outcomes = list(
            threads.map(
                lambda row: outcome(WORKBOOKS / row["file"], row["kind"], converts=row["converts"] == "yes"), index
            )
        )
    told(outcomes, capsys)
    assert [] == [(one.name, one.problem.code) for one in outcomes if one.problem and one.problem.code not in NAMED]
    assert [] == [one.name for one in outcomes if one.problem and not all(one.problem.lines("en"))]
    field = [one for one in outcomes if one.kind == "field" and one.converts]
    assert sum(one.form is not None for one in field) >= 0.8 * len(field)
    fixtures = [one for one in outcomes if one.kind == "fixture" and one.converts]
    assert sum(one.form is not None for one in fixtures) >= 0.9 * len(fixtures)
    assert [] == list(differences(outcomes, tmp_path))


@pytest.mark.skipif(
    not MARKDOWN.is_file(), reason="the shared corpora are not here (INSPECTOR_CORPORA): markdown forms"
)
def test_every_small_form_of_pyxform_s_tests_loads_or_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At least 95 % of those that pyxform converts load, and go to Excel and YAML and back."""
    outcomes = []
    for line in MARKDOWN.read_text("utf-8").splitlines():
        record = json.loads(line)
        name, start = f"{record['id']}.md", time.monotonic()
        # read in this process: 400 children would take minutes, and the workbooks are read in theirs
        try:
            book = msgspec.json.decode(unpacked(record["md"].encode(), ".md", name), type=Book)
            (tmp_path / name).with_suffix(".yaml").write_text(_checked(book, tmp_path / name), "utf-8")
            form, problem = load((tmp_path / name).with_suffix(".yaml")), None
        except Problem as refused:
            form, problem = None, refused
        outcomes.append(Outcome(name, "markdown", record["converts"], form, problem, time.monotonic() - start))
    told(outcomes, capsys)
    assert [] == [(one.name, one.problem.code) for one in outcomes if one.problem and one.problem.code not in NAMED]
    converted = [one for one in outcomes if one.converts]
    assert sum(one.form is not None for one in converted) >= 0.95 * len(converted)
    assert [] == list(differences(outcomes, tmp_path))


def _checked(book: Book, path: Path) -> str:
    made = made_of(book, path)
    if made.form is None:
        raise Problem(made.found[0].code, made.where(made.found[0].place), **made.found[0].fields)
    return yaml_writer.written(made.form)
