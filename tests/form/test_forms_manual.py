"""docs/forms.md: its example is a form, and it names every question type, column, part and word that a form can use."""

import re
from pathlib import Path
from typing import get_args

import yaml

from inspector_app.form import Filling, load
from inspector_app.form.check import GRADES, METHODS, check
from inspector_app.form.definition import RectifyKind
from inspector_app.form.types import TYPES
from inspector_app.form.xlsform.checklist import PARTS
from inspector_app.form.xlsform.columns import (
    GRADE_WHEN,
    ITEM,
    MEDIA,
    PART,
    QUESTION,
    RECTIFY,
    RECTIFY_WHEN,
    REPEAT,
    REPEAT_NAME,
    ROUTE,
    SECTION,
    SETTINGS,
    STANDARD,
    WHY,
)
from inspector_app.form.xlsform.survey import EXTERNAL
from inspector_app.form.xpath.functions.foreign import REFUSED
from inspector_app.packaged import data_folder
from tests.form.small import NOW

MANUAL = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")


def named(*headings: str) -> set[str]:
    """Return the words in code marks in the first column of the tables of these chapters, and in their lists.

    Only there: a word in another chapter, or in the explanation of something else, does not teach it.
    """
    chapters = {part.partition("\n")[0]: part for part in re.split(r"^## ", MANUAL, flags=re.MULTILINE)}
    found: set[str] = set()
    for heading in headings:
        text = next(part for title, part in chapters.items() if heading in title)
        for line in text.splitlines():
            shown = line.split(" | ")[0] if line.startswith("| ") else line
            found |= {word for marked in re.findall(r"`([^`]+)`", shown) for word in (marked, marked.split()[0])}
    return found


def test_every_question_type_is_named() -> None:
    """Those that ask, those that note by themselves, groups and repeats."""
    assert set() == (TYPES | EXTERNAL | {"begin_group", "end_group", "begin_repeat", "end_repeat"}) - named(
        "Question types"
    )


def test_every_column_is_named() -> None:
    """Of questions, repeats, sections, items, choices, settings and the route."""
    tables = (QUESTION, REPEAT, SECTION, ITEM, SETTINGS, ROUTE)
    columns = {column.header for table in tables for column in table} | STANDARD
    columns |= {PART, RECTIFY, REPEAT_NAME, "form_id", "form_title", "stages", "list_name", "default_language"}
    columns |= {name + suffix for name in (GRADE_WHEN, RECTIFY_WHEN) for suffix in ("", WHY)}
    assert set() == (columns | {f"media::{medium}" for medium in MEDIA}) - named("Columns")


def test_every_word_that_a_column_takes_is_named() -> None:
    """Parts, methods, grades, ways of rectification."""
    words = {*PARTS, *METHODS, *GRADES, *get_args(RectifyKind)}
    columns = MANUAL[MANUAL.index("## 列") : MANUAL.index("## 公式")]
    assert set() == words - {
        word for marked in re.findall(r"`([^`\n]+)`", columns) for word in (marked, marked.split()[0])
    }


def test_every_mistake_is_in_the_catalogue() -> None:
    """Each code that a form's check can give, and no code that there is not."""
    texts = yaml.safe_load((data_folder("resources") / "text.zh.yaml").read_text("utf-8"))
    codes = {f"form.{code}" for code in texts["problems.form"]}
    assert codes == {word for word in named("What the check says") if word.startswith("form.") and word[5:].islower()}


def test_everything_refused_is_named() -> None:
    """Old ways of writing, and functions that another product alone has."""
    refused = {f"{function}()" for function in REFUSED} | {"begin loop", "include", "cascading_select"}
    assert set() == refused - named("What is refused")


def test_the_example_is_a_form_without_mistakes(tmp_path: Path) -> None:
    """As it stands in the manual: no mistake, and it judges as it says."""
    example = next(block for block in re.findall(r"```\n(.*?)```", MANUAL, re.DOTALL) if "| survey |" in block)
    (tmp_path / "gate.md").write_text(example, "utf-8")
    assert [] == check(tmp_path / "gate.md")
    filling = Filling(load(tmp_path / "gate.md"), now=NOW)
    filling.answer("gat_gate_01_guards", 0)
    filling.answer("boarding", "no")
    assert ("fail", "R-I", "na") == (
        filling.state("GAT-GATE-01"),
        filling.item("GAT-GATE-01").grade,
        filling.state("GAT-GATE-02"),
    )
