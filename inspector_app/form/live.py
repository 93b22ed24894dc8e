"""The running state of a filling: its scopes and cells, and the queue that computes what a change can reach, in order."""

import heapq
from collections import Counter
from datetime import UTC, datetime

from inspector_app.form.canonical import Entered, canonical
from inspector_app.form.names import Key
from inspector_app.form.plan import Plan
from inspector_app.form.results import Standing
from inspector_app.form.scope import ROOT, Cell, Scope, Slot
from inspector_app.form.tasks import computed_text, has_default_expression
from inspector_app.form.xpath.values import Environment

_UNCHECKED = Standing("unchecked")


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
        return self.standings.get(code, _UNCHECKED).state

    def count_items(self, states: frozenset[str], excepted: frozenset[str]) -> float:
        """Return how many items are in one of the states, some left out."""
        total = sum(self.counts[state] for state in states)
        return float(total - sum(self.item_state(code) in states for code in excepted))


class Live:
    """Scopes and cells of one filling. A change is held, told, and settled; `settle` returns the paths of all it reached."""

    def __init__(self, plan: Plan, now: datetime) -> None:
        self.plan = plan
        self.environment = FillingEnvironment(now)
        self.root = Scope(self.environment, ROOT)
        self.root.gates = [True] * len(plan.gates)
        self.root.rows = {repeat.name: [] for repeat in plan.form.repeats}
        self.rows: dict[str, Scope] = {}
        self._top = f"/{plan.form.form_id}"
        self._waiting: list[tuple[int, int, Scope]] = []
        self._queued: set[tuple[int, int]] = set()
        self._changed: set[str] = set()
        self._fill(self.root)

    # changing

    def hold(self, cell: Cell, value: Entered) -> None:
        """Hold an answer and queue what depends on it."""
        held = self._canonical(cell.slot, value)
        if held == cell.held:
            return
        cell.held = held
        self._changed.add(cell.path)
        if cell.refresh():
            self._tell(("value", cell.slot.number), cell.scope)

    def place(self, scope: Scope, name: str, value: Entered) -> bool:
        """Hold an answer before anything is computed; tell whether it has a place in the scope."""
        slot = self.plan.slots.get(name)
        if slot is None or slot.scope != scope.name or slot.question.field.calculation:
            return False
        cell = scope.cells[slot.index]
        cell.held = self._canonical(slot, value)
        cell.refresh()
        return True

    def new_row(self, repeat: str, row: str) -> Scope:
        """Add a row before anything is computed."""
        scope = Scope(self.environment, repeat, row, self.root)
        self.rows[row] = scope
        self.root.rows[repeat].append(scope)
        self._fill(scope)
        return scope

    def add_row(self, repeat: str, row: str) -> None:
        """Add a row and queue all that is computed in it or from it."""
        scope = self.new_row(repeat, row)
        self._tell_rows(scope)
        for rank in self.plan.of_scope[repeat]:
            self._queue(rank, scope)

    def drop_row(self, scope: Scope) -> None:
        """Remove a row and queue what was computed from it."""
        self.root.rows[scope.name].remove(scope)
        del self.rows[scope.row]
        self._tell_rows(scope)

    def settle(self) -> frozenset[str]:
        """Compute everything queued, each task after those it depends on; return the changed paths."""
        try:
            self._run()
            return frozenset(self._changed)
        finally:
            # an expression that fails (a pattern put together wrongly) must not haunt the next answer
            self._waiting.clear()
            self._queued.clear()
            self._changed.clear()

    def _run(self) -> None:
        tasks, waiting, queued = self.plan.tasks, self._waiting, self._queued
        while waiting:
            rank, mark, scope = heapq.heappop(waiting)
            queued.discard((rank, mark))
            for key in tasks[rank].run(scope):
                self._note(key, scope)
                self._tell(key, scope)

    def begin(self) -> None:
        """Compute everything once, in order."""
        for task in self.plan.tasks:
            for scope in self.root.rows[task.scope] if task.scope else (self.root,):
                task.run(scope)

    def cells(self) -> list[Cell]:
        """Return every cell in the order of the form, rows in theirs."""
        found = [*self.root.cells, *(cell for rows in self.root.rows.values() for row in rows for cell in row.cells)]
        return sorted(found, key=lambda cell: cell.slot.number)

    # within

    def _canonical(self, slot: Slot, value: Entered) -> str:
        return canonical(slot.question.type, value, self.plan.choice_names(slot))

    def _fill(self, scope: Scope) -> None:
        slots = self.plan.layout[scope.name]
        scope.cells = [Cell(slot, scope) for slot in slots]
        for cell in scope.cells:
            if cell.slot.question.field.default and not has_default_expression(cell.slot.question):
                cell.held = self._canonical(cell.slot, cell.slot.question.field.default)
                cell.refresh()
        for cell in scope.cells:
            default = self.plan.defaults.get(cell.slot.number)
            if default is not None:
                cell.held = computed_text(cell.slot.question.type, default(scope), self.environment)
                cell.refresh()

    def _note(self, key: Key, scope: Scope) -> None:
        kind, what = key
        if kind == "item":
            self._changed.add(self.plan.form.item_path(what))
        elif kind != "gate":
            self._changed.add(scope.cells[self.plan.numbered[what].index].path)

    def _tell_rows(self, row: Scope) -> None:
        """Say that a row came or went: the row's path and its repeat's are among the changed."""
        repeat = f"{self._top}/{row.name}"
        self._changed |= {repeat, f"{repeat}[{row.row}]"}
        self._tell(("rows", row.name), self.root)

    def _tell(self, key: Key, scope: Scope) -> None:
        """Queue every task that depends on `key`, in the scopes from which it can be seen."""
        for rank, listening in self.plan.listeners.get(key, ()):
            if listening == scope.name:
                self._queue(rank, scope)
            elif not listening:
                self._queue(rank, self.root)
            else:
                for row in self.root.rows[listening]:
                    self._queue(rank, row)

    def _queue(self, rank: int, scope: Scope) -> None:
        mark = (rank, id(scope))
        if mark not in self._queued:
            self._queued.add(mark)
            heapq.heappush(self._waiting, (*mark, scope))
