"""Opening a form's file as a form that can be filled, or saying by name why not."""

from pathlib import Path

from inspector_app.errors import Problem
from inspector_app.form import cache, xform, yaml_form
from inspector_app.form.check import blocking
from inspector_app.form.definition import Form
from inspector_app.form.mistake import Mistake

_LATER = frozenset({".xlsx", ".xls", ".csv", ".md"})


def load(path: Path | str, kept_in: Path | None = None) -> Form:
    """Return the form in a file (.yaml, or ODK XForm .xml); Problem `form.*` with file and line at its first mistake.

    `check.check` gives all mistakes at once, those included that do not keep a form from being filled. `kept_in` is a
    folder where what was read is kept for the next time (not of forms that read other files beside them).
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in _LATER:
        raise Problem("form.not_yet_readable", path.name, suffix=suffix)
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
        raise _problem(path, found)
    return form


def _problem(path: Path, found: Mistake) -> Problem:
    way = "/".join(str(step + 1) if isinstance(step, int) else step for step in found.place)
    return Problem(found.code, f"{path.name} {way}".rstrip(), **found.fields)
