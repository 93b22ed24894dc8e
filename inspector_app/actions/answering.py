"""A sitting: one visit open on this screen; each finished edit becomes one durable entry for each register it touches.

The form's logic is form's, the score's rule is supervision's; findings, photos and conflicts have their own modules.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from inspector_app.actions import conflicts, county, evidence, findings
from inspector_app.actions.conflicts import ConflictView
from inspector_app.actions.evidence import Photo
from inspector_app.actions.findings import Finding
from inspector_app.actions.visit_record import VisitRecord
from inspector_app.errors import Problem
from inspector_app.form import Filling, Form, load
from inspector_app.journal import Dot, Value
from inspector_app.packaged import data_folder
from inspector_app.supervision.scoring import Score, score
from inspector_app.workspace import Workspace

STAGES_OF_TYPE = {
    "kindergarten": "K",
    "primary": "P",
    "teaching_point": "P",
    "junior": "J",
    "senior": "S",
    "nine_year": "P J",
    "special": "P J",
    "specialized": "J",
}


@dataclass(frozen=True)
class Saved:
    """One durable commit: its time, the items and the paths whose value or state it changed."""

    at: datetime
    items: frozenset[str]
    paths: frozenset[str]


class Sitting:
    """One visit being filled: `filling` holds the form's live state, `record` the journal's standing values.

    A value is written first and only then applied to the screen's state, so what the screen shows as saved is durable;
    a Problem (full disk …) leaves both as they were.
    """

    def __init__(self, ws: Workspace, visit: str) -> None:
        self.ws = ws
        self.visit = visit
        self.record = VisitRecord(ws, visit)
        self.form = _pinned_form(self.record)
        self.filling = self._fill()

    # -- state -----------------------------------------------------------------------------------------------------

    @property
    def read_only(self) -> bool:
        """True once the visit is frozen (R-42)."""
        return self.record.frozen is not None

    @property
    def unlocked(self) -> bool:
        """True once the gate time is recorded and the card was shown (R-25); before, only `before_card` items open."""
        return self.record.value("gate_time") is not None and self.record.value("card_shown") is not None

    @property
    def gate_time(self) -> datetime | None:
        """Return when the team stood at the gate."""
        value = self.record.value("gate_time")
        return datetime.fromisoformat(value) if isinstance(value, str) else None

    def score(self) -> Score:
        """Return the visit's score as it stands (R-45 to R-48)."""
        return score(self.filling.results())

    def reload(self) -> None:
        """Take up what others wrote to this visit (a merge, the Sign page)."""
        self.record.reload()
        self.filling = self._fill()

    # -- the gate --------------------------------------------------------------------------------------------------

    def set_gate_time(self, when: datetime) -> Saved:
        """Record when the team stood at the gate."""
        saved = self._put([("gate_time", "gate_time", when.isoformat(timespec="seconds"))], {})
        self.filling = self._fill()
        return saved

    def show_card(self) -> Saved:
        """Record that the card was shown; every item unlocks (R-25)."""
        value: Value = {"at": self.ws.now().isoformat(timespec="seconds"), "by": self.ws.person}
        return self._put([("card_shown", "card_shown", value)], {})

    # -- answers ---------------------------------------------------------------------------------------------------

    def answer(self, path: str, value: object) -> Saved:
        """Write one question's value; `path` is an absolute path or a unique question name."""
        question = self.form.question(path)
        if question.source:
            return self.attribute(question.name, value)
        self._refuse_locked(question.item)
        before = self.filling.value(path)
        changed = self.filling.answer(path, value)
        if not changed:
            return Saved(self.ws.now(), frozenset(), frozenset())
        return self._commit(self._register_of(path), changed, undo=lambda: self.filling.answer(path, before))

    def verdict(self, code: str, verdict: str, na_reason: str = "") -> Saved:
        """Write an item's verdict (pass, fail, na or "" for not yet) and, for na, its reason."""
        self._refuse_locked(code)
        name = _question_prefix(code)
        before = [(part, self.filling.value(part)) for part in (f"{name}_verdict", f"{name}_na_reason")]
        changed = self.filling.answer(f"{name}_verdict", verdict) | self.filling.answer(f"{name}_na_reason", na_reason)
        return self._commit(self._item_register(code), changed, undo=lambda: self._restore(before))

    def note(self, code: str, text: str) -> Saved:
        """Write an item's note."""
        return self.answer(f"{_question_prefix(code)}_note", text)

    def attribute(self, name: str, value: object) -> Saved:
        """Write an attribute of the school that nobody knew: into the visit, and back to the school's own record."""
        before = self.filling.value(name)
        changed = self.filling.answer(name, value)
        text = self.filling.text(name)
        attribute = self.form.question(name).source.removeprefix("school.")
        register = ("attribute", f"school/{attribute}", text)
        saved = self._commit(register, changed, undo=lambda: self.filling.answer(name, before))
        county.write_back(self.ws, str(self.record.mapping("task")["school_id"]), attribute, text)
        return saved

    # -- rows ------------------------------------------------------------------------------------------------------

    def add_row(self, repeat: str) -> tuple[str, Saved]:
        """Add an empty row to a repeat; returns the row's identity, which no renumbering changes."""
        row = str(uuid.uuid4())
        self._refuse_locked("")
        before = frozenset(self.filling.states())
        self.filling.add_row(repeat, row)
        register = ("row", self._row_path(row), self._row_value(row, repeat))
        return row, self._commit(register, frozenset({repeat}), undo=lambda: self.filling.remove_row(row), before=before)

    def duplicate_row(self, row: str) -> tuple[str, Saved]:
        """Add a row with the same values as `row`, each item's part of it an entry of its own, in one transaction."""
        repeat = self.filling.repeat_of(row)
        copy = str(uuid.uuid4())
        before = frozenset(self.filling.states())
        self.filling.add_row(repeat, copy)
        for name, text in self.filling.row_values(row).items():
            self.filling.answer(f"{repeat}[{copy}]/{name}", text)
        registers: list[tuple[str, str, Value]] = [("row", self._row_path(copy), self._row_value(copy, repeat))]
        for path in self.record.paths(f"{self._row_path(row)}/items/"):
            registers.append(("row_answer", path.replace(row, copy), self.record.value(path)))
        return copy, self._put_or_undo(registers, before, lambda: self.filling.remove_row(copy))

    def remove_row(self, row: str) -> Saved:
        """Remove a row; its answers stay in the journal, and a team-mate's edit of it meanwhile is a conflict."""
        before = frozenset(self.filling.states())
        saved = self._put([("row", self._row_path(row), None)], {})
        self.filling.remove_row(row)
        return Saved(saved.at, self._changed_items(before), frozenset())

    # -- photos, findings, conflicts -------------------------------------------------------------------------------

    def photos(self, code: str) -> list[Photo]:
        """Return the photos that stand at an item, oldest first."""
        return evidence.photos(self.record, self.form.id, code)

    def attach_photo(self, code: str, source: Path | bytes, name: str, role: str = "evidence") -> Saved:
        """Keep a photo's original bytes with the item; refused before the gate time (R-27) or where NP forbids it (R-64)."""
        self._refuse_locked(code)
        item = self.form.item(code)
        at = evidence.attach(self.record, self.form.id, item, source, name, role)
        return Saved(at, frozenset({code}), frozenset())

    def photo_bytes(self, sha256: str, view: bool = True) -> bytes:
        """Return a photo's view copy (at most 1600 px, made in a child process) or its untouched original."""
        return evidence.photo_bytes(self.ws, sha256, view)

    def remove_photo(self, code: str, sha256: str) -> Saved:
        """Unlink a photo from an item; its bytes stay under retention."""
        at = evidence.remove(self.record, self.form.id, code, sha256)
        return Saved(at, frozenset({code}), frozenset())

    def finding(self, code: str) -> Finding | None:
        """Return the item's finding as written, or as it would be raised by default; None while the item has not failed."""
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
        return conflicts.views(self.record, self.form)

    def settle(self, path: str, dot: Dot, reason: str) -> Saved:
        """Settle a conflict: a named person's choice with a reason, as an entry that replaces both sides."""
        at = conflicts.settle(self.record, path, dot, reason)
        before = self.filling.states()
        self.reload()
        return Saved(at, self._changed_items(frozenset(before)) | conflicts.items_of(path), frozenset())

    # -- inside ----------------------------------------------------------------------------------------------------

    def _refuse_locked(self, code: str) -> None:
        if self.read_only:
            raise Problem("visit.frozen", self.record.number)
        if not self.unlocked and not (code and self.form.item(code).before_card):
            raise Problem("visit.card_not_shown", code or self.record.number)

    def _commit(self, register, changed, undo, before=None):  # type: ignore[no-untyped-def]
        raise NotImplementedError
