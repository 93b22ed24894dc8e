"""A form being filled: answers in, what changed out. Knows no screen, no store, no score of the whole."""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from inspector_app.form.addresses import Addresses
from inspector_app.form.canonical import Entered
from inspector_app.form.definition import Choice, Form, Item, Wording, wording
from inspector_app.form.live import Live
from inspector_app.form.planning import plan_of
from inspector_app.form.results import ItemResult, ItemView, Progress, Standing, Trouble, earned_points, raises_finding
from inspector_app.form.scope import Cell, Scope

_PLACEHOLDER = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


class Filling:
    """One form being filled.

    Paths are absolute (`/campus_safety/saf_gate/saf_gate_02_guards`), rows by id or by number from 1
    (`/campus_safety/g_building[<id>]/saf_fire_01_locked`, `…g_building[1]/…`); a full question name alone will do where
    it is unique. Values are held as canonical text; `value` gives what expressions see: "" while not relevant.
    `answers` is the shape that `answers()` returns; names in it that the form lacks are kept in `unplaced`.
    `context` gives attributes, visit facts and parameters by name; those the form does not ask for are passed over.
    `now` decides today() and the time zone. KeyError where a path leads nowhere.
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, Any] | None = None,
        context: Mapping[str, Entered] | None = None,
        language: str = "zh",
        now: datetime | None = None,
    ) -> None:
        self.form = form
        self.language = language
        self.last_change: frozenset[str] = frozenset()
        self._plan = plan_of(form)
        self._live = Live(self._plan, now or datetime.now().astimezone())
        self.unplaced = self._take(answers or {}, context or {})
        self._live.begin()
        self._addresses = Addresses(self._live)
        self._standings = self._live.environment.standings

    # answering

    def answer(self, path: str, value: Entered) -> frozenset[str]:
        """Hold an answer; return the paths of all that changed: values, relevance, requirements, validity, items.

        A value that does not fit its type is held and shown as a violation. ValueError for a computed question.
        """
        cell = self._addresses.cell(path)
        if cell.slot.question.field.calculation:
            raise ValueError(f"{cell.slot.question.name} is computed")
        self._live.hold(cell, value)
        return self._settle()

    def add_row(self, path: str, row: str | None = None) -> str:
        """Add a row to a repeat and return its id (given when a record is replayed); an id that is there stays as it is.

        What changed is in `last_change`.
        """
        repeat = self._addresses.repeat(path)
        row = row or str(uuid.uuid4())
        if row not in self._live.rows:
            self._live.add_row(repeat, row)
        self._settle()
        return row

    def remove_row(self, path: str) -> frozenset[str]:
        """Remove a row (`g_building[<id>]`, its whole path, or the id alone) with its answers; return what changed."""
        self._live.drop_row(self._addresses.row(path))
        return self._settle()

    def set_language(self, language: str) -> None:
        """Choose the language of labels and messages."""
        self.language = language

    # asking about questions

    def value(self, path: str) -> str:
        """Return the canonical text, "" while there is none or the question is not relevant."""
        return self._addresses.cell(path).text

    def held(self, path: str) -> str:
        """Return what was entered even while the question is not relevant."""
        return self._addresses.cell(path).held

    def relevant(self, path: str) -> bool:
        """Tell whether a question (or an item, by its code) is asked."""
        if path in self._plan.items:
            return self._live.root.gates[self._plan.items[path].gate.number]
        return self._addresses.cell(path).relevant

    def required(self, path: str) -> bool:
        """Tell whether an answer must be given."""
        cell = self._addresses.cell(path)
        return cell.required and cell.relevant

    def readonly(self, path: str) -> bool:
        """Tell whether the question cannot be answered by a person."""
        cell = self._addresses.cell(path)
        return cell.readonly or bool(cell.slot.question.field.calculation)

    def valid(self, path: str) -> bool:
        """Tell whether nothing is missing or wrong; `violation` says what."""
        return not self.violation(path)

    def violation(self, path: str) -> str:
        """Return "" or what is wrong: "required" (nothing there yet), "type" or "constraint"."""
        return self._addresses.cell(path).violation

    def choices(self, path: str) -> tuple[Choice, ...]:
        """Return the choices of a select."""
        return self._plan.choices(self._addresses.cell(path).slot.question)

    def label(self, path: str) -> str:
        """Return the wording of a question, item, section, repeat or the form, with the answers it quotes."""
        return _PLACEHOLDER.sub(lambda match: self._quoted(match[1], path), wording(self._wording(path), self.language))

    def problems(self) -> tuple[Trouble, ...]:
        """Return everything missing or wrong, in the order of the form."""
        wrong = (cell for cell in self._live.cells() if cell.violation)
        return tuple(Trouble(cell.path, cell.violation, self._message(cell)) for cell in wrong)

    def rows(self, repeat: str) -> tuple[str, ...]:
        """Return the ids of a repeat's rows, in order."""
        return tuple(row.row for row in self._live.root.rows[self._addresses.repeat(repeat)])

    # asking about items

    def state(self, code: str) -> str:
        """Return the state of an item: unchecked, pass, fail, partial, na."""
        return self._standings[code].state

    def points(self, code: str) -> Decimal | None:
        """Return the points earned, half up to cents; None for na, unchecked and items that are only recorded."""
        standing = self._standings[code]
        item = self.form.item(code)
        if item.points == "i" or standing.state in ("na", "unchecked"):
            return None
        return earned_points(Decimal(item.points), standing.fraction)

    def item(self, code: str) -> ItemView:
        """Return an item as a screen shows it."""
        item, standing = self.form.item(code), self._standings[code]
        points = None if item.points == "i" else Decimal(item.points)
        cells = (self._live.root.cells[slot.index] for slot in self._plan.unknown[code])
        unknown = () if standing.state == "na" else tuple(cell.slot.question.name for cell in cells if not cell.text)
        reason = self._reason(item, standing)
        return ItemView(
            code, standing.state, points, self.points(code), standing.grade, standing.rectify, unknown, reason
        )

    def results(self) -> list[ItemResult]:
        """Return every item as the score sees it."""
        found = []
        for item in self.form.items:
            points = Decimal(0) if item.points == "i" else Decimal(item.points)
            earned = self.points(item.code) or Decimal(0)
            found.append(ItemResult(item.code, points, earned, self.state(item.code), item.key))
        return found

    def progress(self) -> Progress:
        """Return how far the form is."""
        return self._progress(self.form.items)

    def section_progress(self, code: str) -> Progress:
        """Return how far a section is."""
        return self._progress(self.form.section(code).items)

    def answers(self) -> dict[str, Any]:
        """Return everything entered (context and computed values excepted): what another filling can start from."""
        root = self._live.root
        rows = [
            {"id": row.row, "repeat": name, "values": _entered(row)} for name, rows in root.rows.items() for row in rows
        ]
        return {"questions": _entered(root), "rows": rows}

    # within

    def _take(self, answers: Mapping[str, Any], context: Mapping[str, Entered]) -> tuple[str, ...]:
        """Hold what there is at the start; return the names that have no place."""
        live, lost = self._live, []
        for name, value in context.items():
            if name in self._plan.slots and self._plan.slots[name].question.role == "context":
                live.place(live.root, name, value)
        for name, value in answers.get("questions", {}).items():
            lost += [] if live.place(live.root, name, value) else [name]
        for given in answers.get("rows", ()):
            if given["repeat"] not in live.root.rows:
                lost.append(given["repeat"])
                continue
            scope = live.new_row(given["repeat"], given["id"])
            for name, value in given.get("values", {}).items():
                lost += [] if live.place(scope, name, value) else [name]
        return tuple(lost)

    def _settle(self) -> frozenset[str]:
        self.last_change = self._live.settle()
        return self.last_change

    def _reason(self, item: Item, standing: Standing) -> str:
        if standing.why >= 0:
            return wording(item.grade_when[standing.why].why, self.language)
        if standing.reason == "inspector":
            return self.held(f"{item.name}_na_reason")
        return standing.reason

    def _progress(self, items: Iterable[Item]) -> Progress:
        standings = [self._standings[item.code] for item in items]
        asked = [standing for standing in standings if standing.state != "na" or standing.reason == "inspector"]
        checked = sum(standing.state != "unchecked" for standing in asked)
        return Progress(checked, len(asked), sum(raises_finding(one.state, one.grade) for one in asked))

    def _wording(self, path: str) -> Wording:
        code = path if path in self._plan.items else self.form.item_at(path)
        if code is not None:
            return self.form.item(code).title
        section = next((section for section in self.form.sections if section.code == path), None)
        if section is not None:
            return section.title
        name = self._addresses.last(path)
        if name == self.form.form_id:
            return self.form.title
        if name in self._live.root.rows:
            return self.form.repeat(name).label
        return self._plan.slots[name].question.label

    def _quoted(self, name: str, path: str) -> str:
        if name not in self._plan.slots:
            return ""
        return self._addresses.scope_of(name, path).cells[self._plan.slots[name].index].text

    def _message(self, cell: Cell) -> str:
        field = cell.slot.question.field
        given = field.required_message if cell.violation == "required" else field.constraint_message
        return wording(given, self.language)


def _entered(scope: Scope) -> dict[str, str]:
    """Return what a person entered in a scope."""
    questions = ((cell.slot.question, cell.held) for cell in scope.cells if cell.held)
    return {
        question.name: held
        for question, held in questions
        if question.role != "context" and not question.field.calculation
    }
