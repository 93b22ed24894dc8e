"""Opening a form's file as a form that can be filled, or saying by name why not."""

from pathlib import Path

from inspector_app.errors import Problem
from inspector_app.form import xform, yaml_form
from inspector_app.form.check import blocking
from inspector_app.form.definition import Form

_LATER = frozenset({".xlsx", ".xls", ".csv", ".md"})


def load(path: Path | str) -> Form:
    """Return the form in a file (.yaml); Problem `form.*` with file and line at its first mistake.

    `check.check` gives all mistakes at once, those included that do not keep a form from being filled.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in _LATER:
        raise Problem("form.not_yet_readable", path.name, suffix=suffix)
    if suffix == ".xml":
        read = xform.read(path)
        found = blocking(read)
        if found:
            way = "/".join(str(step + 1) if isinstance(step, int) else step for step in found[0].place)
            raise Problem(found[0].code, f"{path.name} {way}", **found[0].fields)
        return read
    if suffix not in (".yaml", ".yml"):
        raise Problem("form.unknown_suffix", path.name, suffix=suffix)
    form, found = yaml_form.read(path)
    if form is not None:
        found = blocking(form)
        if not found:
            return form
    raise yaml_form.problem(path, found[0], yaml_form.lines(path))
