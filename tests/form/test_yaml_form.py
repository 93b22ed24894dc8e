"""Reading YAML: hostile or broken files are refused by name and take nothing along."""

from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.form import load
from inspector_app.form.check import check
from tests.form.small import loaded, written

_DOUBLING = "\n".join(f"k{n}: &k{n} [*k{n - 1}, *k{n - 1}, *k{n - 1}]" for n in range(1, 30))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "form: f\ntitle: {zh: " + "[" * 390 + "]" * 390 + "}\n",
        "- " * 100_000,
        "".join(" " * n + "a:\n" for n in range(1000)),
        f"form: f\nk0: &k0 [x, x]\n{_DOUBLING}\n",
        "form: f\nsections: &s [*s]\n",
        "form: \x00",
        "form: " + "x" * 5_000_000,
        "form:\t- x\n\t- y",
        "form: !!python/object/apply:os.system [true]",
    ],
    ids=["brackets", "braces", "limit", "stairs", "indents", "aliases", "self", "nul", "size", "tabs", "tag"],
)
def test_hostile_files_are_refused(tmp_path: Path, text: str) -> None:
    """Depth, multiplication, size, control characters: a Problem in well under a second, never a crash."""
    with pytest.raises(Problem) as caught:
        load(written(tmp_path, text))
    assert caught.value.code.startswith("form.")


def test_brackets_in_words_are_words(tmp_path: Path) -> None:
    """Intervals such as [0, 1) in texts do not count as nesting gone wrong."""
    items = "".join(f"  - {{code: A-{n}, note: '[0, {n})'}}\n" for n in range(300))
    assert 300 == len(loaded(tmp_path, f"form: f\nsections:\n- code: A\n  items:\n{items}").items)


def test_depth_within_bounds_is_reported_not_crashed_on(tmp_path: Path) -> None:
    """A file as deep as is let through still ends in an ordinary mistake with its line."""
    path = written(tmp_path, "form: f\ntitle: {zh: " + "[" * 60 + "]" * 60 + "}\n")
    assert [("form.bad_value", "small.yaml:2 title")] == [(one.code, one.where) for one in check(path)]


def test_aliases_that_save_writing_are_welcome(tmp_path: Path) -> None:
    """One anchor for a repeated part is ordinary YAML."""
    text = """
        form: f
        sections:
          - code: A
            items:
              - {code: A-1, rectify: &later {kind: deadline, days: 5}}
              - {code: A-2, rectify: *later}
    """
    assert [5, 5] == [item.rectify.days for item in loaded(tmp_path, text).items]
