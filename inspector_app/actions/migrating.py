"""Moving a draft to another version of its form: first what that does, then one entry that does it (design §4, R-50)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from inspector_app.actions import context, form_versions, former, registers
from inspector_app.actions.answering import Sitting
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.actions.wording import joined
from inspector_app.errors import Problem
from inspector_app.form import Form
from inspector_app.form.definition import wording
from inspector_app.form.migration import Change, Due, Left, Migration, plan
from inspector_app.journal import Value
from inspector_app.text import Language, text

_STAYED = "stay_with_version"


class Line(NamedTuple):
    """One line of a preview: the item's code and wording ("" for what is no item's), and what is said of it."""

    code: str
    title: str
    said: str


@dataclass(frozen=True)
class Preview:
    """What moving a draft would do: what has no place any more, what is newly to be done, what is to be looked at again."""

    old: Form
    new: Form
    migration: Migration
    no_place: tuple[Line, ...]
    due: tuple[Line, ...]
    changed: tuple[Line, ...]


def offered(sitting: Sitting) -> Form | None:
    """Return the version this draft could move to; None where there is none, or the person chose to stay, or it is frozen."""
    if sitting.read_only:
        return None
    new = form_versions.newer(sitting.ws, sitting.form)
    stayed = (sitting.ws.store.get_setting(f"{_STAYED}/{sitting.visit}/{sitting.code}") or b"").decode()
    return None if new is None or new.version == stayed else new


def stay(sitting: Sitting, new: Form) -> None:
    """Note on this laptop that the draft stays with its version: `new` is not offered again, a later one is."""
    sitting.ws.store.put_setting(f"{_STAYED}/{sitting.visit}/{sitting.code}", new.version.encode())


def preview(record: VisitRecord, code: str, version: str, language: Language = "zh") -> Preview:
    """Return what moving the draft to a version would do; nothing is written.

    Problems: visit.form_missing, form_versions.missing.
    """
    old = context.pinned_form(record, code)
    new = form_versions.find(record.ws, code, version)
    before = former.former_form(record, old)
    answers = registers.answers(record, old) if before is None else former.taken_up(record, before, old).answers
    numbers = former.row_numbers(answers)
    facts = context.facts(record, old) | context.facts(record, new)
    found = plan(old, new, answers, facts, record.ws.now())
    return Preview(
        old,
        new,
        found,
        tuple(_gone(old, one, numbers, language) for one in found.placed.no_place),
        tuple(_owed(old, new, one, language) for one in found.due),
        tuple(_altered(new, one, language) for one in found.changed),
    )


def migrate(record: VisitRecord, code: str, version: str) -> datetime:
    """Move the draft to a version of its form, in one durable entry; return its time.

    The task stays as it was dispatched; answers stay where they are and are read in the new version's terms (`former`).
    Problems: visit.frozen (R-42), conflicts.open where team-mates chose different versions, migrating.same,
    form_versions.missing.
    """
    if record.frozen is not None:
        raise Problem("visit.frozen", record.number)
    new = form_versions.find(record.ws, code, version)
    if code not in context.pinned(record):
        raise Problem("form_versions.missing", f"{record.number} {code}")
    _, now = context.pinned_version(record, code)
    if now == version:
        raise Problem("migrating.same", f"{record.number} {code} {new.edition}")
    form_versions.keep(record.ws, new)  # the entry names the definition's blob, so it travels to the team-mates
    value: dict[str, Value] = {"from": now, "to": version}
    return datetime.fromisoformat(record.put("form_choice", former.version_path(code), value).at)


def migrate_here(sitting: Sitting, version: str) -> datetime:
    """Move the draft that is open in a sitting, and go on in the new version."""
    at = migrate(sitting.record, sitting.form.form_id, version)
    sitting.reload()
    return at


def _gone(old: Form, one: Left, numbers: Mapping[str, int], language: Language) -> Line:
    title = _title(old, one.answer.item, language)
    return Line(one.answer.item, title or text("migrating.table", language), former.said(old, one, numbers, language))


def _owed(old: Form, new: Form, one: Due, language: Language) -> Line:
    if one.why == "item":
        known = one.item in {item.code for item in old.items}
        return Line(
            one.item, _title(new, one.item, language), text(f"migrating.{'again' if known else 'item'}", language)
        )
    question = new.by_name.get(one.path.rpartition("/")[2])
    label = one.path if question is None else wording(question.label, language)
    said = text(f"migrating.{one.why}", language)
    return Line(one.item, _title(new, one.item, language) or label, joined(label, said, language))


def _altered(new: Form, one: Change, language: Language) -> Line:
    joint = text("record.list_joint", language)
    said = text("migrating.changed", language, aspects=joint.join(_words(one, language)))
    if one.item:
        return Line(one.item, _title(new, one.item, language), said)
    return Line("", wording(new.by_name[one.question].label, language), said)


def _words(one: Change, language: Language) -> Iterator[str]:
    return (text(f"migrating.{aspect}", language) for aspect in one.aspects)


def _title(form: Form, code: str, language: Language) -> str:
    return next((wording(item.title, language) for item in form.items if item.code == code), "")
