"""A sitting: one visit open on this screen; each finished edit becomes one durable entry for each register it touches.

The form's logic is form's, the score's rule is supervision's; findings, photos and conflicts have their own modules.
"""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from inspector_app.actions import (
    attachments,
    conflicts,
    context,
    evidence,
    findings,
    former,
    gate,
    registers,
    survey,
)
from inspector_app.actions.conflicts import ConflictView
from inspector_app.actions.evidence import Photo
from inspector_app.actions.findings import Finding
from inspector_app.actions.former import LeftOver
from inspector_app.actions.outcome import Outcome, outcome, scored
from inspector_app.actions.survey import Register
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.actions.writing import Draft
from inspector_app.durable import publish
from inspector_app.errors import Problem
from inspector_app.form import Filling
from inspector_app.form.canonical import Entered
from inspector_app.journal import Dot
from inspector_app.supervision.scoring import Score
from inspector_app.supervision.visit_life import unlocked
from inspector_app.text import Language
from inspector_app.workspace import Workspace


@dataclass(frozen=True)
class Saved:
    """One durable commit: its time, the items and the paths whose value or state it changed."""

    at: datetime
    items: frozenset[str]
    paths: frozenset[str]


class Sitting:
    """One form of a visit being filled: `filling` is its live state, `record` the journal's standing values.

    A task may name several forms: `forms` are their codes, `every()` gives a sitting for each, over the same record.

    When a commit is refused (a full disk …) the filling returns to what the journal holds: the screen never shows as
    saved what is not.
    """

    def __init__(self, ws: Workspace, visit: str, form: str = "", record: VisitRecord | None = None) -> None:
        self.ws = ws
        self.visit = visit
        self.record = record if record is not None else VisitRecord(ws, visit)
        self.code = form or next(iter(context.pinned(self.record)), "")
        self.form = context.pinned_form(self.record, self.code)
        self.former = former.former_form(self.record, self.form)
        self.language: Language = "zh"  # what a screen reads; paper is Chinese
        self.filling: Filling = context.fill(self.record, self.form)

    # -- state -----------------------------------------------------------------------------------------------------

    @property
    def read_only(self) -> bool:
        """True once the visit is frozen (R-42)."""
        return self.record.frozen is not None

    @property
    def unlocked(self) -> bool:
        """True once the gate time is recorded and the card was shown (R-25); before, only `before_card` items open."""
        return unlocked(self.gate_time, self.card_shown)

    @property
    def gate_time(self) -> datetime | None:
        """Return when the team stood at the gate."""
        return gate.gate_time(self.record)

    @property
    def card_shown(self) -> datetime | None:
        """Return when the card was shown."""
        return gate.card_shown(self.record)

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the codes of all forms of the task."""
        return context.pinned(self.record)

    def every(self) -> tuple["Sitting", ...]:
        """Return a sitting for each form of the task, this one among them."""
        found = []
        for code in self.forms:
            one = self if code == self.code else Sitting(self.ws, self.visit, code, self.record)
            if one is not self:
                one.speak(self.language)
            found.append(one)
        return tuple(found)

    def score(self) -> Score:
        """Return the visit's score as it stands (R-34, R-45 to R-48)."""
        return scored(self.record, self.form, self.filling)

    def outcome(self) -> Outcome:
        """Return what the form comes to as it stands, in the form's own terms where it has such (R-48)."""
        return outcome(self.record, self.form, self.filling)

    def speak(self, language: Language) -> None:
        """Choose the language of the form's own words in the filling and of what two people filled differently."""
        self.language = language
        self.filling.set_language(language)

    def reload(self) -> None:
        """Take up what others wrote to this visit (a merge, the Sign page), another version of its form included."""
        self.record.reload()
        self.form = context.pinned_form(self.record, self.code)
        self.former = former.former_form(self.record, self.form)
        self._refill()

    # -- the gate --------------------------------------------------------------------------------------------------

    def set_gate_time(self, when: datetime) -> Saved:
        """Record when the team stood at the gate."""
        at = gate.set_gate_time(self.record, when)
        self._refill()
        return Saved(at, frozenset(), frozenset())

    def show_card(self) -> Saved:
        """Record that the card was shown; every item unlocks (R-25)."""
        return Saved(gate.show_card(self.record), frozenset(), frozenset())

    # -- answers ---------------------------------------------------------------------------------------------------

    def answer(self, path: str, value: Entered) -> Saved:
        """Write one question's value; `path` is an absolute path, `repeat[row]/name` or a unique question name."""
        question = registers.question_at(self.form, path)
        if question.field.source:
            return self.attribute(question.name, value)
        self._refuse_locked(question.item)
        row = self.filling.row_at(path)
        changed = self.filling.answer(path, value)
        if not changed:
            return self._nothing()
        own = bool(row) and survey.is_surveyed(self.form, question)
        written = list(survey.row_registers(self.record, self.form, self.filling, row)) if own else []
        written.append(registers.register_of(self.form, self.filling, question, row))
        written += registers.set_by_form(self.form, self.filling, changed)
        saved = self._commit({one.path: one for one in written}.values(), changed)
        self._recall_rows(changed)
        return saved

    def attach_file(self, path: str, source: Path | bytes, name: str) -> Saved:
        """Answer a question with a file: its bytes are kept untouched; Problem attachments.*."""
        self._refuse_locked(registers.question_at(self.form, path).item)
        return self.answer(path, attachments.keep(self.ws, source, name).text)

    def file_copy(self, answer: str) -> Path:
        """Return a readable copy of the file that an answer names, in the scratch folder, which is emptied at the next start."""
        named = attachments.read(answer)
        folder = self.ws.scratch / (named.sha256[:16] if named is not None else "none")
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", named.name if named is not None else "file")
        publish(copy, self.file_bytes(answer))
        return copy

    def file_bytes(self, answer: str) -> bytes:
        """Return the bytes of the file that an answer names; Problem store.blob_missing, attachments.none."""
        named = attachments.read(answer)
        if named is None:
            raise Problem("attachments.none", self.record.number)
        return self.ws.store.blob(named.sha256)

    def verdict(self, code: str, verdict: str, na_reason: str = "") -> Saved:
        """Write an item's verdict (pass, fail, na or "" for not yet) and, for na, its reason."""
        self._refuse_locked(code)
        stem = self.form.item(code).name
        changed = self.filling.answer(f"{stem}_verdict", verdict) | self.filling.answer(f"{stem}_na_reason", na_reason)
        return (
            self._commit([registers.item_register(self.form, self.filling, code)], changed)
            if changed
            else self._nothing()
        )

    def note(self, code: str, text: str) -> Saved:
        """Write an item's note."""
        return self.answer(f"{self.form.item(code).name}_note", text)

    def attribute(self, name: str, value: Entered) -> Saved:
        """Write an attribute of the school that nobody knew: into the visit, and back to the school's own record."""
        self._refuse_locked("")
        changed = self.filling.answer(name, value)
        if not changed:
            return self._nothing()
        question = self.form.by_name[name]
        learned = context.learned(self.record, question, self.filling.held(name))
        return self._commit([registers.register_of(self.form, self.filling, question)], changed, learned)

    # -- rows ------------------------------------------------------------------------------------------------------

    def add_row(self, repeat: str) -> tuple[str, Saved]:
        """Add an empty row to a repeat; returns the row's identity, which no renumbering changes.

        A repeat inside another's row is named with that row: `/form/house[<id>]/person`.
        """
        self._refuse_locked("")
        row = str(uuid.uuid4())
        before = self._states()
        self.filling.add_row(repeat, row)
        changed = self.filling.last_change
        if self.filling.row_place(row).repeat in self.form.surveyed:
            return row, self._commit(self._new_rows([row]), changed)
        saved = self._commit([registers.row_register(self.form, self.filling, repeat, row)])
        return row, self._with_items(saved, repeat, before)

    def duplicate_row(self, row: str) -> tuple[str, Saved]:
        """Add a row with the same values as `row`, in one transaction."""
        self._refuse_locked("")
        repeat = self.filling.row_place(row).repeat
        if repeat in self.form.surveyed:
            return self._duplicate_surveyed(row)
        copy = str(uuid.uuid4())
        before = self._states()
        self.filling.add_row(repeat, copy)
        inputs = [one for one in self.form.questions if one.repeat == repeat and not one.field.calculation]
        for question in inputs:
            self.filling.answer(
                f"{repeat}[{copy}]/{question.name}", self.filling.held(f"{repeat}[{row}]/{question.name}")
            )
        by_item = {one.item: one for one in inputs}
        written = [registers.register_of(self.form, self.filling, one, copy) for one in by_item.values()]
        if "" not in by_item:
            written.insert(0, registers.row_register(self.form, self.filling, repeat, copy))
        return copy, self._with_items(self._commit(written), repeat, before)

    def remove_row(self, row: str) -> Saved:
        """Remove a row; its answers stay in the journal, and a team-mate's edit of it meanwhile is a conflict."""
        self._refuse_locked("")
        path = registers.row_path(self.form, row)
        repeat = self.filling.row_place(row).repeat
        before = self._states()
        saved = self._commit([Register("row", path, None)])
        changed = self.filling.remove_row(row)
        return self._with_items(replace(saved, paths=changed), repeat, before)

    # -- photos, findings, conflicts -------------------------------------------------------------------------------

    def photos(self, code: str) -> list[Photo]:
        """Return the photos that stand at an item, oldest first."""
        return evidence.photos(self.record, self.form.form_id, code)

    def attach_photo(self, code: str, source: Path | bytes, name: str, role: str = "evidence") -> Saved:
        """Keep a photo's original bytes with the item; refused before the gate time (R-27) or where NP forbids it (R-64)."""
        self._refuse_locked(code)
        at = evidence.attach(self.record, self.form.form_id, self.form.item(code), source, name, role)
        return Saved(at, frozenset({code}), frozenset())

    def photo_bytes(self, sha256: str, view: bool = True) -> bytes:
        """Return a photo's view copy (at most 1600 px, made in a child process) or its untouched original."""
        return evidence.photo_bytes(self.ws, sha256, view)

    def remove_photo(self, code: str, sha256: str) -> Saved:
        """Unlink a photo from an item; its bytes stay under retention."""
        self._refuse_locked(code)
        at = evidence.remove(self.record, self.form.form_id, code, sha256)
        return Saved(at, frozenset({code}), frozenset())

    def finding(self, code: str) -> Finding | None:
        """Return the item's finding as written, or as it would be raised by default; None while it raises none."""
        return findings.finding(self.record, self.form, self.filling, code)

    def save_finding(self, code: str, finding: Finding) -> Saved:
        """Write the item's finding; Problem findings.* when R-30 does not allow its grade."""
        self._refuse_locked(code)
        at = findings.save(self.record, self.form, self.filling, code, finding)
        return Saved(at, frozenset({code}), frozenset())

    def findings(self) -> list[Finding]:
        """Return every finding of the visit in the form's order."""
        return findings.all_findings(self.record, self.form, self.filling)

    def conflicts(self) -> list[ConflictView]:
        """Return what two people filled differently, both sides with author, device and time."""
        forms = [self.form if code == self.code else context.pinned_form(self.record, code) for code in self.forms]
        return conflicts.views(self.record, forms, self.language)

    def leftovers(self) -> list[LeftOver]:
        """Return what was answered under the version this draft was moved from and has no place in its own."""
        if self.former is None:
            return []
        return former.leftovers(self.record, self.former, self.form, self.language)

    def settle(self, path: str, dot: Dot, reason: str) -> Saved:
        """Settle a conflict: a named person's choice with a reason, as an entry that replaces both sides."""
        before = self._states()
        at = conflicts.settle(self.record, path, dot, reason)
        self.reload()
        code = conflicts.item_of(path)
        return Saved(at, self._changed_since(before) | (frozenset({code}) if code else frozenset()), frozenset())

    # -- inside ----------------------------------------------------------------------------------------------------

    def _refuse_locked(self, code: str) -> None:
        if self.read_only:
            raise Problem("visit.frozen", self.record.number)
        if not self.unlocked and not (code and self.form.item(code).tags.get("before_card")):
            raise Problem("visit.card_not_shown", code or self.record.number)

    def _commit(
        self, written: Iterable[Register], changed: frozenset[str] = frozenset(), also: Iterable[Draft] = ()
    ) -> Saved:
        try:
            written = [*survey.set_at_first(self.record, self.form, self.filling), *written]
            written = list({one.path: one for one in written}.values())
            if self.former is not None:
                before, form = self.former, self.form
                written = [former.as_it_stood(self.record, before, form, register) for register in written]
            entries = self.record.put_all(written, also=also)
        except Exception:  # a bug as well: what the screen shows is what the journal holds
            self._refill()
            raise
        return Saved(datetime.fromisoformat(entries[-1].at), self.form.items_of(changed), changed)

    def _new_rows(self, rows: Iterable[str]) -> list[Register]:
        """Return the registers of rows of the survey just made, with the defaults they computed."""
        rows = list(rows)
        written = [one for row in rows for one in survey.row_registers(self.record, self.form, self.filling, row)]
        return [*written, *survey.self_filled(self.record, self.form, self.filling, rows)]

    def _duplicate_surveyed(self, row: str) -> tuple[str, Saved]:
        """Add a copy of a row of the survey, with the rows inside it that a person added."""
        copies, changed = survey.duplicate(self.form, self.filling, row)
        written = {one.path: one for one in self._new_rows(copies)}
        for copy in copies:
            for question in survey.inputs(self.form, self.filling.row_place(copy).repeat):
                register = registers.register_of(self.form, self.filling, question, copy)
                if register.value:
                    written[register.path] = register
        return copies[0], self._commit(written.values(), changed)

    def _recall_rows(self, changed: Iterable[str]) -> None:
        """Fill rows that came (a count went up) with what the journal still holds of them from before."""
        came = {registers.row_of(path) for path in changed if path.endswith("]")} & self.filling.row_ids()
        if any(self.record.paths(f"{self.form.form_id}/rows/{row}") for row in came):
            self._refill()

    def _nothing(self) -> Saved:
        return Saved(self.ws.now(), frozenset(), frozenset())

    def _states(self) -> dict[str, object]:
        return {item.code: self.filling.item(item.code) for item in self.form.items}

    def _refill(self) -> None:
        self.filling = context.fill(self.record, self.form)
        self.filling.set_language(self.language)

    def _changed_since(self, before: dict[str, object]) -> frozenset[str]:
        return frozenset(code for code, view in self._states().items() if view != before.get(code))

    def _with_items(self, saved: Saved, repeat: str, before: dict[str, object]) -> Saved:
        sharing = frozenset(item.code for item in self.form.items if item.repeat == repeat)
        table = f"/{self.form.form_id}/{repeat}"
        return Saved(saved.at, sharing | self._changed_since(before), saved.paths | {table})


def open_sitting(ws: Workspace, visit: str, form: str = "") -> Sitting:
    """Open one form of a visit (the first, if not said) for filling or reading."""
    return Sitting(ws, visit, form)
