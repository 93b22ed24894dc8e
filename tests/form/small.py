"""Small forms for the tests of form/: each test writes the form it is about as YAML, in the test itself."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from textwrap import dedent

from inspector_app.form import Filling, Form, load

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))


def written(folder: Path, text: str, name: str = "small.yaml") -> Path:
    """Write a form's text to a file and return its path."""
    path = folder / name
    path.write_text(dedent(text), "utf-8")
    return path


def loaded(folder: Path, text: str) -> Form:
    """Return the form that the text writes."""
    return load(written(folder, text))


def filled(folder: Path, text: str, **context: str | int) -> Filling:
    """Return an empty filling of the form that the text writes, at a fixed moment."""
    return Filling(loaded(folder, text), context=context, now=NOW)
