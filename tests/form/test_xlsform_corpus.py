"""Real forms of others (shared corpora, not committed): each loads, or is refused by name; what loads goes to Excel and back.

The ordinary run reads every sixth workbook and every markdown form; INSPECTOR_CORPUS=all reads every workbook.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from inspector_app.errors import Problem
from inspector_app.form import load, yaml_writer
from inspector_app.form.xlsform import written
from inspector_app.form.xlsform.reading import made_of
from inspector_app.form.xlsform.sheets import Book, unpacked
from tests.form.corpora import MARKDOWN, WORKBOOKS, Outcome, needs, outcomes
from tests.form.printed import tell

# Refusals that say what the form asks for and does not get here, or what is wrong with it.
NAMED = frozenset(
    {
        "form.bad_expression",
        "form.bad_name",
        "form.bad_value",
        "form.cycle",
        "form.doubled_name",
        "form.missing_key",
        "form.not_closed",
        "form.not_opened",
        "form.not_supported",
        "form.unknown_choices",
        "form.unknown_reference",
        "form.unreadable",
    }
)


def differences(found: Sequence[Outcome], folder: Path) -> Iterator[str]:
    """Yield the forms that YAML → Excel → YAML gives back changed (the order of languages in a wording says nothing)."""
    for one in found:
        if one.form is None:
            continue
        (folder / "form.yaml").write_text(yaml_writer.written(one.form), "utf-8")
        from_yaml = load(folder / "form.yaml")
        if from_yaml.version != one.form.version:
            yield f"{one.name}: YAML"
        book = msgspec.json.decode(unpacked(written(from_yaml), ".xlsx", one.name), type=Book)
        again = made_of(book, folder / one.name).form
        if again is not None:
            (folder / "again.yaml").write_text(yaml_writer.written(again), "utf-8")
        if again is None or load(folder / "again.yaml").version != one.form.version:
            yield f"{one.name}: Excel"


def told(what: str, found: Sequence[Outcome]) -> None:
    """Print the table: loaded, refused (and with what), crashed, slowest."""
    codes = Counter(one.problem.code for one in found if one.problem is not None)
    slowest = max(found, key=lambda one: one.seconds)
    loaded = sum(one.form is not None for one in found)
    converting = [one for one in found if one.converts]
    tell(
        f"corpus files, {what}: loaded {loaded}, refused with reason {codes.total()}, crashed 0 (of {len(found)})",
        f"of those that pyxform converts {sum(one.form is not None for one in converting)}/{len(converting)} load",
        f"refused: {', '.join(f'{code} {count}' for code, count in codes.most_common())}",
        f"slowest {slowest.seconds:.1f} s ({slowest.name})",
    )


@needs(WORKBOOKS)
def test_every_workbook_loads_or_is_refused_by_name(tmp_path: Path) -> None:
    """No crash and no hang; of the field forms that pyxform converts at least 80 % load; what loads goes there and back."""
    found = outcomes()
    told("workbooks", found)
    assert [] == [(one.name, one.problem.code) for one in found if one.problem and one.problem.code not in NAMED]
    assert [] == [one.name for one in found if one.problem and not all(one.problem.lines("en"))]
    field = [one for one in found if one.field and one.converts]
    assert sum(one.form is not None for one in field) >= 0.8 * len(field)
    fixtures = [one for one in found if not one.field and one.converts]
    assert sum(one.form is not None for one in fixtures) >= 0.9 * len(fixtures)
    assert [] == list(differences(found, tmp_path))


@needs(MARKDOWN)
def test_every_small_form_of_pyxform_s_tests_loads_or_is_refused_by_name(tmp_path: Path) -> None:
    """At least 95 % of those that pyxform converts load, and go to Excel and YAML and back."""
    found = []
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
        found.append(Outcome(name, False, record["converts"], form, problem, time.monotonic() - start))
    told("markdown", found)
    assert [] == [(one.name, one.problem.code) for one in found if one.problem and one.problem.code not in NAMED]
    converted = [one for one in found if one.converts]
    assert sum(one.form is not None for one in converted) >= 0.95 * len(converted)
    assert [] == list(differences(found, tmp_path))


def _checked(book: Book, path: Path) -> str:
    made = made_of(book, path)
    if made.form is None:
        raise Problem(made.found[0].code, made.where(made.found[0].place), **made.found[0].fields)
    return yaml_writer.written(made.form)
