"""What the Visit page shows of a sitting, read into plain rows: sections, cards, fields, repeat tables.

The only module of the page that knows how form/ names its parts; widgets take these rows and know no form.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication

from inspector_app.actions.answering import Sitting
from inspector_app.form.definition import Form, Item, Question, Repeat, Stop, Wording, wording
from inspector_app.gui.language import current

_OWN = re.compile(r"\bown\b")
_KINDS = {"integer": "integer", "decimal": "decimal", "select_one": "one", "select_multiple": "many", "date": "date", "time": "time"}


@dataclass(frozen=True)
class Choice:
    """One option of a select question."""

    name: str
    label: str


@dataclass(frozen=True)
class FieldView:
    """One question as a card shows it; `kind`: integer decimal one many date time text shown."""

    path: str
    name: str
    kind: str
    label: str
    unit: str = ""
    hint: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    readonly: bool = False
    relevant: bool = True
    problem: str = ""


@dataclass(frozen=True)
class RowView:
    """One row of a repeat group: its identity and its cells in the order of the columns."""

    row: str
    cells: tuple[FieldView, ...]


@dataclass(frozen=True)
class RowsView:
    """A repeat group as one item sees it: the group's own columns, then the item's."""

    repeat: str
    label: str
    minimum: int
    columns: tuple[FieldView, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class CardView:
    """One checklist item with everything its card shows."""

    code: str
    title: str
    gloss: str
    methods: tuple[str, ...]
    key: bool
    points: Decimal | None
    earned: Decimal | None
    evidence: str
    guidance: str
    basis: tuple[str, ...]
    confidence: str
    state: str
    reason: str
    grade: str
    own: bool
    verdict: str
    na_reason: str
    note: str
    fields: tuple[FieldView, ...]
    rows: RowsView | None
    unknown: tuple[FieldView, ...]
    locked: bool


@dataclass(frozen=True)
class SectionView:
    """One section: letter, title, points, note, and its items' codes in reading order."""

    code: str
    letter: str
    title: str
    points: str
    note: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class ItemLine:
    """One item as lists show it: enough to search, filter and count."""

    code: str
    section: str
    title: str
    state: str
    key: bool


@dataclass(frozen=True)
class RouteStep:
    """One step of the walk: minutes, what to do, the letters of its sections, the first section to open."""

    minutes: str
    what: str
    letters: str
    section: str
    until: int


def sections(sitting: Sitting) -> tuple[SectionView, ...]:
    """Return the form's sections in reading order."""
    return tuple(
        SectionView(
            section.code,
            section.letter,
            words(section.title),
            section.points,
            words(section.note),
            tuple(item.code for item in section.items),
        )
        for section in sitting.form.sections
    )


def lines(sitting: Sitting) -> tuple[ItemLine, ...]:
    """Return every item with its state, in reading order."""
    return tuple(
        ItemLine(item.code, section.code, words(item.title), sitting.filling.state(item.code), item.key)
        for section in sitting.form.sections
        for item in section.items
    )


def card(sitting: Sitting, code: str) -> CardView:
    """Return everything the card of one item shows."""
    filling, item = sitting.filling, sitting.form.item(code)
    view = filling.item(code)
    return CardView(
        code=code,
        title=words(item.title),
        gloss=wording(item.title, "en") if current() == "zh" else "",
        methods=item.method,
        key=item.key,
        points=Decimal(item.points) if item.points not in ("", "i") else None,
        earned=filling.points(code),
        evidence=item.evidence,
        guidance=words(item.guidance),
        basis=tuple(words(one) for one in item.basis),
        confidence=item.confidence,
        state=view.state,
        reason=reason_words(view.reason),
        grade=view.grade,
        own=bool(_OWN.search(item.judge)),
        verdict=_text(filling.value(f"{item.name}_verdict")),
        na_reason=_text(filling.value(f"{item.name}_na_reason")),
        note=_text(filling.value(f"{item.name}_note")),
        fields=() if item.repeat else _fields(sitting, item),
        rows=_rows(sitting, item) if item.repeat else None,
        unknown=tuple(_field(sitting, sitting.form.by_name[name], name) for name in view.unknown),
        locked=not sitting.unlocked and not is_before_card(item),
    )


def route(sitting: Sitting) -> tuple[RouteStep, ...]:
    """Return the steps of the walk."""
    return tuple(_step(sitting.form, stop) for stop in sitting.form.route)


def is_before_card(item: Item) -> bool:
    """True for an item that is checked between the gate and showing the card (R-25)."""
    return str(item.tags.get("before_card", "")).lower() == "true"


def words(text: Wording) -> str:
    """Return a text of the form in the window's language."""
    return wording(text, current())


def reason_words(reason: str) -> str:
    """Return why the form itself took an item out of the count, in words; "" for what needs none."""
    translate = QCoreApplication.translate
    known = {
        "skipped": translate("reading", "本校不涉及,自动跳过"),
        "not_applicable": translate("reading", "不适用于本校学段"),
        "stages": translate("reading", "不适用于本校学段"),
        "insufficient_sample": translate("reading", "样本不足,不计分"),
    }
    return known.get(reason, reason)


def _step(form: Form, stop: Stop) -> RouteStep:
    codes = {section.code: section.letter for section in form.sections}
    marks, first = [], ""
    for code in stop.sections:
        section = code if code in codes else code.rpartition("-")[0]
        first = first or section
        marks.append(codes.get(section, "") + (code.rpartition("-")[2] if code != section else ""))
    minutes = [int(number) for number in re.findall(r"\d+", stop.minutes)]
    return RouteStep(stop.minutes, words(stop.what), " ".join(marks), first, minutes[-1] if minutes else 0)


def _fields(sitting: Sitting, item: Item) -> tuple[FieldView, ...]:
    questions = (sitting.form.by_name[f"{item.name}_{field.name}"] for field in item.fields)
    views = (_field(sitting, question, question.path) for question in questions)
    return tuple(view for view in views if view.relevant)


def _rows(sitting: Sitting, item: Item) -> RowsView:
    form, filling = sitting.form, sitting.filling
    repeat = form.repeat(item.repeat)
    shared = [form.by_name[f"{repeat.name}_{field.name}"] for field in repeat.fields]
    own = [form.by_name[f"{item.name}_{field.name}"] for field in item.fields]
    questions = (*shared, *own)
    rows = []
    for row in filling.rows(repeat.name):
        base = f"/{form.form_id}/{repeat.name}[{row}]"
        rows.append(RowView(row, tuple(_field(sitting, one, f"{base}/{one.name}") for one in questions)))
    return RowsView(
        repeat.name, words(repeat.label), _minimum(sitting, repeat), tuple(_column(form, one) for one in questions), tuple(rows)
    )


def _minimum(sitting: Sitting, repeat: Repeat) -> int:
    minimum = getattr(sitting.filling, "minimum_rows", None)
    if minimum is not None:
        return int(minimum(repeat.name))
    return repeat.minimum if isinstance(repeat.minimum, int) else 0


def _column(form: Form, question: Question) -> FieldView:
    choices = tuple(Choice(one.name, words(one.label)) for one in form.choices.get(question.list_name, ()))
    return FieldView(question.path, question.name, _kind(question), words(question.label), words(question.field.unit), choices=choices)


def _field(sitting: Sitting, question: Question, path: str) -> FieldView:
    filling = sitting.filling
    computed = bool(question.field.calculation)
    choices = () if not question.list_name else tuple(Choice(one.name, words(one.label)) for one in filling.choices(path))
    value = _text(filling.value(path))
    refused = bool(value) and not filling.valid(path)
    return FieldView(
        path=path,
        name=question.name,
        kind="shown" if computed else _kind(question),
        label=words(question.label),
        unit=words(question.field.unit),
        hint=words(question.field.hint),
        value=value,
        choices=choices,
        required=filling.required(path),
        readonly=computed or filling.readonly(path),
        relevant=filling.relevant(path),
        problem=words(question.field.constraint_message) if refused else "",
    )


def _kind(question: Question) -> str:
    return _KINDS.get(question.type, "text")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
