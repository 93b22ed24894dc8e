"""Opening a form's file as a form that can be filled, or saying by name why not."""

import hashlib
from pathlib import Path

import msgspec

from inspector_app.errors import Problem
from inspector_app.form import cache, xform, xlsform, yaml_form
from inspector_app.form.check import blocking, inert, placed
from inspector_app.form.definition import Form
from inspector_app.form.unswept import unswept

_decoder = msgspec.json.Decoder(Form)


def load(path: Path | str, kept_in: Path | None = None) -> Form:
    """Return the form in a file (.yaml, XLSForm .xlsx .xls .csv .md, XForm .xml); Problem `form.*` at its first mistake.

    `check.check` gives all mistakes at once, those included that do not keep a form from being filled. `kept_in` is a
    folder where what was read is kept for the next time (not of forms that read other files beside them, nor of
    workbooks: without an id of its own the form in one is called as the file is).
    """
    with unswept():
        return _loaded(Path(path), kept_in)


def _loaded(path: Path, kept_in: Path | None) -> Form:
    suffix = path.suffix.lower()
    if suffix in xlsform.SUFFIXES:
        return _sound(path, xlsform.read(path))
    if suffix not in (".yaml", ".yml", ".xml"):
        raise Problem("form.unknown_suffix", path.name, suffix=suffix)
    read = _surveyed if suffix == ".xml" else _checklist
    if kept_in is None:
        return read(path)
    try:
        place = cache.place(kept_in, suffix, path.read_bytes())
    except OSError as error:
        raise Problem("form.unreadable", path.name, reason=error.strerror or str(error)) from error
    form = cache.kept(place)
    if form is None:
        form = read(path)
        if not any(instance.source for instance in form.instances.values()):
            cache.keep(place, form)
    return form


def defined(data: bytes, kept_in: Path | None = None) -> Form:
    """Return the form of a definition (`Form.definition`), whose version is the hash of these very bytes.

    They may come from another machine and another program: Problem form.unreadable, or `form.*` where it cannot be filled.
    """
    name = hashlib.sha256(data).hexdigest()
    place = cache.place(kept_in, ".json", data) if kept_in else None
    form = cache.kept(place) if place else None
    if form is None:
        try:
            form = _decoder.decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise Problem("form.unreadable", name, reason=str(error)) from error
        for found in blocking(form):
            raise placed(Path(name), found)
        if place:
            cache.keep(place, form)
    # A program that orders a definition's keys otherwise would name it otherwise; tasks and journals name these bytes.
    form.__dict__["version"] = name
    return form


def load_with_warnings(path: Path | str) -> tuple[Form, list[Problem]]:
    """Return the form in a file and what of it means nothing here: types, columns and sheets that are kept and not used."""
    path = Path(path)
    if path.suffix.lower() not in xlsform.SUFFIXES:
        form = load(path)
        return form, [placed(path, found) for found in inert(form)]
    made = xlsform.read(path)
    form = _sound(path, made)
    return form, [xlsform.problem(path, found, made) for found in inert(form)]


def _checklist(path: Path) -> Form:
    form, found = yaml_form.read(path)
    if form is not None:
        found = blocking(form)
        if not found:
            return form
    raise yaml_form.problem(path, found[0], yaml_form.lines(path))


def _surveyed(path: Path) -> Form:
    form = xform.read(path)
    for found in blocking(form):
        raise placed(path, found)
    return form


def _sound(path: Path, made: xlsform.Made) -> Form:
    found = made.found if made.form is None else blocking(made.form)
    if made.form is None or found:
        raise xlsform.problem(path, found[0], made)
    return made.form
