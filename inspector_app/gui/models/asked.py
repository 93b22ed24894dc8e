"""Questions as fields, repeat groups as tables: the plain rows that editors and tables take."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from inspector_app.actions.answering import Sitting
from inspector_app.actions.wording import is_hidden, short
from inspector_app.form import Form, Question
from inspector_app.form.definition import Repeat, Wording, wording
from inspector_app.gui.language import current
from inspector_app.gui.models.views import Choice, FieldView, RowsView, RowView

_FLAG = re.compile(r"if\(.*, 1, 0\)", re.DOTALL)
_ONE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_KINDS = {
    "integer": "integer",
    "decimal": "decimal",
    "select_one": "one",
    "select_multiple": "many",
    "date": "date",
    "time": "time",
}


def words(text: Wording) -> str:
    """Return a text of the form in the window's language."""
    return wording(text, current())


def table(sitting: Sitting, repeat: Repeat, own: Sequence[Question] = ()) -> RowsView:
    """Return a repeat group with its own columns and those of the item that shows it."""
    form, filling = sitting.form, sitting.filling
    every = (*(form.by_name[f"{repeat.name}_{one.name}"] for one in repeat.fields), *own)
    questions = [one for one in every if not is_hidden(one)]
    rows = []
    for row in filling.rows(repeat.name):
        base = f"/{form.form_id}/{repeat.name}[{row}]"
        rows.append(RowView(row, tuple(field(sitting, one, f"{base}/{one.name}") for one in questions)))
    return RowsView(
        repeat.name,
        words(repeat.label),
        _least(sitting, repeat),
        words(repeat.count),
        tuple(_column(form, one) for one in questions),
        tuple(rows),
    )


def _least(sitting: Sitting, repeat: Repeat) -> int:
    """Return how many rows are owed where that is a number or one question's value; 0 for any other expression."""
    asked = _ONE.fullmatch(repeat.minimum)
    value = sitting.filling.value(asked[1]) if asked and asked[1] in sitting.form.by_name else repeat.minimum
    return int(value) if value.isdecimal() else 0


def _column(form: Form, question: Question) -> FieldView:
    return FieldView(
        question.path,
        question.name,
        "shown" if question.field.calculation else _kind(question),
        words(question.label),
        words(question.field.unit),
        choices=tuple(Choice(one.name, words(one.label)) for one in form.choices.get(question.list_name, ())),
    )


def field(sitting: Sitting, question: Question, path: str) -> FieldView:
    """Return one question as it stands."""
    filling = sitting.filling
    computed = bool(question.field.calculation)
    choices = tuple(Choice(one.name, words(one.label)) for one in filling.choices(path)) if question.list_name else ()
    value = filling.value(path)
    return FieldView(
        path=path,
        name=question.name,
        kind="shown" if computed else _kind(question),
        label=words(question.label),
        unit=words(question.field.unit),
        hint=words(question.field.hint),
        value=short(value) if computed else value,
        choices=_flag() if _FLAG.fullmatch(question.field.calculation) else choices,
        required=filling.required(path),
        optional=question.field.required in ("", "false"),
        readonly=computed or filling.readonly(path),
        relevant=filling.relevant(path),
        problem=_problem(filling.violation(path), question),
    )


def _flag() -> tuple[Choice, ...]:
    """Return the words of a computed mark that is 1 or 0."""
    translate = QCoreApplication.translate
    return Choice("1", translate("reading", "是")), Choice("0", translate("reading", "否"))


def _problem(violation: str, question: Question) -> str:
    if violation == "constraint":
        return words(question.field.constraint_message) or QCoreApplication.translate("reading", "这个值超出允许的范围")
    return QCoreApplication.translate("reading", "这个值不是所要的类型") if violation == "type" else ""


def _kind(question: Question) -> str:
    return _KINDS.get(question.type, "text")
