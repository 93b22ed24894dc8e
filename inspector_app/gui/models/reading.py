"""What the Visit page shows of a sitting, read into plain rows: sections, cards, fields, repeat tables.

The only module of the page that knows how form/ names its parts; widgets take these rows and know no form.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from inspector_app.actions.answering import Sitting
from inspector_app.form.definition import Form, Item, Question, Section, Stop, Wording, wording
from inspector_app.gui.language import current

_NAME = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_FOR_AUTHORS = re.compile(r"[a-z_]\s*[=∈]|种子S")
_OWN = re.compile(r"\bown\b")
_KINDS = {
    "integer": "integer",
    "decimal": "decimal",
    "select_one": "one",
    "select_multiple": "many",
    "date": "date",
    "time": "time",
}


@dataclass(frozen=True)
class Choice:
    """One option of a select question."""

    name: str
    label: str


@dataclass(frozen=True)
class FieldView:
    """One question as a card shows it; `kind`: integer decimal one many date time text shown.

    `optional`: it is never required.
    """

    path: str
    name: str
    kind: str
    label: str
    unit: str = ""
    hint: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    optional: bool = False
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
    """A repeat group as one item sees it: the group's columns, then the item's; `minimum` 0 for an expression."""

    repeat: str
    label: str
    minimum: int
    sampling: str
    columns: tuple[FieldView, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class CardView:
    """One checklist item with everything its card shows."""

    code: str
    title: str
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
    asks: bool
    verdict: str
    na_reason: str
    note: str
    fields: tuple[FieldView, ...]
    rows: RowsView | None
    unknown: tuple[FieldView, ...]
    skipped: bool
    skipped_by: tuple[FieldView, ...]
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
    """One item as lists show it: enough to search, filter and count; `asked`: the form does not skip it."""

    code: str
    section: str
    title: str
    state: str
    asked: bool = True


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
            spoken(words(section.note)),
            tuple(item.code for item in section.items),
        )
        for section in sitting.form.sections
    )


def lines(sitting: Sitting) -> tuple[ItemLine, ...]:
    """Return every item with its state, in reading order."""
    return tuple(line(sitting, section, item) for section in sitting.form.sections for item in section.items)


def line(sitting: Sitting, section: Section, item: Item) -> ItemLine:
    """Return one item with its state."""
    state = sitting.filling.state(item.code)
    return ItemLine(item.code, section.code, words(item.title), state, not _skipped(sitting, item, state))


def lines_of(sitting: Sitting, codes: Iterable[str]) -> dict[str, ItemLine]:
    """Return these items with their states."""
    form = sitting.form
    return {code: line(sitting, form.section_of(code), form.item(code)) for code in codes}


def _skipped(sitting: Sitting, item: Item, state: str) -> bool:
    return state == "na" and sitting.filling.value(f"{item.name}_verdict") != "na"


def card(sitting: Sitting, code: str) -> CardView:
    """Return everything the card of one item shows."""
    filling, item = sitting.filling, sitting.form.item(code)
    view = filling.item(code)
    return CardView(
        code=code,
        title=words(item.title),
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
        asks=bool(item.fields),
        verdict=filling.value(f"{item.name}_verdict"),
        na_reason=filling.held(f"{item.name}_na_reason"),
        note=filling.held(f"{item.name}_note"),
        fields=(*(() if item.repeat else _fields(sitting, item)), *_sums(sitting, item)),
        rows=_rows(sitting, item) if item.repeat else None,
        unknown=tuple(_asked(sitting, sitting.form.by_name[name]) for name in view.unknown),
        skipped=_skipped(sitting, item, view.state),
        skipped_by=_skipped_by(sitting, item) if _skipped(sitting, item, view.state) else (),
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


def spoken(note: str) -> str:
    """Return a section's note without the sentences that speak to the form's author (conditions, seed references)."""
    sentences = re.findall(r"[^。]+。?", note)
    return "".join(one for one in sentences if not _FOR_AUTHORS.search(one))


def reason_words(reason: str) -> str:
    """Return why the form itself took an item out of the count, in words; "" for what needs none."""
    translate = QCoreApplication.translate
    known = {
        "skipped": translate("reading", "本校不涉及，自动跳过"),
        "stage": translate("reading", "不适用于本校学段"),
        "na_when": translate("reading", "按表规则不适用，退出计分"),
        "inspector": "",
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


def _skipped_by(sitting: Sitting, item: Item) -> tuple[FieldView, ...]:
    """Return the school's attributes that decided that the item is skipped."""
    rules = f"{sitting.form.section_of(item.code).relevant} {item.relevant}"
    questions = (
        sitting.form.by_name[name] for name in dict.fromkeys(_NAME.findall(rules)) if name in sitting.form.by_name
    )
    return tuple(_asked(sitting, one) for one in questions if one.field.source.startswith("school."))


def _asked(sitting: Sitting, question: Question) -> FieldView:
    """Return a fact to be asked first; one about the school says that its answer goes into the school's record."""
    view = _field(sitting, question, question.name)
    kept = QCoreApplication.translate("reading", "答完写回学校档案")
    return replace(view, hint=view.hint or (kept if question.field.source.startswith("school.") else ""))


def _sums(sitting: Sitting, item: Item) -> tuple[FieldView, ...]:
    """Return the form's calculations that this item is judged or scored by: its arithmetic, read only."""
    rules = " ".join((item.judge, item.score, *(rule.when for rule in item.grade_when)))
    names = dict.fromkeys(_NAME.findall(rules))
    questions = (sitting.form.by_name[name] for name in names if name in sitting.form.by_name)
    views = (_field(sitting, one, one.path) for one in questions if one.role == "calculation")
    return tuple(replace(view, value=_short(view.value), required=True) for view in views if view.relevant)


def _short(value: str) -> str:
    """Return a computed decimal with at most three places, as a person reads it."""
    whole, _, fraction = value.partition(".")
    return f"{Decimal(value):.3f}".rstrip("0") if len(fraction) > 3 and whole.lstrip("-").isdigit() else value


def _rows(sitting: Sitting, item: Item) -> RowsView:
    form, filling = sitting.form, sitting.filling
    repeat = form.repeat(item.repeat)
    shared = [form.by_name[f"{repeat.name}_{field.name}"] for field in repeat.fields]
    own = [form.by_name[f"{item.name}_{field.name}"] for field in item.fields]
    questions = (*shared, *own)
    least = int(repeat.minimum) if repeat.minimum.isdecimal() else 0
    rows = []
    for row in filling.rows(repeat.name):
        base = f"/{form.form_id}/{repeat.name}[{row}]"
        rows.append(RowView(row, tuple(_field(sitting, one, f"{base}/{one.name}") for one in questions)))
    return RowsView(
        repeat.name,
        words(repeat.label),
        least,
        words(repeat.count),
        tuple(_column(form, one) for one in questions),
        tuple(rows),
    )


def _column(form: Form, question: Question) -> FieldView:
    return FieldView(
        question.path,
        question.name,
        "shown" if question.field.calculation else _kind(question),
        words(question.label),
        words(question.field.unit),
        choices=tuple(Choice(one.name, words(one.label)) for one in form.choices.get(question.list_name, ())),
    )


def _field(sitting: Sitting, question: Question, path: str) -> FieldView:
    filling = sitting.filling
    computed = bool(question.field.calculation)
    choices = (
        () if not question.list_name else tuple(Choice(one.name, words(one.label)) for one in filling.choices(path))
    )
    value = filling.value(path)
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
        optional=question.field.required in ("", "false"),
        readonly=computed or filling.readonly(path),
        relevant=filling.relevant(path),
        problem=_problem(filling.violation(path), question),
    )


def _problem(violation: str, question: Question) -> str:
    if violation == "constraint":
        return words(question.field.constraint_message) or QCoreApplication.translate("reading", "这个值超出允许的范围")
    return QCoreApplication.translate("reading", "这个值不是所要的类型") if violation == "type" else ""


def _kind(question: Question) -> str:
    return _KINDS.get(question.type, "text")


def touched(sitting: Sitting, items: Collection[str], paths: Collection[str]) -> frozenset[str]:
    """Return the items whose cards show something of a commit.

    Besides the items that changed: those that share a row's own columns, and all of them after an attribute of the
    school, since any card may have asked for it.
    """
    codes = set(items)
    for path in paths:
        question = sitting.form.by_name.get(path.rpartition("/")[2])
        if question is not None and question.role == "context":
            return frozenset(item.code for item in sitting.form.items)
        if question is not None and question.repeat and not question.item:
            codes |= {item.code for item in sitting.form.items if item.repeat == question.repeat}
    return frozenset(codes)
