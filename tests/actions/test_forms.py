"""Checking a form's file: a good one, one with mistakes, and those that cannot be read at all."""

import os
from pathlib import Path

import pytest

from inspector_app.actions.forms import mistakes, with_code
from inspector_app.form import load
from inspector_app.packaged import data_folder

GOOD = data_folder("forms") / "campus_safety.yaml"


def test_the_shipped_form_has_no_mistake() -> None:
    """What is dispatched passes its own check."""
    assert [] == mistakes(GOOD)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00broken",
        b"form: [1, 2\n",
        b"- a\n- b\n",
        b"[" * 5_000,
        os.urandom(3_000),
        b"form: x\nnonsense: 1\n",
    ],
    ids=["empty", "no text", "no yaml", "a list", "deep", "noise", "unknown key"],
)
def test_an_unreadable_form_is_told_with_place_and_remedy(tmp_path: Path, content: bytes) -> None:
    """In both languages, naming the file, and the file stays as it was."""
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    for line in (*mistakes(file, "zh"), *mistakes(file, "en")):
        assert "bad.yaml" in line
    assert mistakes(file, "zh")
    assert any("怎么办" in line for line in mistakes(file, "zh"))
    assert any("What to do" in line for line in mistakes(file, "en"))
    assert content == file.read_bytes()


def test_a_form_that_is_not_there_or_of_another_kind_is_told(tmp_path: Path) -> None:
    """No traceback for a wrong name, a folder, or an Excel file."""
    (tmp_path / "form.xlsx").write_bytes(b"PK\x03\x04")
    for path in (tmp_path / "none.yaml", tmp_path, tmp_path / "form.xlsx"):
        assert 1 == len(mistakes(path))


def test_a_mistake_names_its_line(tmp_path: Path) -> None:
    """A reference to a question that does not exist."""
    text = GOOD.read_text("utf-8").replace("${has_hydrant}", "${has_hydrnat}")
    (tmp_path / "typo.yaml").write_text(text, "utf-8")
    line = text[: text.index("has_hydrnat")].count("\n") + 1
    assert any(f"typo.yaml:{line}" in one and "has_hydrnat" in one for one in mistakes(tmp_path / "typo.yaml"))


def test_an_id_is_made_one_that_the_journal_takes(tmp_path: Path) -> None:
    """As Excel and ODK servers write them; the answers' paths stay as written."""
    text = "| survey |\n| | type | name | label |\n| | text | a | A |\n| settings |\n| | form_id |\n| | {} |\n"
    for written, made in (("Household Survey", "household_survey"), ("2021-07-14", "f_2021_07_14"), ("gate", "gate")):
        (tmp_path / "one.md").write_text(text.format(written), "utf-8")
        form = load(tmp_path / "one.md")
        assert (made, form.top) == (with_code(form).form_id, with_code(form).top)
