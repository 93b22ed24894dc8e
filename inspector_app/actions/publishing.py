"""Putting a form of one's own into the county: first what is in the file and what is wrong with it, then the act itself."""

from dataclasses import dataclass
from pathlib import Path

from inspector_app.actions import form_versions, forms
from inspector_app.actions.forms import FormTitle
from inspector_app.actions.printable import unprintable
from inspector_app.actions.questionnaire import pages
from inspector_app.errors import Problem
from inspector_app.form import Form
from inspector_app.form.check import check
from inspector_app.form.definition import Wording
from inspector_app.form.loading import load_with_warnings
from inspector_app.workspace import Workspace

SUFFIXES = (".xlsx", ".xls", ".csv", ".md", ".yaml", ".yml", ".xml")


@dataclass(frozen=True)
class Look:
    """What a file holds, nothing published yet.

    With `mistakes` it cannot be filled and `form` is None; `advice` says what is kept and does nothing here, what cannot be
    printed, what should be put right first. `sections` are its parts in reading order.
    """

    file: Path
    form: Form | None
    title: FormTitle | None
    sections: tuple[Wording, ...]
    mistakes: tuple[Problem, ...]
    advice: tuple[Problem, ...]


def look(ws: Workspace, file: Path) -> Look:
    """Return what is in a form's file and everything wrong with it; a workbook is read in a child process."""
    try:
        read, warnings = load_with_warnings(file)
    except Problem as problem:
        return Look(file, None, None, (), tuple(check(file)) or (problem,), ())
    form = forms.with_code(read)
    if not form_versions.is_code(form.form_id):
        return Look(file, None, None, (), (Problem("form_versions.bad_code", read.form_id),), ())
    found = [*check(file), *warnings, *unprintable(form), *_same_edition(ws, form)]
    said = {(one.code, one.where, *map(str, one.fields.values())): one for one in found}
    parts = (*(page.title for page in pages(form)), *(section.title for section in form.sections))
    return Look(file, form, forms.described(form), parts, (), tuple(said.values()))


def publish(bureau: Workspace, form: Form) -> str:
    """Put a form that was looked at into the county, in force at once; return its version."""
    return form_versions.publish(bureau, form)


def is_published(ws: Workspace, form: Form) -> bool:
    """Tell whether exactly this version stands in the county already."""
    return any(one.version == form.version for one in form_versions.known(ws, form.form_id))


def _same_edition(ws: Workspace, form: Form) -> list[Problem]:
    """Return a word about another content under the same edition: nobody could tell the two apart (R-50)."""
    twins = [one for one in form_versions.known(ws, form.form_id) if one.edition == form.edition]
    shipped = form_versions.shipped_or_none(form.form_id)
    same = {one.version for one in twins} | (
        {shipped.version} if shipped and shipped.edition == form.edition else set()
    )
    if same - {form.version} and form.version not in same:
        return [Problem("form_versions.same_edition", form.form_id, edition=form.edition or "—")]
    return []
