"""The forms that come with this version, what each is called, whom it suits; a form file checked, made YAML or Excel."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from msgspec import structs

from inspector_app.actions import form_versions
from inspector_app.actions.context import stages
from inspector_app.actions.county import School
from inspector_app.actions.form_versions import shipped_form
from inspector_app.durable import publish
from inspector_app.form import Form, load, yaml_writer
from inspector_app.form.check import check
from inspector_app.form.definition import Wording
from inspector_app.form.loading import load_with_warnings
from inspector_app.form.xlsform import written
from inspector_app.packaged import data_folder
from inspector_app.text import Language
from inspector_app.workspace import Workspace

FIRST = "campus_safety"
"""The form that is offered first (domain/forms/README.md names it first)."""


@dataclass(frozen=True)
class FormTitle:
    """What a list of forms says of one: its name, how many items it has, their points, the stages that any of them is for."""

    code: str
    title: Wording
    items: int
    points: Decimal
    stages: frozenset[str]

    def suits(self, school: School) -> bool:
        """False when no item of the form is for a school of these stages; a school of unknown stages may be asked."""
        own = set(stages(school.profile).split())
        return not own or not self.stages or bool(own & self.stages)


def shipped() -> tuple[str, ...]:
    """Return the codes of the forms that come with this version, campus safety first; reads none of them."""
    codes = sorted(file.stem for file in data_folder("forms").glob("*.yaml"))
    return tuple(sorted(codes, key=lambda code: code != FIRST))


@cache
def title(code: str) -> FormTitle:
    """Return what a list says of one form; reads it, once in the life of the program."""
    form = shipped_form(code)
    points = sum((Decimal(item.points) for item in form.items if item.points != "i"), Decimal(0))
    return FormTitle(
        code, form.title, len(form.items), points, frozenset(stage for item in form.items for stage in item.applies)
    )


def mistakes(file: Path, language: Language = "zh") -> list[str]:
    """Return one line for each mistake of a form file, an empty list when it has none; Problem form.* when unreadable."""
    return [" ".join(problem.lines(language)) for problem in check(file)]


def to_yaml(file: Path, target: Path, language: Language = "zh") -> list[str]:
    """Write the form of any file as YAML; return one line for each part that is kept and means nothing here."""
    form, warnings = load_with_warnings(file)
    publish(target, yaml_writer.written(form).encode())
    return [" ".join(problem.lines(language)) for problem in warnings]


def adopt(bureau: Workspace, file: Path, language: Language = "zh") -> tuple[Form, list[str]]:
    """Put the form of any file into the county, from where visits are dispatched with it; return it and what it warns of.

    Its id is made one that the journal takes (`Household Survey` → `household_survey`); the answers' paths stay as written.
    Problem form.* for its first mistake (`mistakes` has all of them), form_versions.bad_code.
    """
    form, warnings = load_with_warnings(file)
    code = re.sub(r"[^a-z0-9_]+", "_", form.form_id.lower()).strip("_")[:40]
    if code != form.form_id:
        form = structs.replace(form, form_id=code, root=form.root or form.form_id)
    form_versions.publish(bureau, form)
    return form, [" ".join(problem.lines(language)) for problem in warnings]


def to_excel(form: Path, target: Path) -> None:
    """Write a form, a file or the code of one that comes with this version, as an XLSForm workbook."""
    code = form.name
    publish(target, written(shipped_form(code) if code in shipped() and not form.exists() else load(form)))
