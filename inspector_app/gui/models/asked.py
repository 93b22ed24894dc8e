"""Questions as fields, repeat groups as tables: the plain rows that editors and tables take."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from inspector_app.actions.answering import Sitting
from inspector_app.actions.wording import is_hidden, short
from inspector_app.form import Form, Question
from inspector_app.form.definition import Repeat, Wording, wording
from inspector_app.form.offers import parameters
from inspector_app.form.scale import scale_of
from inspector_app.form.types import MEDIA
from inspector_app.gui.language import current
from inspector_app.gui.models import faults
from inspector_app.gui.models.views import Choice, FieldView, RowsView, RowView
from inspector_app.text import full_width

_FLAG = re.compile(r"if\(.*, 1, 0\)", re.DOTALL)
_ONE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_KINDS = {
    "integer": "integer",
    "decimal": "decimal",
    "select_one": "one",
    "select_multiple": "many",
    "select_one_from_file": "one",
    "select_one_external": "one",
    "select_multiple_from_file": "many",
    "rank": "rank",
    "range": "range",
    "date": "date",
    "time": "time",
    "dateTime": "moment",
    "note": "note",
    "acknowledge": "tick",
    "geopoint": "place",
    "geotrace": "places",
    "geoshape": "places",
} | dict.fromkeys(MEDIA, "file")


def words(text: Wording) -> str:
    """Return a text of the form in the window's language, its marks as the paper prints them."""
    return full_width(wording(text, current()))


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


def field(sitting: Sitting, question: Question, path: str, *, spoken: bool = False) -> FieldView:
    """Return one question as it stands; `spoken`: its words quote other answers as they stand, too."""
    filling = sitting.filling
    computed = question.field.is_computed or question.type == "calculate"
    choices = tuple(Choice(one.name, words(one.label)) for one in filling.choices(path)) if question.list_name else ()
    value = filling.value(path)
    return FieldView(
        path=path,
        name=question.name,
        kind="shown" if computed else _kind(question),
        label=full_width(filling.label(path)) if spoken else words(question.label),
        unit=words(question.field.unit),
        hint=full_width(filling.hint(path)) if spoken else words(question.field.hint),
        value=short(value) if computed else value,
        choices=_flag() if _FLAG.fullmatch(question.field.calculation) else choices,
        required=filling.required(path),
        optional=question.field.required in ("", "false"),
        readonly=computed or filling.readonly(path),
        relevant=filling.relevant(path),
        problem=_problem(filling.violation(path), question),
        guidance=words(question.field.guidance),
        look=question.type if question.type in MEDIA else question.field.appearance,
        scale=_scale(question),
        wanted=words(question.field.required_message),
        fault=faults.at_question(sitting, question, path),
    )


def _scale(question: Question) -> tuple[str, str, str]:
    scale = scale_of(parameters(question.field)) if question.type == "range" else None
    return ("", "", "") if scale is None else (str(scale.first), str(scale.last), str(scale.step))


def _flag() -> tuple[Choice, ...]:
    """Return the words of a computed mark that is 1 or 0."""
    translate = QCoreApplication.translate
    return Choice("1", translate("reading", "是")), Choice("0", translate("reading", "否"))


def _problem(violation: str, question: Question) -> str:
    if violation == "constraint":
        return words(question.field.constraint_message) or QCoreApplication.translate("reading", "这个值超出允许的范围")
    return QCoreApplication.translate("reading", "这个值不是所要的类型") if violation == "type" else ""


def _kind(question: Question) -> str:
    kind = _KINDS.get(question.type, "text")
    if kind == "text" and question.type == "text":
        look = question.field.appearance.split()
        return "paragraph" if "multiline" in look else "digits" if "numbers" in look else "text"
    return "integer" if kind == "range" and scale_of(parameters(question.field)) is None else kind
