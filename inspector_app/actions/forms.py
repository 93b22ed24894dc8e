"""Checking form files for their authors: every mistake at once, in plain words with its place."""

from pathlib import Path

from inspector_app.form.check import check
from inspector_app.text import Language


def mistakes(file: Path, language: Language = "zh") -> list[str]:
    """Return one line for each mistake of a form file, an empty list when it has none; Problem form.* when unreadable."""
    return [" ".join(problem.lines(language)) for problem in check(file)]
