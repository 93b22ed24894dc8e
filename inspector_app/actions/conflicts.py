"""What two people filled differently: both sides shown, settled only by a named person's choice with a reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector_app.actions import county, form_versions, former, survey
from inspector_app.actions.questionnaire import is_asked
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.actions.wording import joined, labelled, shown
from inspector_app.errors import Problem
from inspector_app.form import Form
from inspector_app.form.definition import wording
from inspector_app.journal import Dot, Entry, Value, value_of
from inspector_app.text import Language, catalogue, text


@dataclass(frozen=True)
class Side:
    """One of the values that stand: who wrote it, on which device, when, and its content line by line."""

    dot: Dot
    author: str
    author_name: str
    device: str
    at: datetime
    lines: tuple[str, ...]
    value: Value


@dataclass(frozen=True)
class ConflictView:
    """One register with several values; `code` is the item it belongs to ("" when it is none's)."""

    path: str
    code: str
    title: str
    sides: tuple[Side, ...]


def views(record: VisitRecord, forms: Sequence[Form], language: Language = "zh") -> list[ConflictView]:
    """Return the visit's open conflicts in order of path, those at items of a version it was moved from included.

    `forms` are those of its task.
    """
    names = county.people(record.ws)
    by_id = {form.form_id: form for form in forms}
    found = []
    for conflict in sorted(record.conflicts, key=lambda one: one.path):
        form = by_id.get(conflict.path.partition("/")[0], forms[0])
        question = survey.question_of(form, conflict.path)
        if question is not None and not is_asked(question):
            continue  # the form set it by itself on each laptop: nobody could choose; the first of them stands for all
        before = former.former_form(record, form) or form
        codes = {item.code for item in form.items}
        code = item_of(conflict.path)
        sides = tuple(
            Side(
                entry.dot,
                entry.author,
                names[entry.author].name if entry.author in names else entry.author,
                entry.device,
                datetime.fromisoformat(entry.at),
                describe(record, form, value_of(entry), language, before, conflict.path),
                value_of(entry),
            )
            for entry in conflict.entries
        )
        title = _title(form if code in codes else before, conflict.path, language)
        found.append(ConflictView(conflict.path, code if code in codes else "", title, sides))
    return found


def settle(record: VisitRecord, path: str, dot: Dot, reason: str) -> datetime:
    """Write the choice of one side with its reason; Problem conflicts.no_reason when there is none."""
    if not reason.strip():
        raise Problem("conflicts.no_reason", path)
    chosen = _side(record, path, dot)
    value: Value = {"chosen": value_of(chosen), "reason": reason.strip()}
    return datetime.fromisoformat(record.put("settlement", path, value).at)


def item_of(path: str) -> str:
    """Return the item code a register belongs to, "" for none (`<form>/items/<code>…`, `<form>/rows/<row>/items/<code>`)."""
    parts = path.split("/")
    if "questions" in parts[1:-1]:
        return ""
    for kind in ("items", "findings", "confirmations"):
        if kind in parts[:-1]:
            return parts[parts.index(kind) + 1]
    return ""


def describe(
    record: VisitRecord,
    form: Form,
    value: Value,
    language: Language = "zh",
    before: Form | None = None,
    path: str = "",
) -> tuple[str, ...]:
    """Return a register's value as lines a person reads: the field's label and its text.

    `before` knows the questions that the form of the visit has no more; `path` is the register's.
    """
    if value is None:
        return (text("conflicts.removed", language),)
    if not isinstance(value, dict):
        question = survey.question_of(form, path)
        answer = str(value) if question is None else shown(form, question, str(value), language)
        return (answer or text("conflicts.empty", language),)
    lines = []
    for name in sorted(value, key=_reading_order(language)):
        part = value[name]
        if name == "fields" and isinstance(part, dict):
            lines += [_said(form, before or form, field, str(answer), language) for field, answer in part.items()]
        elif name == "to":
            lines.append(joined(text("register.to", language), _edition(record, form, str(part)), language))
        elif name == "from":
            continue
        elif name == "blob" and part:
            said = record.ws.store.blob(str(part)).decode(errors="replace")
            lines.append(joined(text("register.said", language), said, language))
        elif part not in ("", None, [], 0, False):
            lines.append(joined(text(f"register.{name}", language), _word(name, part, language), language))
    return tuple(lines) or (text("conflicts.empty", language),)


def _said(form: Form, before: Form, field: str, answer: str, language: Language) -> str:
    for one in (form, before):
        if field in one.by_name:
            return labelled(one, one.by_name[field], answer, language)
    return joined(field, answer, language)


def _edition(record: VisitRecord, form: Form, version: str) -> str:
    """Return a version as people name it, with the beginning of its hash: two versions may bear one edition."""
    try:
        return f"{form_versions.find(record.ws, form.form_id, version).edition} ({version[:8]})"
    except Problem:
        return version[:8]


def _side(record: VisitRecord, path: str, dot: Dot) -> Entry:
    for conflict in record.conflicts:
        for entry in conflict.entries:
            if conflict.path == path and entry.dot == dot:
                return entry
    raise Problem("conflicts.gone", path)


def _reading_order(language: Language) -> Callable[[str], int]:
    """Canonical maps come sorted by name; people read a verdict before its reason: the catalogue's order."""
    places = {code.removeprefix("register."): place for place, code in enumerate(catalogue(language))}
    return lambda name: places.get(name, 0)


def _title(form: Form, path: str, language: Language) -> str:
    code = item_of(path)
    if code:
        return next((wording(item.title, language) for item in form.items if item.code == code), code)
    if path == former.version_path(form.form_id):
        return text("conflicts.version", language)
    question = survey.question_of(form, path)
    if question is not None:
        return wording(question.label, language) or question.name
    head, _, rest = path.partition("/")
    if head in ("school", "visit"):
        named = (one for one in form.context if one.source == f"{head}.{rest}")
        return next((wording(one.label, language) for one in named), path)
    return text(f"conflicts.{'row' if '/rows/' in path else head}", language)


def _word(name: str, value: Value, language: Language) -> str:
    if isinstance(value, bool):
        return text(f"answer.{'yes' if value else 'no'}", language)
    if isinstance(value, list):
        return text("record.list_joint", language).join(str(one) for one in value)
    worded = {
        "verdict": f"verdict.{value}",
        "rectify": f"record.rectify.{value}",
        "role": f"record.photo_role.{value}",
        "grade": f"record.grade.{value}",
    }
    if name in worded:
        return text(worded[name], language).replace("\n", " ")
    return str(value)
