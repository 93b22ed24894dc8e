"""A form being filled: answers in, what changed out. Knows no screen, no store, no score of the whole."""

import heapq
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from inspector_app.form.canonical import Entered, canonical
from inspector_app.form.definition import Choice, Form, Wording, wording
from inspector_app.form.names import Key
from inspector_app.form.plan import Plan
from inspector_app.form.planning import plan_of
from inspector_app.form.results import ItemResult, ItemView, Progress, Standing, Trouble, earned_points
from inspector_app.form.scope import ROOT, Cell, Scope
from inspector_app.form.tasks import computed_text, has_default_expression
from inspector_app.form.xpath.values import Environment

_ROW = re.compile(r"\[([^\]]*)\]")
_PLACEHOLDER = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_NOTHING = Standing("unchecked")


class FillingEnvironment(Environment):
    """The environment of a filling's expressions, and where its items stand (they can ask for each other's states)."""

    __slots__ = ("counts", "standings")

    def __init__(self, now: datetime) -> None:
        super().__init__(now, now.tzinfo or UTC)
        self.standings: dict[str, Standing] = {}
        self.counts: Counter[str] = Counter()

    def set_standing(self, code: str, standing: Standing) -> bool:
        """Note where an item stands; tell whether that is news."""
        before = self.standings.get(code)
        if before == standing:
            return False
        if before is not None:
            self.counts[before.state] -= 1
        self.counts[standing.state] += 1
        self.standings[code] = standing
        return True

    def item_state(self, code: str) -> str:
        """Return an item's state."""
        return self.standings.get(code, _NOTHING).state

    def count_items(self, states: frozenset[str], excepted: frozenset[str]) -> float:
        """Return how many items are in one of the states, some left out."""
        total = sum(self.counts[state] for state in states)
        return float(total - sum(self.item_state(code) in states for code in excepted))


class Filling:
    """One form being filled.

    Paths are absolute (`/campus_safety/saf_gate/saf_gate_02_guards`), rows by id or by number from 1
    (`/campus_safety/g_building[<id>]/saf_fire_01_locked`, `…g_building[1]/…`); a full question name alone will do where
    it is unique. Values are held as canonical text; `value` gives what expressions see: "" while not relevant.
    `answers` is the shape that `answers()` returns; names in it that the form lacks are kept in `unplaced`.
    KeyError where a path leads nowhere.
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
        self.unplaced: tuple[str, ...] = ()
        self._plan: Plan = plan_of(form)
        self._environment = FillingEnvironment(now or datetime.now().astimezone())
        self._root = Scope(self._environment, ROOT)
        self._rows: dict[str, Scope] = {}
        self._cells: dict[str, Cell] = {}
        self._waiting: list[tuple[int, int, Scope]] = []
        self._queued: set[tuple[int, int]] = set()
        self._changed: set[str] = set()
        self._start(answers or {}, context or {})

    # answering

    def answer(self, path: str, value: Entered) -> frozenset[str]:
        """Hold an answer; return the paths of all that changed: values, relevance, requirements, validity, items.

        A value that does not fit its type is held and shown as a violation. ValueError for a computed question.
        """
        cell = self._cell(path)
        question = cell.slot.question
        if question.field.calculation:
            raise ValueError(f"{question.name} is computed")
        names = [choice.name for choice in self._plan.choices(question)]
        held = canonical(question.type, value, names)
        if held != cell.held:
            cell.held = held
            self._changed.add(self._path(cell))
            if cell.refresh():
                self._tell(("value", cell.slot.number), cell.scope)
        return self._settle()

    def add_row(self, path: str, row: str | None = None) -> str:
        """Add a row to a repeat and return its id (given when a record is replayed); an id that is there stays as it is."""
        repeat = self._repeat_name(path)
        row = row or str(uuid.uuid4())
        if row not in self._rows:
            scope = self._new_row(repeat, row)
            self._changed.add(f"/{self.form.form_id}/{repeat}[{row}]")
            self._tell(("rows", repeat), self._root)
            self._run_all(scope)
        self._settle()
        return row

    def remove_row(self, path: str) -> frozenset[str]:
        """Remove a row (`g_building[<id>]`, its whole path, or the id alone) with its answers; return what changed."""
        scope = self._row(path)
        self._root.rows[scope.name].remove(scope)
        del self._rows[scope.row]
        for cell in scope.cells:
            self._cells.pop(self._path(cell), None)
        self._changed.add(f"/{self.form.form_id}/{scope.name}[{scope.row}]")
        self._tell(("rows", scope.name), self._root)
        return self._settle()

    def set_language(self, language: str) -> None:
        """Choose the language of labels, choices and messages."""
        self.language = language

    # asking about questions

    def value(self, path: str) -> str:
        """Return the canonical text, "" while there is none or the question is not relevant."""
        return self._cell(path).text

    def held(self, path: str) -> str:
        """Return what was entered even while the question is not relevant."""
        return self._cell(path).held

    def relevant(self, path: str) -> bool:
        """Tell whether a question (or an item, by its code) is asked."""
        if path in self._plan.items:
            return self._root.gates[self._plan.items[path].gate.number]
        return self._cell(path).relevant

    def required(self, path: str) -> bool:
        """Tell whether an answer must be given."""
        cell = self._cell(path)
        return cell.required and cell.relevant

    def readonly(self, path: str) -> bool:
        """Tell whether the question cannot be answered by a person."""
        cell = self._cell(path)
        return cell.readonly or bool(cell.slot.question.field.calculation)

    def valid(self, path: str) -> bool:
        """Tell whether nothing is missing or wrong; `violation` says what."""
        return not self._cell(path).violation

    def violation(self, path: str) -> str:
        """Return "" or what is wrong: "required" (nothing there yet), "type" or "constraint"."""
        return self._cell(path).violation

    def choices(self, path: str) -> tuple[Choice, ...]:
        """Return the choices of a select."""
        return self._plan.choices(self._cell(path).slot.question)

    def label(self, path: str) -> str:
        """Return the wording of a question, item, section, repeat or the form in the filling's language."""
        return _PLACEHOLDER.sub(lambda match: self._shown(match[1], path), wording(self._wording(path), self.language))

    def problems(self) -> tuple[Trouble, ...]:
        """Return everything missing or wrong, in the order of the form."""
        cells = [*self._root.cells, *(cell for rows in self._root.rows.values() for row in rows for cell in row.cells)]
        return tuple(
            Trouble(self._path(cell), cell.violation, self._message(cell))
            for cell in sorted(cells, key=lambda cell: cell.slot.number)
            if cell.violation
        )

    def rows(self, repeat: str) -> tuple[str, ...]:
        """Return the ids of a repeat's rows, in order."""
        return tuple(row.row for row in self._root.rows[self._repeat_name(repeat)])

    # asking about items

    def state(self, code: str) -> str:
        """Return the state of an item: unchecked, pass, fail, partial, na."""
        return self._environment.standings[code].state

    def points(self, code: str) -> Decimal | None:
        """Return the points earned, half up to cents; None for na, unchecked and items that are only recorded."""
        standing = self._environment.standings[code]
        item = self.form.item(code)
        if item.points == "i" or standing.state in ("na", "unchecked"):
            return None
        return earned_points(Decimal(item.points), standing.fraction)

    def item(self, code: str) -> ItemView:
        """Return an item as a screen shows it."""
        item, standing = self.form.item(code), self._environment.standings[code]
        points = None if item.points == "i" else Decimal(item.points)
        unknown = tuple(
            slot.question.name for slot in self._plan.unknown[code] if not self._root.cells[slot.index].text
        )
        reason = standing.reason
        if standing.why >= 0:
            reason = wording(item.grade_when[standing.why].why, self.language)
        elif reason == "inspector":
            reason = self._root.cells[self._plan.slots[f"{item.name}_na_reason"].index].held
        shown = () if standing.state == "na" else unknown
        return ItemView(
            code, standing.state, points, self.points(code), standing.grade, standing.rectify, shown, reason
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
        top = self._entered(self._root)
        rows = [
            {"id": row.row, "repeat": name, "values": self._entered(row)}
            for name, rows in self._root.rows.items()
            for row in rows
        ]
        return {"questions": top, "rows": rows}

    # starting

    def _start(self, answers: Mapping[str, Any], context: Mapping[str, Entered]) -> None:
        root, plan = self._root, self._plan
        root.gates = [True] * len(plan.gates)
        root.rows = {repeat.name: [] for repeat in self.form.repeats}
        self._fill(root)
        lost = []
        for name, value in context.items():
            if (slot := plan.slots.get(name)) is not None and slot.question.role == "context":
                self._place(root, name, value)
        for name, value in answers.get("questions", {}).items():
            lost += [] if self._place(root, name, value) else [name]
        for given in answers.get("rows", ()):
            if given["repeat"] not in root.rows:
                lost.append(given["repeat"])
                continue
            scope = self._new_row(given["repeat"], given["id"])
            for name, value in given.get("values", {}).items():
                lost += [] if self._place(scope, name, value) else [name]
        self.unplaced = tuple(lost)
        self._run_everything()
        self._changed.clear()

    def _place(self, scope: Scope, name: str, value: Entered) -> bool:
        slot = self._plan.slots.get(name)
        if slot is None or slot.scope != scope.name or slot.question.field.calculation:
            return False
        cell = scope.cells[slot.index]
        cell.held = canonical(slot.question.type, value, [choice.name for choice in self._plan.choices(slot.question)])
        cell.refresh()
        return True

    def _fill(self, scope: Scope) -> None:
        for slot in self._plan.layout[scope.name]:
            cell = Cell(slot, scope)
            scope.cells.append(cell)
            self._cells[self._path(cell)] = cell
            if not scope.name:
                self._cells[slot.question.name] = cell
            field = slot.question.field
            if field.default and not has_default_expression(slot.question):
                cell.held = canonical(slot.question.type, field.default)
                cell.refresh()
        for slot in self._plan.layout[scope.name]:
            default = self._plan.defaults.get(slot.number)
            if default is not None:
                cell = scope.cells[slot.index]
                cell.held = computed_text(slot.question.type, default(scope), self._environment)
                cell.refresh()

    def _new_row(self, repeat: str, row: str) -> Scope:
        scope = Scope(self._environment, repeat, row, self._root)
        self._rows[row] = scope
        self._root.rows[repeat].append(scope)
        self._fill(scope)
        return scope

    # computing

    def _run_everything(self) -> None:
        for task in self._plan.tasks:
            if task.scope:
                for row in self._root.rows[task.scope]:
                    task.run(row)
            else:
                task.run(self._root)

    def _run_all(self, scope: Scope) -> None:
        for rank in self._plan.of_scope[scope.name]:
            self._queue(rank, scope)

    def _tell(self, key: Key, scope: Scope) -> None:
        """Queue every task that depends on `key`, in the scopes from which it can be seen."""
        tasks = self._plan.tasks
        for rank in self._plan.listeners.get(key, ()):
            listening = tasks[rank].scope
            if listening == scope.name:
                self._queue(rank, scope)
            elif not listening:
                self._queue(rank, self._root)
            else:
                for row in self._root.rows[listening]:
                    self._queue(rank, row)

    def _queue(self, rank: int, scope: Scope) -> None:
        mark = (rank, id(scope))
        if mark not in self._queued:
            self._queued.add(mark)
            heapq.heappush(self._waiting, (rank, id(scope), scope))

    def _settle(self) -> frozenset[str]:
        tasks = self._plan.tasks
        while self._waiting:
            rank, mark, scope = heapq.heappop(self._waiting)
            self._queued.discard((rank, mark))
            for key in tasks[rank].run(scope):
                self._changed.add(self._path_of(key, scope))
                self._tell(key, scope)
        self._changed.discard("")
        self.last_change = frozenset(self._changed)
        self._changed.clear()
        return self.last_change

    # paths

    def _cell(self, path: str) -> Cell:
        cell = self._cells.get(path)
        if cell is not None:
            return cell
        bare = _ROW.sub("", path)
        slot = self._plan.slots.get(bare.rpartition("/")[2])
        if slot is None or not (slot.question.path == bare or slot.question.path.endswith(f"/{bare}")):
            raise KeyError(path)
        if not slot.scope:
            return self._root.cells[slot.index]
        return self._row_of(path, slot.scope).cells[slot.index]

    def _row_of(self, path: str, repeat: str) -> Scope:
        match = _ROW.search(path)
        rows = self._root.rows[repeat]
        if match is None:
            if len(rows) == 1:
                return rows[0]
            raise KeyError(f"{path}: which of {len(rows)} rows?")
        return self._chosen(match[1], repeat, path)

    def _chosen(self, mark: str, repeat: str, path: str) -> Scope:
        scope = self._rows.get(mark)
        if scope is not None and scope.name == repeat:
            return scope
        rows = self._root.rows[repeat]
        if mark.isascii() and mark.isdigit() and 1 <= int(mark) <= len(rows):
            return rows[int(mark) - 1]
        raise KeyError(path)

    def _row(self, path: str) -> Scope:
        if path in self._rows:
            return self._rows[path]
        match = _ROW.search(path)
        if match is None:
            raise KeyError(path)
        return self._chosen(match[1], self._repeat_name(path[: match.start()]), path)

    def _repeat_name(self, path: str) -> str:
        name = _ROW.sub("", path).rstrip("/").rpartition("/")[2]
        if name not in self._root.rows:
            raise KeyError(path)
        return name

    def _path(self, cell: Cell) -> str:
        question, scope = cell.slot.question, cell.scope
        return f"/{self.form.form_id}/{scope.name}[{scope.row}]/{question.name}" if scope.name else question.path

    def _path_of(self, key: Key, scope: Scope) -> str:
        kind, what = key
        if kind == "item":
            return self.form.item_path(what)
        if kind == "gate":
            return ""
        if kind == "rows":
            return f"/{self.form.form_id}/{what}"
        slot = self._plan.numbered[what]
        return self._path(scope.cells[slot.index])

    # wording

    def _wording(self, path: str) -> Wording:
        if path in self._plan.items:
            return self.form.item(path).title
        section = next((section for section in self.form.sections if section.code == path), None)
        if section is not None:
            return section.title
        bare = _ROW.sub("", path).rstrip("/").rpartition("/")[2]
        if bare == self.form.form_id:
            return self.form.title
        if bare in self._root.rows:
            return self.form.repeat(bare).label
        slot = self._plan.slots.get(bare)
        if slot is None:
            raise KeyError(path)
        return slot.question.label

    def _shown(self, name: str, path: str) -> str:
        slot = self._plan.slots.get(name)
        if slot is None:
            return ""
        scope = self._row_of(path, slot.scope) if slot.scope else self._root
        return scope.cells[slot.index].text

    def _message(self, cell: Cell) -> str:
        field = cell.slot.question.field
        if cell.violation == "required":
            return wording(field.required_message, self.language)
        return wording(field.constraint_message, self.language)

    # counting

    def _progress(self, items: Iterable[Any]) -> Progress:
        standings = [self._environment.standings[item.code] for item in items]
        asked = [standing for standing in standings if standing.state != "na" or standing.reason == "inspector"]
        checked = sum(standing.state != "unchecked" for standing in asked)
        return Progress(checked, len(asked), sum(standing.state in ("fail", "partial") for standing in asked))

    def _entered(self, scope: Scope) -> dict[str, str]:
        return {
            cell.slot.question.name: cell.held
            for cell in scope.cells
            if cell.held and cell.slot.question.role != "context" and not cell.slot.question.field.calculation
        }
