"""docs/forms.md: its example is a form, and it names every question type, column, part and word that a form can use."""

import re
from pathlib import Path
from typing import get_args

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
from tests.form.small import NOW

MANUAL = (Path(__file__).parents[2] / "docs" / "forms.md").read_text("utf-8")


def named() -> set[str]:
    """Return the words that stand in code marks, a choice list's name passed over."""
    return {word for marked in re.findall(r"`([^`\n]+)`", MANUAL) for word in (marked, marked.split()[0])}


def test_every_question_type_is_named() -> None:
    """Those that ask, those that note by themselves, groups and repeats."""
    assert set() == (TYPES | EXTERNAL | {"begin_group", "end_group", "begin_repeat", "end_repeat"}) - named()


def test_every_column_is_named() -> None:
    """Of questions, repeats, sections, items, choices, settings and the route."""
    tables = (QUESTION, REPEAT, SECTION, ITEM, SETTINGS, ROUTE)
    columns = {column.header for table in tables for column in table} | STANDARD
    columns |= {PART, RECTIFY, REPEAT_NAME, "form_id", "form_title", "stages", "list_name", "default_language"}
    columns |= {name + suffix for name in (GRADE_WHEN, RECTIFY_WHEN) for suffix in ("", WHY)}
    assert set() == (columns | {f"media::{medium}" for medium in MEDIA}) - named()


def test_every_word_that_a_column_takes_is_named() -> None:
    """Parts, methods, grades, ways of rectification."""
    assert set() == {*PARTS, *METHODS, *GRADES, *get_args(RectifyKind)} - named()


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
