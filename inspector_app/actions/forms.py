"""The forms that come with this version, what each is called, whom it suits; a form file checked, made YAML or Excel."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from msgspec import structs

from inspector_app.actions import form_versions
from inspector_app.actions.context import stages
from inspector_app.actions.county import School
from inspector_app.actions.form_versions import shipped_form
from inspector_app.actions.printable import unprintable
from inspector_app.actions.questionnaire import Ask, inside, pages
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
    """What a list of forms says of one: its name, how many items it has, their points, the stages that any of them is for.

    `questions` counts those that belong to no item.
    """

    code: str
    title: Wording
    items: int
    points: Decimal
    stages: frozenset[str]
    questions: int = 0

    def suits(self, school: School) -> bool:
        """False when no item of the form is for a school of these stages; a school of unknown stages may be asked."""
        own = set(stages(school.profile).split())
        return not own or not self.stages or bool(own & self.stages)


def shipped() -> tuple[str, ...]:
    """Return the codes of the forms that come with this version, campus safety first; reads none of them."""
    codes = sorted(file.stem for file in data_folder("forms").glob("*.yaml"))
    return tuple(sorted(codes, key=lambda code: code != FIRST))


def offered(ws: Workspace) -> tuple[str, ...]:
    """Return the codes of the forms that a task can be bound to: those that come along, then what the county published."""
    own = {one.code for one in form_versions.known(ws)} - set(shipped())
    return (*shipped(), *sorted(own))


@cache
def title(code: str) -> FormTitle:
    """Return what a list says of a form that comes with this version; reads it, once in the life of the program."""
    return described(shipped_form(code))


def titles(ws: Workspace, codes: Sequence[str]) -> list[FormTitle]:
    """Return what a list says of forms, each as a new task would have it: in the county's own version where it has one."""
    own = {one.code for one in form_versions.known(ws) if not one.shipped}
    return [described(form_versions.current(ws, code)) if code in own else title(code) for code in codes]


def described(form: Form) -> FormTitle:
    """Return what a list says of a form."""
    points = sum((Decimal(item.points) for item in form.items if item.points != "i"), Decimal(0))
    stages = frozenset(stage for item in form.items for stage in item.applies)
    asked = sum(not ask.is_repeat for page in pages(form) for ask in _every(form, page.asks))
    return FormTitle(form.form_id, form.title or form.form_id, len(form.items), points, stages, asked)


def _every(form: Form, asks: Iterable[Ask]) -> Iterator[Ask]:
    for ask in asks:
        yield ask
        if ask.is_repeat:
            yield from _every(form, inside(form, ask.part))


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
    form = with_code(form)
    form_versions.publish(bureau, form)
    return form, [" ".join(problem.lines(language)) for problem in (*warnings, *unprintable(form))]


def with_code(form: Form) -> Form:
    """Return a form whose id the journal takes; one that has such an id stays as it is."""
    code = re.sub(r"[^a-z0-9_]+", "_", form.form_id.lower()).strip("_")
    code = (f"f_{code}" if code[:1].isdigit() else code)[:40]
    return form if code == form.form_id else structs.replace(form, form_id=code, root=form.root or form.form_id)


def to_excel(form: Path, target: Path) -> None:
    """Write a form, a file or the code of one that comes with this version, as an XLSForm workbook."""
    code = form.name
    publish(target, written(shipped_form(code) if code in shipped() and not form.exists() else load(form)))
