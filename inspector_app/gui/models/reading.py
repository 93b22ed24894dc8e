"""What the Visit page shows of a sitting, read into plain rows: sections, cards, fields, repeat tables.

The only module of the page that knows how form/ names its parts; widgets take these rows and know no form.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from inspector_app.actions.answering import Sitting
from inspector_app.actions.findings import shown_state
from inspector_app.actions.wording import is_hidden, is_own_score, titled
from inspector_app.form.definition import Form, Item, Question, Section, Stop
from inspector_app.gui.language import current
from inspector_app.gui.models import asked_rows, faults, loose
from inspector_app.gui.models.asked import field, table, words
from inspector_app.gui.models.views import (
    AskedView,
    CardView,
    Choice,
    FieldView,
    ItemLine,
    RouteStep,
    RowsView,
    RowView,
    SectionView,
)
from inspector_app.text import full_width

__all__ = [
    "AskedView",
    "CardView",
    "Choice",
    "FieldView",
    "ItemLine",
    "RouteStep",
    "RowView",
    "RowsView",
    "SectionView",
    "card",
    "is_before_card",
    "line",
    "lines",
    "lines_of",
    "reason_words",
    "route",
    "section_of",
    "sections",
    "spoken",
    "touched",
    "words",
]

_NAME = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_GROUP = re.compile(r"\s*`?\b(g_[a-z]+)\b`?")
_FOR_AUTHORS = re.compile(r"[a-z_]\s*[=∈]|种子S")
_OWN = re.compile(r"\bown\b")


def sections(sitting: Sitting) -> tuple[SectionView, ...]:
    """Return the form's sections in reading order, then the tables that belong to no item."""
    own = tuple(
        SectionView(
            section.code,
            section.letter,
            words(section.title),
            section.points,
            spoken(named(words(section.note), sitting.form)),
            tuple(item.code for item in section.items),
        )
        for section in sitting.form.sections
    )
    return (*asked_rows.sections(sitting), *own, *loose.sections(sitting.form))


def section_of(sitting: Sitting, code: str) -> str:
    """Return the section in which an item stands; a table that belongs to no item is a section of its own."""
    if asked_rows.is_asked_code(code):
        return asked_rows.section_of(sitting, code)
    return code if code in loose.names(sitting.form) else sitting.form.section_of(code).code


def lines(sitting: Sitting) -> tuple[ItemLine, ...]:
    """Return every item (and table that belongs to none) with its state, in reading order."""
    own = (line(sitting, section, item) for section in sitting.form.sections for item in section.items)
    tables = (loose.line(sitting, name) for name in loose.names(sitting.form))
    return (*asked_rows.lines(sitting), *own, *tables)


def line(sitting: Sitting, section: Section, item: Item) -> ItemLine:
    """Return one item with its state."""
    view = sitting.filling.item(item.code)
    asked = not _skipped(sitting, item, view.state)
    return ItemLine(item.code, section.code, title(sitting, item), shown_state(item, view), asked)


def lines_of(sitting: Sitting, codes: Collection[str]) -> dict[str, ItemLine]:
    """Return these items with their states."""
    form, tables = sitting.form, loose.names(sitting.form)
    asked = {code for code in codes if asked_rows.is_asked_code(code)}
    return {code: asked_rows.line(sitting, code) for code in asked} | {
        code: loose.line(sitting, code) if code in tables else line(sitting, form.section_of(code), form.item(code))
        for code in codes
        if code not in asked
    }


def _skipped(sitting: Sitting, item: Item, state: str) -> bool:
    return state == "na" and sitting.filling.value(f"{item.name}_verdict") != "na"


def title(sitting: Sitting, item: Item) -> str:
    """Return an item's wording with the county's values, its marks as the paper prints them."""
    return full_width(titled(sitting.form, sitting.filling, item, current()))


def card(sitting: Sitting, code: str) -> CardView | AskedView:
    """Return everything the card of one item (or table, or question that belongs to none) shows."""
    if asked_rows.is_asked_code(code):
        return asked_rows.row(sitting, code)
    if code in loose.names(sitting.form):
        return loose.card(sitting, code)
    filling, item = sitting.filling, sitting.form.item(code)
    view = filling.item(code)
    return CardView(
        code=code,
        title=title(sitting, item),
        methods=item.method,
        key=item.key,
        points=Decimal(item.points) if item.points not in ("", "i") else None,
        earned=filling.points(code),
        evidence=item.evidence,
        guidance=words(item.guidance),
        basis=tuple(words(one) for one in item.basis),
        confidence=item.confidence,
        state=shown_state(item, view),
        reason=reason_words(view.reason),
        grade=view.grade,
        own=bool(_OWN.search(item.judge)),
        asks=any(not (is_own_score(item, one) or is_hidden(one)) for one in _questions(sitting.form, item)),
        verdict=filling.value(f"{item.name}_verdict"),
        na_reason=filling.held(f"{item.name}_na_reason"),
        note=filling.held(f"{item.name}_note"),
        fields=(*(() if item.repeat else _fields(sitting, item)), *_sums(sitting, item)),
        rows=_rows(sitting, item) if item.repeat else None,
        unknown=tuple(_asked(sitting, sitting.form.by_name[name]) for name in view.unknown),
        skipped=_skipped(sitting, item, view.state),
        skipped_by=_skipped_by(sitting, item) if _skipped(sitting, item, view.state) else (),
        locked=not sitting.unlocked and not is_before_card(item),
        fault=faults.at_item(sitting, item),
    )


def route(sitting: Sitting) -> tuple[RouteStep, ...]:
    """Return the steps of the walk."""
    return tuple(_step(sitting.form, stop) for stop in sitting.form.route)


def is_before_card(item: Item) -> bool:
    """True for an item that is checked between the gate and showing the card (R-25)."""
    return str(item.tags.get("before_card", "")).lower() == "true"


def spoken(note: str) -> str:
    """Return a section's note without the sentences that speak to the form's author (conditions, seed references)."""
    sentences = re.findall(r"[^。]+。?", note)
    return "".join(one for one in sentences if not _FOR_AUTHORS.search(one))


def named(note: str, form: Form) -> str:
    """Return a note with its repeat groups called by their labels; their names are for the form's author."""
    labels = {repeat.name: words(repeat.label) for repeat in form.repeats}
    return _GROUP.sub(lambda group: f"“{labels[group[1]]}”" if group[1] in labels else group[0], note)


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
    return RouteStep(
        stop.minutes, _GROUP.sub("", words(stop.what)), " ".join(marks), first, minutes[-1] if minutes else 0
    )


def _fields(sitting: Sitting, item: Item) -> tuple[FieldView, ...]:
    asked = _questions(sitting.form, item)
    views = (field(sitting, one, one.path) for one in asked if not (is_own_score(item, one) or is_hidden(one)))
    return tuple(view for view in views if view.relevant)


def _questions(form: Form, item: Item) -> list[Question]:
    return [form.by_name[f"{item.name}_{one.name}"] for one in item.fields]


def _skipped_by(sitting: Sitting, item: Item) -> tuple[FieldView, ...]:
    """Return the school's attributes that decided that the item is skipped."""
    rules = f"{sitting.form.section_of(item.code).relevant} {item.relevant}"
    questions = (
        sitting.form.by_name[name] for name in dict.fromkeys(_NAME.findall(rules)) if name in sitting.form.by_name
    )
    return tuple(_asked(sitting, one) for one in questions if one.field.source.startswith("school."))


def _asked(sitting: Sitting, question: Question) -> FieldView:
    """Return a fact to be asked first; one about the school says that its answer goes into the school's record."""
    view = field(sitting, question, question.name)
    kept = QCoreApplication.translate("reading", "答完写回学校档案")
    return replace(view, hint=view.hint or (kept if question.field.source.startswith("school.") else ""))


def _sums(sitting: Sitting, item: Item) -> tuple[FieldView, ...]:
    """Return the form's calculations that this item is judged or scored by: its arithmetic, read only."""
    rules = " ".join((item.judge, item.score, *(rule.when for rule in item.grade_when)))
    names = dict.fromkeys(_NAME.findall(rules))
    questions = (sitting.form.by_name[name] for name in names if name in sitting.form.by_name)
    views = (field(sitting, one, one.path) for one in questions if one.role == "calculation")
    return tuple(replace(view, required=True) for view in views if view.relevant)


def _rows(sitting: Sitting, item: Item) -> RowsView:
    form = sitting.form
    return table(sitting, form.repeat(item.repeat), _questions(form, item))


def touched(sitting: Sitting, items: Collection[str], paths: Collection[str]) -> frozenset[str]:
    """Return the items whose cards show something of a commit.

    Besides the items that changed: those that share a row's own columns, and all of them after an attribute of the
    school, since any card may have asked for it.
    """
    codes, tables = set(items) | asked_rows.touched(sitting, paths), loose.names(sitting.form)
    for path in paths:
        name = path.rpartition("/")[2]
        question = sitting.form.by_name.get(name)
        if name in tables:
            codes.add(name)
        if question is not None and question.role == "context":
            every = (line.code for line in asked_rows.lines(sitting))
            return frozenset((*(item.code for item in sitting.form.items), *tables, *every))
        if question is not None and question.repeat and not question.item:
            sharing = {item.code for item in sitting.form.items if item.repeat == question.repeat}
            codes |= sharing or {question.repeat} & set(tables)
    return frozenset(codes)
