"""Every mistake in a form's file at once: shape, expressions, references, cycles, grades, points, names."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import msgspec

from inspector_app.errors import Problem
from inspector_app.form import xform, xlsform, yaml_form
from inspector_app.form.canonical import SELECTS
from inspector_app.form.definition import Field, Form, Item, Question, Section
from inspector_app.form.mistake import Mistake, Place, mistake
from inspector_app.form.offers import parameters
from inspector_app.form.places import Places
from inspector_app.form.planning import plan_with_mistakes
from inspector_app.form.scale import scale_of
from inspector_app.form.types import METADATA, TYPES

GRADES = frozenset({"R-M", "R-I", "O-H", "O-I", "Y-H", "Y-I", "B-H", "B-I", "none"})
METHODS = frozenset({"observe", "count", "ask", "test", "existing_record", "computed"})
_LISTED = frozenset({"select_one", "select_multiple", "rank"})
_FULL_MARKS = Decimal(100)


def check(path: Path | str) -> list[Problem]:
    """Return every mistake in a form's file, each with file and line; empty when there is none."""
    path = Path(path)
    if path.suffix.lower() in xlsform.SUFFIXES:
        return _workbook(path)
    if path.suffix.lower() == ".xml":
        return _survey(path)
    try:
        form, found = yaml_form.read(path)
    except Problem as problem:
        return [problem]
    if form is not None:
        found = [*blocking(form), *advisable(form)]
    marks = yaml_form.lines(path) if found else {}
    return [yaml_form.problem(path, one, marks) for one in found]


def placed(path: Path, found: Mistake) -> Problem:
    """Return a mistake with its file and the way to it, for files whose lines are not kept."""
    way = "/".join(str(step + 1) if isinstance(step, int) else step for step in found.place)
    return Problem(found.code, f"{path.name} {way}".rstrip(), **found.fields)


def _survey(path: Path) -> list[Problem]:
    try:
        form = xform.read(path)
    except Problem as problem:
        return [problem]
    return [placed(path, one) for one in (*blocking(form), *advisable(form))]


def _workbook(path: Path) -> list[Problem]:
    try:
        made = xlsform.read(path)
    except Problem as problem:
        return [problem]
    form = made.form or made.attempt
    found = made.found if form is None else [*made.found, *blocking(form), *advisable(form)]
    return [xlsform.problem(path, one, made) for one in found]


def blocking(form: Form) -> list[Mistake]:
    """Return the mistakes that keep a form from being filled."""
    places = Places(form)
    names = list(_names(form, places))
    if names:
        apart = _told_apart(form)
        return [*names, *(blocking(apart) if apart.survey != form.survey and not form.items else ())]
    return [*_fields(form, places), *_items(form, places), *plan_with_mistakes(form).mistakes]


def _told_apart(form: Form) -> Form:
    """Return a survey with names used twice made two, each field in its place: what else is wrong can then be looked for."""
    return msgspec.structs.replace(form, survey=_renamed(form.survey))


def _renamed(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    met: Counter[str] = Counter()
    found = []
    for field in fields:
        met[field.name] += 1
        name = field.name if met[field.name] == 1 else f"{field.name}.{met[field.name]}"
        found.append(msgspec.structs.replace(field, name=name, fields=_renamed(field.fields)))
    return tuple(found)


def advisable(form: Form) -> Iterator[Mistake]:
    """Yield the mistakes that a form can be filled with, but should not be released with."""
    places = Places(form)
    yield from inert(form)
    yield from _worded(form, places)
    if not form.items:
        return
    total = sum((points for section in form.sections if (points := _section_points(section)) is not None), Decimal(0))
    if total != _FULL_MARKS:
        yield mistake("form.points_total", (), total=total)
    for section in form.sections:
        points = _section_points(section)
        if section.points and points is not None and str(points) != section.points:
            place = (*places.section(section.code), "points")
            yield mistake("form.section_points", place, section=section.code, written=section.points, total=points)
    known = {section.code for section in form.sections} | {item.code for item in form.items}
    for index, stop in enumerate(form.route):
        for code in stop.sections:
            if code not in known:
                yield mistake("form.unknown_word", ("route", index, "sections"), word=code, known=_listed(known))
    for item in form.items:
        place = places.item(item.code)
        for method in item.method:
            if method not in METHODS:
                yield mistake("form.unknown_word", (*place, "method"), word=method, known=_listed(METHODS))


def _worded(form: Form, places: Places) -> Iterator[Mistake]:
    """Yield choices that cannot be told apart, and questions of a survey without a word to ask with."""
    allowed = form.settings.get("allow_choice_duplicates", "").strip().lower() in ("yes", "true")
    for listed, choices in form.choices.items():
        met: set[str] = set()
        for number, choice in enumerate(choices):
            if choice.name in met and not allowed:
                yield mistake("form.doubled_choice", ("choices", listed, number, "name"), name=choice.name, list=listed)
            met.add(choice.name)
    for part in form.parts:
        field = part.field
        shown = not field.is_part and field.type.split()[0] in TYPES - METADATA - {"calculate", "hidden"}
        if shown and not field.calculation and not (field.label or field.hint or field.media):
            yield mistake("form.missing_label", (*places.field(field), "label"), name=field.name)


def _names(form: Form, places: Places) -> Iterator[Mistake]:
    repeats = {repeat.name for repeat in form.repeats}
    for item in form.items:
        if item.repeat and item.repeat not in repeats:
            yield mistake("form.unknown_repeat", (*places.item(item.code), "repeat"), name=item.repeat)
    codes = Counter(item.code for item in form.items)
    for code, count in codes.items():
        if count > 1:
            yield mistake("form.doubled_name", places.item(code), name=code)
    names = Counter(question.name for question in form.questions)
    if not any(count > 1 for count in codes.values()):
        for question in form.questions:
            if names[question.name] > 1:
                names[question.name] = 0
                yield mistake("form.doubled_name", places.question(question), name=question.name)


def _fields(form: Form, places: Places) -> Iterator[Mistake]:
    for question in form.questions:
        if question.role not in ("verdict", "na_reason", "note"):
            yield from _field(question, form, places.question(question))


def _field(question: Question, form: Form, place: Place) -> Iterator[Mistake]:
    field = question.field
    surveyed = not question.item and question.role == "field" and question.name in form.surveyed
    if question.type not in TYPES and not surveyed:
        yield mistake("form.unknown_type", (*place, "type"), type=field.type, known=_listed(TYPES))
    listed = question.type in _LISTED and field.itemset is None and not question.list_name.startswith("${")
    if listed and question.list_name not in form.choices and question.list_name not in form.instances:
        name = field.type.partition(" ")[2]
        yield mistake("form.unknown_choices", (*place, "type"), name=name, known=_listed(form.choices))
    if question.type == "range" and scale_of(parameters(field)) is None:
        reason = f"parameters: {field.parameters}"
        yield mistake("form.bad_value", (*place, "parameters"), expected="start=0 end=10 step=1", reason=reason)
    if field.choice_filter and question.type not in SELECTS:
        yield mistake("form.not_supported", (*place, "choice_filter"), feature="choice_filter")


def inert(form: Form) -> Iterator[Mistake]:
    """Yield what of a survey is kept without effect: types that mean nothing here, paths and instances that lead nowhere."""
    places = Places(form)
    for question in form.questions:
        if question.name in form.surveyed and question.type not in TYPES:
            yield mistake("form.inert_type", (*places.question(question), "type"), type=question.field.type)
    expressions = plan_with_mistakes(form).expressions
    yield from expressions.unknown_paths
    for name, place in expressions.unknown_instances.items():
        yield mistake("form.unknown_choices", place, name=name, known=_listed((*form.choices, *form.instances)))
    unused: dict[str, Place] = {}
    for part in form.parts:
        for column in part.field.columns:
            if column != "bind::type":
                unused.setdefault(column, places.field(part.field))
    for column, place in unused.items():
        yield mistake("form.inert_column", place, column=column)
    for name, instance in form.instances.items():
        if instance.missing:
            yield mistake("form.missing_file", ("instances", name), name=instance.source.rpartition("/")[2])
    for name in form.settings.get("ignored", "").split():
        yield mistake("form.not_supported", ("settings",), feature=name)


def _items(form: Form, places: Places) -> Iterator[Mistake]:
    yield from _outcome(form)
    for item in form.items:
        place = places.item(item.code)
        if item.points != "i" and not _is_number(item.points):
            yield mistake("form.bad_points", (*place, "points"), points=item.points)
        if item.grade not in GRADES:
            yield mistake("form.unknown_grade", (*place, "grade"), grade=item.grade, known=_listed(GRADES))
        for index, rule in enumerate(item.grade_when):
            if rule.grade not in GRADES:
                where = (*place, "grade_when", index, "grade")
                yield mistake("form.unknown_grade", where, grade=rule.grade, known=_listed(GRADES))
        yield from _stages(form, item, place)


def _outcome(form: Form) -> Iterator[Mistake]:
    """The form's own total and level are calculations, the level one with a word for each of its values."""
    totals = [field.name for field in form.calculations]
    levels = [field.name for field in form.calculations if field.type.startswith("select_one ")]
    for key, name, known in (("total", form.total, totals), ("level", form.level, levels)):
        if name and name not in known:
            yield mistake("form.unknown_word", (key,), word=name, known=_listed(known))


def _stages(form: Form, item: Item, place: Place) -> Iterator[Mistake]:
    field = next((field for field in form.context if field.source == "school.stages"), None)
    if field is None:
        return
    known = {choice.name for choice in form.choices.get(field.type.split()[-1], ())}
    for stage in item.applies:
        if known and stage not in known:
            yield mistake("form.unknown_word", (*place, "applies"), word=stage, known=_listed(known))


def _section_points(section: Section) -> Decimal | None:
    scored = [item.points for item in section.items if item.points != "i"]
    return sum((Decimal(points) for points in scored), Decimal(0)) if all(map(_is_number, scored)) else None


def _is_number(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and number >= 0


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "—"
