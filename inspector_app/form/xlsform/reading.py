"""A workbook's sheets as a form: survey, choices, settings and route, with the row that each part was made of."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from inspector_app.form.attachments import attached
from inspector_app.form.definition import Choice, Field, Form, Instance, Stop
from inspector_app.form.mistake import Mistake, Place
from inspector_app.form.xlsform.checklist import Checklist
from inspector_app.form.xlsform.columns import (
    CHOICE_ALIASES,
    GRADE_WHEN,
    ITEM,
    NOTHING,
    PART,
    QUESTION,
    RECTIFY,
    RECTIFY_WHEN,
    REPEAT,
    REPEAT_NAME,
    ROUTE,
    SECTION,
    SETTING_ALIASES,
    SETTINGS,
    STANDARD,
    SURVEY_ALIASES,
    WHY,
    plain,
)
from inspector_app.form.xlsform.lines import Languages, Line
from inspector_app.form.xlsform.sheets import Book
from inspector_app.form.xlsform.survey import EXTERNAL, Node, Survey, other_added

_OURS = STANDARD | {
    *(column.header for table in (QUESTION, REPEAT, SECTION, ITEM) for column in table),
    *(PART, REPEAT_NAME, RECTIFY, GRADE_WHEN, RECTIFY_WHEN, f"{GRADE_WHEN}{WHY}", f"{RECTIFY_WHEN}{WHY}"),
}
_CHOICE = frozenset({"list_name", "name", "label", PART})
_SETTING = frozenset({"form_title", "form_id", *(column.header for column in SETTINGS), "stages"})
_SHEETS = frozenset({"survey", "choices", "settings", "external_choices", "route"})
_PULLED = re.compile(r"pulldata\(\s*['\"]([^'\"]+)['\"]")
_ROOTED = re.compile(r"(?<![\w.\])}\"'/*])/([^\W\d][\w.\-]*)/[^\W\d]")
_DATA = "data"


class Made(NamedTuple):
    """A form read, or None; the mistakes met while reading; where each part stands.

    `attempt` is what could be made of a sheet with mistakes: to look for further ones, never to be filled.
    """

    form: Form | None
    found: list[Mistake]
    survey: Survey
    attempt: Form | None = None

    def where(self, place: Place) -> str:
        """Return the sheet, row and column of a mistake's place."""
        part: Any = self.form or self.attempt
        if part is None or not place or (isinstance(place[0], str) and ":" in place[0]):
            return " ".join(map(str, place))
        line, rest = None, place
        for number, step in enumerate(place):
            part = part[step] if isinstance(step, int) or isinstance(part, dict) else getattr(part, step, None)
            if part is None:
                break
            if id(part) in self.survey.rows:
                line, rest = self.survey.rows[id(part)], place[number + 1 :]
        way = "/".join(str(step + 1) if isinstance(step, int) else step for step in rest)
        return way if line is None else f"{line.sheet}:{line.number} {way}"


def made_of(book: Book, path: Path) -> Made:
    """Return the form in a book that was read from `path`."""
    ours = any(plain(head) == PART for row in book.get("survey", ()) for head in row.cells)
    sheets = {
        "survey": (_OURS if ours else STANDARD, SURVEY_ALIASES),
        "choices": (_CHOICE, CHOICE_ALIASES),
        "external_choices": (_CHOICE, CHOICE_ALIASES),
        "settings": (_SETTING, SETTING_ALIASES),
        "route": (frozenset(column.header for column in ROUTE), {}),
    }
    languages = Languages(book, sheets)
    lines = {name: languages.lines(name, book.get(name, ())) for name in sheets}
    survey = Survey(ours=ours)
    nodes = survey.nodes(lines["survey"])
    if not lines["survey"]:
        survey.found.append(Mistake("form.missing_key", ("survey",), {"key": "survey"}))
    parts = Checklist(survey).parts(nodes) if ours else {"survey": survey.fields(nodes)}
    given = _settings(lines["settings"], languages.codes, path)
    choices = _choices([*lines["choices"], *lines["external_choices"]], survey)
    fields = [*_below(parts["survey"]), *parts.get("context", ()), *parts.get("calculations", ())]
    ignored = set(given["settings"].get("ignored", "").split()) | _ignored(book, fields)
    if ignored:
        given["settings"]["ignored"] = " ".join(sorted(ignored))
    root = given["settings"].pop("name", "") or ("" if ours else _root(fields))
    form = Form(
        **given,
        root="" if root == given["form_id"] else root,
        choices={name: other_added(held) if name in survey.with_other else held for name, held in choices.items()},
        instances=_instances(nodes, fields, path.parent),
        route=tuple(Stop(**line.attributes(ROUTE)) for line in lines["route"]),
        **parts,
    )
    return Made(None, survey.found, survey, form) if survey.found else Made(form, [], survey)


def _settings(lines: list[Line], codes: Mapping[str, str], path: Path) -> dict[str, Any]:
    """Return the form's own attributes; what no column is known for stays in `settings`."""
    if not lines:
        return {"form_id": path.stem, "title": path.stem, "settings": {}}
    line = lines[0]
    given = line.attributes(SETTINGS)
    extra = {head: "" if text == NOTHING else text for head, text in line.extra.items()}
    if extra.get("default_language"):
        extra["default_language"] = codes.get(extra["default_language"], extra["default_language"])
    if "stages" in line.texts:
        given["applies"] = tuple(line.get("stages").split())
    given.setdefault("title", line.get("form_title"))
    return {**given, "form_id": line.get("form_id") or path.stem, "settings": extra}


def _choices(lines: list[Line], survey: Survey) -> dict[str, tuple[Choice, ...]]:
    found: dict[str, list[Choice]] = {}
    for line in lines:
        name, listed = line.get("name"), line.get("list_name")
        if not name or not listed or line.get(PART) == "auto":
            continue
        media = {head.partition("::")[2]: line.wording(head) for head in line.texts if head.startswith("media::")}
        choice = Choice(name, line.wording("label"), dict(line.extra), media)
        survey.note(choice, line)
        found.setdefault(listed, []).append(choice)
    return {listed: tuple(choices) for listed, choices in found.items()}


def _below(fields: Iterable[Field]) -> Iterable[Field]:
    for field in fields:
        yield field
        yield from _below(field.fields)


def _logic(field: Field) -> tuple[str, ...]:
    return (
        *(field.relevant, field.constraint, field.calculation, field.default, field.required, field.readonly),
        *(field.choice_filter, field.repeat_count),
    )


def _root(fields: list[Field]) -> str:
    """Return the name of the form's own node: the one that paths written by hand begin with, else ODK's `data`."""
    named = Counter(name for field in fields for text in _logic(field) for name in _ROOTED.findall(text))
    return named.most_common(1)[0][0] if named else _DATA


def _instances(nodes: list[Node], fields: list[Field], folder: Path) -> dict[str, Instance]:
    """Return the files beside the form that it names: choices, look-ups, data attached."""
    sources: dict[str, str] = {}
    for field in fields:
        kind, _, name = field.type.partition(" ")
        if kind.endswith("_from_file"):
            stem, _, suffix = name.rpartition(".")
            sources[stem or name] = f"jr://file{'-csv' if suffix == 'csv' else ''}/{name}"
        for text in _logic(field):
            for pulled in _PULLED.findall(text):
                sources.setdefault(pulled, f"jr://file-csv/{pulled}.csv")
    waiting = list(nodes)
    while waiting:
        node = waiting.pop(0)
        waiting = [*node.children, *waiting]
        if node.type in EXTERNAL:
            name, kind = node.line.get("name"), node.type.partition("-")[0]
            sources.setdefault(name, f"jr://file{'-csv' if kind == 'csv' else ''}/{name}.{kind}")
    return {name: attached(source, folder) for name, source in sources.items()}


def _ignored(book: Book, fields: list[Field]) -> set[str]:
    """Return what a desktop has no use for and a workbook has beside its questions, by name."""
    found = {f"sheet:{'_'.join(name.split())}" for name in book if name not in _SHEETS and book[name]}
    if any("search(" in field.appearance for field in fields):
        found.add("search()")
    return found
