"""A form as the sheets of an XLSForm workbook, the inspection columns beside the standard ones."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from inspector_app.errors import Problem
from inspector_app.form.definition import Choice, Field, Form, Item, Repeat, Section, Wording
from inspector_app.form.offers import OWN_VERDICTS
from inspector_app.form.xlsform.columns import (
    GRADE_WHEN,
    ITEM,
    LANGUAGES,
    NOTHING,
    PART,
    QUESTION,
    RECTIFY,
    RECTIFY_WHEN,
    REPEAT,
    REPEAT_NAME,
    ROUTE,
    SECTION,
    SETTINGS,
    WHY,
    Column,
    grade_rule_line,
    headed,
    lines_of,
    rectify_rule_line,
    rectify_text,
    tags_text,
    texts_of,
)

Cells = dict[tuple[str, str], str]
_FIRST = ("type", "name", PART, "code", "label", "hint")
_VERDICTS, _NA_ONLY = "verdict", "verdict_na"


def book_of(form: Form) -> dict[str, list[list[str]]]:
    """Return a form's sheets; Problem form.cannot_export names what a workbook has no place for."""
    _refuse(form)
    external = _external(form)
    book = {"survey": _table(_survey(form), _FIRST)}
    choices = [row for name, held in form.choices.items() if name not in external for row in _choices(name, held)]
    book["choices"] = _table([*choices, *_verdicts(form)], ("list_name", "name", "label"))
    book["settings"] = _table([_settings(form)], ("form_title", "form_id", "version"))
    if external:
        rows = [row for name in external for row in _choices(name, form.choices[name])]
        book["external_choices"] = _table(rows, ("list_name", "name", "label"))
    if form.route:
        book["route"] = _table([_cells(stop, ROUTE) for stop in form.route], ("order", "minutes", "what"))
    return {name: rows for name, rows in book.items() if len(rows) > 1}


def _table(rows: Iterable[Cells], first: Sequence[str]) -> list[list[str]]:
    """Return rows under one header line, the usual columns first."""
    held = list(rows)
    met = dict.fromkeys(key for row in held for key in row)
    columns = sorted(met, key=lambda key: first.index(key[0]) if key[0] in first else len(first))
    return [[headed(*key) for key in columns], *([row.get(key, "") for key in columns] for row in held)]


def _survey(form: Form) -> Iterable[Cells]:
    for field in form.context:
        yield from _question(field, part="context")
    for field in form.calculations:
        yield from _question(field, part="calculation")
    for repeat in form.repeats:
        yield from _repeat(repeat, form)
    for section in form.sections:
        yield from _section(section)
    for field in form.survey:
        yield from _question(field, part="question")
    for name, instance in form.instances.items():
        kind = instance.source.rpartition(".")[2]
        if kind in ("csv", "xml") and not _named(form.survey, name):
            yield {("type", ""): f"{kind}-external", ("name", ""): name, (PART, ""): "question"}


def _question(field: Field, stem: str = "", part: str = "") -> Iterable[Cells]:
    sort = f"begin_{field.type}" if field.is_part else field.type
    row = {("type", ""): sort, ("name", ""): f"{stem}{field.name}", **_marked(part), **_cells(field, QUESTION)}
    for name, wording in field.media.items():
        row |= {(f"media::{name}", language): text for language, text in texts_of(wording).items()}
    yield row | {(head, ""): text for head, text in field.columns.items()}
    if field.is_part:
        for inner in field.fields:
            yield from _question(inner, stem)
        yield {("type", ""): f"end_{field.type}"}


def _repeat(repeat: Repeat, form: Form) -> Iterable[Cells]:
    yield {("type", ""): "begin_repeat", ("name", ""): repeat.name, **_marked("repeat"), **_cells(repeat, REPEAT)}
    for field in repeat.fields:
        yield from _question(field, f"{repeat.name}_")
    for item in form.items:
        if item.repeat == repeat.name and item.fields:
            group = {("type", ""): "begin_group", ("name", ""): f"{item.name}_rows", **_marked("rows")}
            relevant = {("relevant", ""): item.relevant} if item.relevant else {}
            label = {("label", language): text for language, text in texts_of(item.title).items()}
            yield group | {("code", ""): item.code} | label | relevant
            for field in item.fields:
                yield from _question(field, f"{item.name}_")
            yield {("type", ""): "end_group"}
    yield {("type", ""): "end_repeat"}


def _section(section: Section) -> Iterable[Cells]:
    yield {("type", ""): "begin_group", ("name", ""): section.name, **_marked("section"), **_cells(section, SECTION)}
    for item in section.items:
        yield {("type", ""): "begin_group", ("name", ""): item.name, **_marked("item"), **_item(item)}
        if not item.repeat:
            for field in item.fields:
                yield from _question(field, f"{item.name}_")
        yield from _implicit(item)
        yield {("type", ""): "end_group"}
    yield {("type", ""): "end_group"}


def _item(item: Item) -> Cells:
    cells = _cells(item, ITEM)
    one = {
        REPEAT_NAME: item.repeat,
        RECTIFY: rectify_text(item.rectify) if "rectify" in _said(item) else "",
        GRADE_WHEN: "\n".join(map(grade_rule_line, item.grade_when)),
        RECTIFY_WHEN: "\n".join(map(rectify_rule_line, item.rectify_when)),
    }
    cells |= {(name, ""): text for name, text in one.items() if text}
    for name, rules in ((GRADE_WHEN, item.grade_when), (RECTIFY_WHEN, item.rectify_when)):
        cells |= {(f"{name}{WHY}", language): text for language, text in lines_of(rule.why for rule in rules).items()}
    return cells


def _implicit(item: Item) -> Iterable[Cells]:
    """Yield the questions every item has of itself: a phone needs them written, reading makes them anew."""
    listed = _VERDICTS if _judged_by_hand(item) else _NA_ONLY
    for name, type_, zh, en in (
        ("verdict", f"select_one {listed}", "结论", "Verdict"),
        ("na_reason", "text", "不适用的原因", "Why it does not apply"),
        ("note", "text", "备注", "Note"),
    ):
        row = {("type", ""): type_, ("name", ""): f"{item.name}_{name}", **_marked("auto")}
        row |= {("label", "zh"): zh, ("label", "en"): en}
        if name == "na_reason":
            row |= {("relevant", ""): f"${{{item.name}_verdict}} = 'na'"}
        yield row


def _verdicts(form: Form) -> Iterable[Cells]:
    listed = {_VERDICTS if _judged_by_hand(item) else _NA_ONLY for item in form.items}
    for name in sorted(listed - set(form.choices)):
        for row in _choices(name, OWN_VERDICTS[2:] if name == _NA_ONLY else OWN_VERDICTS):
            yield row | _marked("auto")


def _judged_by_hand(item: Item) -> bool:
    return "own" in item.judged_by.replace("(", " ").replace(")", " ").split()


def _choices(name: str, choices: Iterable[Choice]) -> Iterable[Cells]:
    for choice in choices:
        row: Cells = {("list_name", ""): name, ("name", ""): choice.name}
        row |= {("label", language): text for language, text in texts_of(choice.label).items()}
        for medium, wording in choice.media.items():
            row |= {(f"media::{medium}", language): text for language, text in texts_of(wording).items()}
        yield row | {(head, ""): text for head, text in choice.columns.items()}


def _settings(form: Form) -> Cells:
    cells: Cells = {("form_title", ""): _any(form.title), ("form_id", ""): form.form_id}
    cells |= {("name", ""): form.root or form.form_id}
    table: tuple[Column, ...] = SETTINGS
    if isinstance(form.title, str):
        table = tuple(column for column in table if column.attribute != "title")
    if isinstance(form.applies, tuple):
        table = tuple(column for column in table if column.attribute != "applies")
        cells |= {("stages", ""): " ".join(form.applies)}
    cells |= _cells(form, table)
    for head, text in form.settings.items():
        cells[(head, "")] = LANGUAGES.get(text, text) if head == "default_language" else text or NOTHING
    return cells


def _any(wording: Wording) -> str:
    return wording if isinstance(wording, str) else next(iter(wording.values()), "")


def _cells(part: Any, table: Iterable[Column]) -> Cells:
    """Return the cells of what a part says of itself; what it does not say stays empty."""
    cells: Cells = {}
    said = _said(part)
    for column in table:
        if column.attribute not in said:
            continue
        value = getattr(part, column.attribute)
        texts: Mapping[str, str]
        match column.kind:
            case "text":
                texts = {"": value}
            case "wording":
                texts = texts_of(value)
            case "words":
                texts = {"": " ".join(value)}
            case "flag":
                texts = {"": "yes" if value else "no"}
            case "tags":
                texts = {"": tags_text(value)}
            case "lines":
                texts = lines_of(value)
        cells |= {(column.header, language): text for language, text in texts.items() if text}
    return cells


def _said(part: Any) -> set[str]:
    """Return the attributes that a file would hold: the version tells a default that is written from one that is not."""
    held = msgspec.to_builtins(part)
    return {field.name for field in msgspec.structs.fields(type(part)) if field.encode_name in held}


def _marked(part: str) -> Cells:
    return {(PART, ""): part} if part else {}


def _external(form: Form) -> list[str]:
    """Return the lists that only select_one_external asks from: they stand on a sheet of their own."""
    used: dict[str, set[str]] = {}
    waiting = [*form.survey]
    while waiting:
        field = waiting.pop()
        waiting += field.fields
        kind, _, name = field.type.partition(" ")
        used.setdefault(name, set()).add(kind)
    return [name for name in form.choices if used.get(name) == {"select_one_external"}]


def _named(fields: Iterable[Field], instance: str) -> bool:
    """Tell whether an instance follows from a question: choices from a file, pulldata."""
    for field in fields:
        kind, _, name = field.type.partition(" ")
        if kind.endswith("_from_file") and (name.rpartition(".")[0] or name) == instance:
            return True
        texts = (field.relevant, field.constraint, field.calculation, field.default, field.choice_filter)
        if any("pulldata(" in text and instance in text for text in texts) or _named(field.fields, instance):
            return True
    return False


def _refuse(form: Form) -> None:
    """Raise Problem form.cannot_export for what only an XForm can say."""
    features = []
    features += ["setvalue"] if form.actions else []
    features += ["itext"] if form.texts else []
    waiting = [*form.survey]
    while waiting:
        field = waiting.pop()
        waiting += field.fields
        features += ["itemset"] if field.itemset is not None else []
        features += ["rows of a fresh form"] if field.start is not None else []
    features += [f"instance {name}" for name, one in form.instances.items() if one.xml or (one.rows and not one.source)]
    if features:
        raise Problem("form.cannot_export", form.form_id, feature=", ".join(dict.fromkeys(features)))
