"""A form being filled: answers in, what changed out. Knows no screen, no store, no score of the whole."""

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from inspector_app.errors import Problem
from inspector_app.form.addresses import Addresses
from inspector_app.form.canonical import Entered
from inspector_app.form.cells import Cell
from inspector_app.form.definition import Choice, Form, Item, Wording, wording
from inspector_app.form.faults import Fault
from inspector_app.form.live import Live, NameRow
from inspector_app.form.planning import plan_of
from inspector_app.form.results import (
    ItemResult,
    ItemView,
    Progress,
    RowPlace,
    Standing,
    Trouble,
    earned_points,
    raises_finding,
)
from inspector_app.form.schema import Level, Node
from inspector_app.form.scope import Scope
from inspector_app.form.ways import outside
from inspector_app.form.xpath.error import FAILURES

_PLACEHOLDER = re.compile(r"\$\{\s*([^}]+?)\s*\}")


class Filling:
    """One form being filled.

    Paths are absolute (`/campus_safety/saf_gate/saf_gate_02_guards`), rows by id or by number from 1
    (`/campus_safety/g_building[<id>]/saf_fire_01_locked`, `…g_building[1]/…`); a full question name alone will do where
    it is unique. Values are held as canonical text; `value` gives what expressions see: "" while not relevant.
    `answers` is the shape that `answers()` returns; names in it that the form lacks are kept in `unplaced`. With none the
    form is opened for the first time: what the device notes is noted, rows that a fresh form has are there. A default
    stands in every question that the answers say nothing of.
    `context` gives attributes, visit facts and parameters by name, and what the device notes (deviceid, username …) by
    type; those the form does not ask for are passed over.
    `now` decides today() and the time zone; `name_row` names the rows that the form itself makes (counted ones, those of
    a fresh form), at random if not given. `untouched`: nobody answered yet, the answers are only what is noted of the visit
    and the rows a fresh form has: what happens at the first opening happens. KeyError where a path leads nowhere.
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, Any] | None = None,
        context: Mapping[str, Entered] | None = None,
        language: str = "zh",
        now: datetime | None = None,
        name_row: NameRow | None = None,
        untouched: bool = False,
    ) -> None:
        self.form = form
        self.language = language
        self.last_change: frozenset[str] = frozenset()
        self._plan = plan_of(form)
        at = now or datetime.now().astimezone()
        self._live = Live(self._plan, at, language, *([name_row] if name_row is not None else []))
        first = not any((answers or {}).values())
        self.unplaced = self._take(answers or {}, context or {}, first=first)
        self._live.begin(first=first, untouched=untouched, device=context or {})
        self._addresses = Addresses(self._live)
        self._standings = self._live.environment.standings

    # answering

    def answer(self, path: str, value: Entered) -> frozenset[str]:
        """Hold an answer; return the paths of all that changed: values, relevance, requirements, validity, items.

        A value that does not fit its type is held and shown as a violation. ValueError for a computed question.
        """
        cell = self._addresses.cell(path)
        if cell.slot.question.field.is_computed:
            raise ValueError(f"{cell.slot.question.name} is computed")
        self._live.hold(cell, value)
        return self._settle()

    def add_row(self, path: str, row: str | None = None) -> str:
        """Add a row to a repeat and return its id (given when a record is replayed); an id that is there stays as it is.

        A repeat inside another's row is named with that row: `/f/house[<id>]/person`. What changed is in `last_change`.
        ValueError for a repeat whose rows an expression counts.
        """
        level = self._addresses.repeat(path)
        row = row or str(uuid.uuid4())
        if row not in self._live.rows:
            self._may_change_rows(level)
            self._live.add_row(self._addresses.scope_around(path, level), level, row)
        self._settle()
        return row

    def remove_row(self, path: str) -> frozenset[str]:
        """Remove a row (`g_building[<id>]`, its whole path, or the id alone) with its answers; return what changed."""
        scope = self._addresses.row(path)
        self._may_change_rows(scope.level)
        self._live.drop_row(scope)
        return self._settle()

    def finish(self, now: datetime) -> frozenset[str]:
        """Note the moment in which the form is finished (questions of type `end`); return what changed.

        To be called when the visit is signed: what ODK's clients set when a form is finalised, an opened form cannot know.
        """
        self.last_change = self._live.finish(now)
        return self.last_change

    def set_language(self, language: str) -> None:
        """Choose the language of labels and messages."""
        self.language = language
        self.last_change = self._live.set_language(language)

    # asking about questions

    def value(self, path: str) -> str:
        """Return the canonical text, "" while there is none or the question is not relevant."""
        return self._addresses.cell(path).text

    def held(self, path: str) -> str:
        """Return what was entered even while the question is not relevant."""
        return self._addresses.cell(path).held

    def relevant(self, path: str) -> bool:
        """Tell whether a question, group or row (or an item, by its code) is asked."""
        if path in self._plan.item_gates:
            return self._live.root.gates[self._plan.item_gates[path].place]
        node = self._addresses.node(path)
        return self._is_open(path, node) if node.slot is None else self._addresses.cell(path).relevant

    def required(self, path: str) -> bool:
        """Tell whether an answer must be given."""
        cell = self._addresses.cell(path)
        return cell.required and cell.relevant

    def readonly(self, path: str) -> bool:
        """Tell whether the question cannot be answered by a person."""
        cell = self._addresses.cell(path)
        return cell.readonly or cell.slot.question.field.is_computed

    def valid(self, path: str) -> bool:
        """Tell whether nothing is missing or wrong; `violation` says what."""
        return not self.violation(path)

    def violation(self, path: str) -> str:
        """Return "" or what is wrong: "required" (nothing there yet), "type" or "constraint"."""
        return self._addresses.cell(path).violation

    def choices(self, path: str) -> tuple[Choice, ...]:
        """Return the choices of a select that are on offer now."""
        cell = self._addresses.cell(path)
        offer = self._plan.offer(cell.slot)
        try:
            return () if offer is None else offer.choices(cell.scope)
        except FAILURES:  # told among the faults by the task that keeps the offer
            return ()

    def label(self, path: str) -> str:
        """Return the wording of a question, item, section, repeat or the form, with the answers it quotes."""
        return self._filled_in(self._wording(path), path)

    def hint(self, path: str) -> str:
        """Return the hint of a question, with the answers it quotes."""
        return self._filled_in(self._addresses.cell(path).slot.question.field.hint, path)

    def problems(self) -> tuple[Trouble, ...]:
        """Return everything missing or wrong, in the order of the form."""
        wrong = (cell for cell in self._live.cells() if cell.violation)
        return tuple(Trouble(cell.path, cell.violation, self._message(cell)) for cell in wrong)

    def faults(self) -> tuple[Problem, ...]:
        """Return the expressions that cannot be evaluated with the answers as they are, each with its question, row or item.

        Meanwhile: what they compute is empty, what they would hide is asked, what they would judge is unchecked.
        """
        return tuple(
            Problem("form.failed_expression", self._place_of(fault), part=fault.part, reason=fault.reason)
            for fault in self._live.faults.standing()
        )

    def rows(self, repeat: str) -> tuple[str, ...]:
        """Return the ids of a repeat's rows, in order (of one inside another's row, name that row)."""
        level = self._addresses.repeat(repeat)
        return tuple(row.row for row in self._addresses.scope_around(repeat, level).rows[level.key])

    def row_ids(self) -> frozenset[str]:
        """Return the ids of all rows, of every repeat."""
        return frozenset(self._live.rows)

    def row_at(self, path: str) -> str:
        """Return the id of the row that the question at a path stands in, "" for none."""
        row: str = self._addresses.cell(path).scope.row
        return row

    def row_place(self, row: str) -> RowPlace:
        """Return where a row stands: its repeat, its number from 1, the row around it ("" for none)."""
        scope = self._live.rows[row]
        return RowPlace(scope.key, scope.place, scope.above.row if scope.above is not None else "")

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
        asked = self._plan.unknown[code]
        if standing.state in ("fail", "partial"):
            asked += self._plan.late[code]
        cells = (self._live.root.cells[slot.index] for slot in asked)
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
        """Return everything entered or computed by once() (context and other computed values excepted): what another
        filling can start from."""
        root = self._live.root
        return {"questions": _entered(root), "rows": list(_rows_in(root))}

    # within

    def _take(self, answers: Mapping[str, Any], context: Mapping[str, Entered], *, first: bool) -> tuple[str, ...]:
        """Hold what there is at the start; return the names that have no place."""
        live, lost = self._live, []
        for name, value in context.items():
            if name in self._plan.slots and self._plan.slots[name].question.role == "context":
                live.place(live.root, name, value)
        for name, value in answers.get("questions", {}).items():
            lost += [] if live.place(live.root, name, value) else [name]
        if first:
            for level in live.root.level.inner:
                live.start_rows(live.root, level, self._plan.starts.get(level.key, ()))
        for given in answers.get("rows", ()):
            above = self._scope_of(given)
            if above is None:
                lost.append(given["repeat"])
                continue
            scope = live.new_row(above, self._plan.schema.levels[given["repeat"]], given["id"])
            for name, value in given.get("values", {}).items():
                lost += [] if live.place(scope, name, value) else [name]
        return tuple(lost)

    def _scope_of(self, given: Mapping[str, Any]) -> Scope | None:
        """Return the scope that a row of the answers stands in, None where it has no place."""
        level = self._plan.schema.levels.get(given["repeat"])
        above = self._live.rows.get(given["parent"]) if given.get("parent") else self._live.root
        return None if level is None or above is None or level.above is not above.level else above

    def _may_change_rows(self, level: Level) -> None:
        if level.key in self._plan.counted:
            raise ValueError(f"the rows of {level.key} are counted by the form")

    def _is_open(self, path: str, node: Node) -> bool:
        """Tell whether no gate at or around a group or row is closed."""
        a_row = node.sort == "repeat" and path.endswith("]")
        scope = self._addresses.row(path) if a_row else self._addresses.scope_at(path, outside(node))
        gate = self._plan.schema.gate_around(node if a_row or node.sort != "repeat" else node.parent)
        return gate is None or scope.up(scope.level.depth - gate.level.depth).gates[gate.place]

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
        code = path if path in self._plan.item_gates else self.form.item_at(path)
        if code is not None:
            return self.form.item(code).title
        section = next((section for section in self.form.sections if section.code == path), None)
        if section is not None:
            return section.title
        if self._addresses.last(path) in (self.form.form_id, self.form.root):
            return self.form.title
        node = self._addresses.node(path)
        if node.slot is not None:
            return node.slot.question.label
        field = self._plan.schema.fields.get(node)
        return self.form.repeat(node.name).label if field is None else field.label

    def _filled_in(self, given: Wording, path: str) -> str:
        text = wording(given, self.language)
        return _PLACEHOLDER.sub(lambda match: self._quoted(match[1], path), text) if "${" in text else text

    def _quoted(self, expression: str, path: str) -> str:
        """Return what a wording quotes, `${name}` or another expression, as seen from where the wording stands."""
        try:
            node = self._addresses.node(path)
        except KeyError:  # the wording of a section or item
            node = self._plan.schema.root
        value = self._plan.quoted(expression, node)
        level = node.level if node.sort != "repeat" or path.endswith("]") else outside(node)
        if value is None or level is not node.level:
            return ""
        try:
            return value(self._addresses.scope_at(path, level))
        except FAILURES:  # a wording is read on even where what it quotes cannot be said
            return ""

    def _place_of(self, fault: Fault) -> str:
        kind, what = fault.key[:2]
        if kind == "item":
            return str(what)
        if kind in ("gate", "rows"):
            return self._plan.spelled(fault.key)
        return fault.scope.path + self._plan.schema.numbered[what].tail

    def _message(self, cell: Cell) -> str:
        field = cell.slot.question.field
        given = field.required_message if cell.violation == "required" else field.constraint_message
        return self._filled_in(given, cell.path)


def _entered(scope: Scope) -> dict[str, str]:
    """Return what was entered in a scope, or computed once and for all; an emptied default counts as entered."""
    return {
        cell.slot.question.name: cell.held
        for cell in scope.cells
        if (cell.held or cell.slot.question.field.default)
        and cell.slot.question.role != "context"
        and cell.slot.question.field.is_remembered
    }


def _rows_in(scope: Scope) -> Iterator[dict[str, Any]]:
    """Yield the rows below a scope, each before those inside it."""
    for key, rows in scope.rows.items():
        for row in rows:
            inside = {"parent": scope.row} if scope.row else {}
            yield {"id": row.row, "repeat": key, **inside, "values": _entered(row)}
            yield from _rows_in(row)
