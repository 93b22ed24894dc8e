"""The running state of a filling: its scopes and cells, and the queue that computes what a change can reach, in order."""

import heapq
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from inspector_app.form.canonical import Entered, canonical
from inspector_app.form.cells import Cell
from inspector_app.form.definition import StartRow
from inspector_app.form.environment import FillingEnvironment
from inspector_app.form.faults import Faults
from inspector_app.form.happenings import set_value
from inspector_app.form.names import Key
from inspector_app.form.plan import FINISHED, FIRST_LOAD, LOAD, NEW_ROW, Plan
from inspector_app.form.ready import Blank
from inspector_app.form.schema import ROOT, Level, Slot
from inspector_app.form.scope import Scope
from inspector_app.form.tasks import Run, has_default_expression
from inspector_app.form.types import METADATA
from inspector_app.form.xpath.error import FAILURES, XPathError

# A form whose rows set each other off without end is stopped: no honest form comes near this many steps for one answer.
_MOST_STEPS = 5_000_000
MOST_ROWS = 10_000

NameRow = Callable[[str, str, int], str]
"""The id of a row that the form itself makes: from the row around it ("" for none), its repeat, its number from 1."""


def _any_name(_above: str, _repeat: str, _number: int) -> str:
    return str(uuid.uuid4())


class Live:
    """Scopes and cells of one filling. A change is held, told, and settled; `settle` returns the paths of all it reached."""

    def __init__(self, plan: Plan, now: datetime, language: str, name_row: NameRow = _any_name) -> None:
        self.plan = plan
        self._name_row = name_row
        self.environment = FillingEnvironment(plan, now, language)
        self.environment.live = self
        self.rows: dict[str, Scope] = {}
        self.faults = Faults()
        self._serial = 0
        self._spoken_of: set[tuple[int, int]] = set()  # what the answers at the start say something of, be it nothing
        self._waiting: list[tuple[int, int, Scope]] = []
        self._queued: set[tuple[int, int]] = set()
        self._changed: set[str] = set()
        self._fresh: list[Scope] = []
        self.root = Scope(self.environment, plan.schema.levels[ROOT])
        if plan.ready is None:
            self._fill(self.root)
        else:
            self._restore(plan.ready.blank)

    # changing

    def hold(self, cell: Cell, value: Entered) -> None:
        """Hold an answer and queue what depends on it."""
        held = self._canonical(cell.slot, value)
        if held == cell.held:
            return
        cell.held = held
        self._changed.add(cell.path)
        if cell.slot.asked_as_held:
            self._tell(("held", cell.slot.number), cell.scope)
        if cell.refresh():
            self._tell(("value", cell.slot.number), cell.scope)

    def place(self, scope: Scope, name: str, value: Entered) -> bool:
        """Hold an answer before anything is computed; tell whether it has a place in the scope."""
        slot = self.plan.slots.get(name)
        if slot is None or slot.scope != scope.key or not slot.question.field.is_remembered:
            return False
        self._put(scope.cells[slot.index], value)
        self._spoken_of.add((scope.serial, slot.index))
        return True

    def new_row(self, above: Scope, level: Level, row: str) -> Scope:
        """Add a row before anything is computed."""
        self._serial += 1
        scope = Scope(self.environment, level, row, above, self._serial)
        twins = above.rows[level.key]
        twins.append(scope)
        scope.place = len(twins)
        self.rows[row] = scope
        _touch(scope)
        self._fill(scope)
        return scope

    def start_rows(self, above: Scope, level: Level, given: tuple[StartRow, ...]) -> None:
        """Add the rows of a fresh form, with those inside them, before anything is computed."""
        for number, start in enumerate(given, len(above.rows[level.key]) + 1):
            scope = self.new_row(above, level, self._name_row(above.row, level.key, number))
            for path, text in start.values.items():
                node = self.plan.schema.find(f"{level.node.path}/{path}")
                if node is not None and node.slot is not None:
                    self._put(scope.cells[node.slot.index], text)
            for inner in level.inner:
                relative = inner.node.path[len(level.node.path) + 1 :]
                self.start_rows(scope, inner, start.rows.get(relative, self.plan.starts.get(inner.key, ())))

    def add_row(self, above: Scope, level: Level, row: str) -> None:
        """Add a row, with those that stand in it, and queue all that is computed in it or from it."""
        scope = self.new_row(above, level, row)
        for inner in level.inner:
            self.start_rows(scope, inner, self.plan.starts.get(inner.key, ()))
        self._tell_rows(scope)
        for one in _with_rows(scope):
            for rank in self.plan.of_level[one.key]:
                self._queue(rank, one)
            self._fresh.append(one)

    def drop_row(self, scope: Scope) -> None:
        """Remove a row and queue what was computed from it."""
        assert scope.above is not None
        twins = scope.above.rows[scope.key]
        gone, scope.place = scope.place, 0
        del twins[gone - 1]
        _touch(scope)
        for one in _with_rows(scope):
            self.rows.pop(one.row, None)
        for place, twin in enumerate(twins[gone - 1 :], gone):
            twin.place = place
            self._tell(("place", scope.key), twin)
        self._tell_rows(scope)

    def set_count(self, above: Scope, level: Level, wanted: float) -> None:
        """Add or remove rows at the end until there are as many as wanted."""
        rows = above.rows[level.key]
        count = int(min(max(wanted, 0), MOST_ROWS))
        while len(rows) > count:
            self.drop_row(rows[-1])
        while len(rows) < count:
            self.add_row(above, level, self._name_row(above.row, level.key, len(rows) + 1))

    def settle(self) -> frozenset[str]:
        """Compute everything queued, each task after those it depends on; return the changed paths."""
        try:
            self._run()
            while self._fresh:
                self._welcome(self._fresh.pop(0))
            return frozenset(self._changed)
        finally:
            # a bug must not haunt the next answer
            self._waiting.clear()
            self._queued.clear()
            self._changed.clear()
            self._fresh.clear()

    def begin(self, *, first: bool, device: Mapping[str, Entered], untouched: bool = False) -> None:
        """Compute everything once, in order; where the form is opened `first` or still `untouched`, its events happen.

        `device` says by type what a device notes of itself (deviceid, username …).
        """
        present = list(self.rows.values())
        if first:
            for cell in self.root.cells:
                if cell.slot.question.type in METADATA:
                    self._put(cell, self._noted(cell.slot.question.type, device))
        if self.plan.ready is None:
            self.compute_all()
        else:
            self._tell(("language", ""), self.root)
            self._tell(("moment", ""), self.root)
            for scope in present:
                self._tell_rows(scope)
                for rank in self.plan.of_level[scope.key]:
                    self._queue(rank, scope)
        self._run()
        for scope in (self.root, *present):
            self._set_defaults(scope)
        if first or untouched:
            self._happen(FIRST_LOAD, None)
        self._happen(LOAD, None)
        self.settle()

    def finish(self, now: datetime) -> frozenset[str]:
        """Note when the form was finished, and let that event happen."""
        for cell in self.root.cells:
            if cell.slot.question.type == "end":
                self.hold(cell, _written(now))
        self._run()
        self._happen(FINISHED, None)
        return self.settle()

    def compute_all(self) -> None:
        """Compute everything once, in order."""
        for rank in sorted(rank for ranks in self.plan.of_level.values() for rank in ranks):
            task = self.plan.task(rank)
            for scope in self.scopes(self.plan.schema.levels[task.scope]):
                try:
                    task.run(scope)
                except FAILURES as error:
                    self._failed(rank, scope, error)
        self._run()

    def set_language(self, language: str) -> frozenset[str]:
        """Compute what quotes wording anew."""
        self.environment.language = language
        self._tell(("language", ""), self.root)
        return self.settle()

    # looking

    def scopes(self, level: Level) -> list[Scope]:
        """Return every scope of a level, in order."""
        return _below(self.root, level)

    def cells(self) -> list[Cell]:
        """Return every cell in the order of the form, rows in theirs."""
        levels = self.plan.schema.levels.values()
        found = [cell for level in levels for scope in self.scopes(level) for cell in scope.cells]
        return sorted(found, key=lambda cell: cell.slot.number)

    def fresh_cells(self) -> list[Cell]:
        """Return new cells of the form itself, as they are before anything is held or computed."""
        return Scope(self.environment, self.root.level).cells

    # within

    def _run(self) -> None:
        tasks, waiting, queued, faulty = self.plan.tasks, self._waiting, self._queued, self.faults.found
        steps = 0
        while waiting:
            rank, serial, scope = heapq.heappop(waiting)
            queued.discard((rank, serial))
            if scope.row and scope.row not in self.rows:
                continue  # removed meanwhile
            try:
                keys = (tasks[rank] or self.plan.task(rank)).run(scope)
            except FAILURES as error:
                keys = self._failed(rank, scope, error)
            else:
                if faulty:
                    self.faults.clear(rank, scope)
            for key in keys:
                self._note(key, scope)
                self._tell(key, scope)
            steps += 1
            if steps > _MOST_STEPS:
                self._failed(rank, scope, XPathError("the form does not come to rest"))
                waiting.clear()
                queued.clear()

    def _failed(self, rank: int, scope: Scope, error: Exception) -> tuple[Key, ...]:
        """Note an expression that could not be evaluated; go on with what stands in its place."""
        task = self.plan.task(rank)
        self.faults.note(rank, scope, task.makes[0], error)
        self._note(task.makes[0], scope)
        return task.failed(scope)

    def _welcome(self, scope: Scope) -> None:
        """Give a row that has come its computed defaults, and let its event happen."""
        if scope.row in self.rows:
            self._set_defaults(scope)
            self._happen(NEW_ROW, scope)

    def _set_defaults(self, scope: Scope) -> None:
        for slot in self.plan.defaulted.get(scope.key, ()):
            if not scope.cells[slot.index].held and (scope.serial, slot.index) not in self._spoken_of:
                self.assign(scope.cells[slot.index], self.plan.default(slot))
                self._run()

    def _happen(self, event: str, row: Scope | None) -> None:
        for setting in self.plan.settings[event]:
            if row is not None and setting.level is not row.level:
                continue
            for scope in self.scopes(setting.slot.level) if row is None else _near(row, setting.slot.level):
                self.assign(scope.cells[setting.slot.index], setting.value)
            self._run()

    def assign(self, cell: Cell, value: Run | None) -> None:
        """Hold what an expression yields and queue what depends on it."""
        before = cell.held
        try:
            seen = set_value(cell, value, cell.scope)
        except FAILURES as error:
            self.faults.note_setting(cell.slot, cell.scope, error)
            return
        if self.faults.found:
            self.faults.clear(("set", cell.slot.number), cell.scope)
        if cell.slot.asked_as_held and cell.held != before:
            self._tell(("held", cell.slot.number), cell.scope)
        if seen:
            self._changed.add(cell.path)
            self._tell(("value", cell.slot.number), cell.scope)

    def _noted(self, type_: str, device: Mapping[str, Entered]) -> Entered:
        match type_:
            case "start":
                return _written(self.environment.now)
            case "end":
                return ""  # known when the form is finished
            case "today":
                return self.environment.now.date()
            case "uid":
                return f"uuid:{uuid.uuid4()}"
        return device.get(type_)

    def _put(self, cell: Cell, value: Entered) -> None:
        cell.held = self._canonical(cell.slot, value)
        if cell.refresh() and self.plan.ready is not None:
            self._tell(("value", cell.slot.number), cell.scope)
        if cell.slot.asked_as_held and self.plan.ready is not None:
            self._tell(("held", cell.slot.number), cell.scope)

    def _canonical(self, slot: Slot, value: Entered) -> str:
        offer = self.plan.offer(slot)
        return canonical(slot.question.type, value, () if offer is None else offer.listed_names)

    def _fill(self, scope: Scope) -> None:
        for cell in scope.cells:
            field = cell.slot.question.field
            if field.default and not has_default_expression(cell.slot.question):
                self._put(cell, field.default)

    def _restore(self, blank: Blank) -> None:
        """Take the state of the blank form; who asks for what stands there as a date is asked again (the zone may be another)."""
        self.root.gates[:] = blank.gates
        for index, state in blank.cells:
            cell = self.root.cells[index]
            cell.held, cell.relevant, cell.required, cell.readonly, cell.violation, offered = state
            cell.offered = None if offered is None else frozenset(offered)
            cell.refresh()
            if "-" in cell.held:
                self._tell(("value", cell.slot.number), self.root)
        for code, standing in blank.standings.items():
            self.environment.set_standing(code, standing)

    def _note(self, key: Key, scope: Scope) -> None:
        kind, what = key
        if kind == "item":
            self._changed.add(self.plan.form.item_path(what))
        elif kind == "rows":
            self._changed.add(scope.path + self.plan.schema.levels[what].node.path[len(scope.level.node.path) :])
        elif kind != "gate":
            self._changed.add(scope.path + self.plan.schema.numbered[what].tail)

    def _tell_rows(self, row: Scope) -> None:
        """Say that a row came or went: the row's path and its repeat's are among the changed."""
        assert row.above is not None
        self._changed |= {row.path, row.path[: row.path.rindex("[")]}
        self._tell(("rows", row.key), row.above)

    def _tell(self, key: Key, scope: Scope) -> None:
        """Queue every task that depends on `key`, in the scopes from which it can be seen."""
        queued, waiting = self._queued, self._waiting
        for rank, ups, downs in self.plan.listeners.get(key, ()):
            target = scope.up(ups) if ups else scope
            if not downs:
                # _queue, written out: this is where every answer passes
                mark = (rank, target.serial)
                if mark not in queued:
                    queued.add(mark)
                    heapq.heappush(waiting, (*mark, target))
                continue
            found = [target]
            for level in downs:
                found = [row for one in found for row in one.rows[level]]
            for row in found:
                self._queue(rank, row)

    def _queue(self, rank: int, scope: Scope) -> None:
        mark = (rank, scope.serial)
        if mark not in self._queued:
            self._queued.add(mark)
            heapq.heappush(self._waiting, (*mark, scope))


def _written(now: datetime) -> str:
    return now.isoformat(timespec="milliseconds")


def _near(row: Scope, level: Level) -> list[Scope]:
    """Return the scopes of a level below a row, or the one around it."""
    if level.depth <= row.level.depth:
        return [row.up(row.level.depth - level.depth)]
    return _below(row, level)


def _below(scope: Scope, level: Level) -> list[Scope]:
    found = [scope]
    for one in level.chain()[scope.level.depth + 1 :]:
        found = [row for above in found for row in above.rows[one.key]]
    return found


def _touch(scope: Scope) -> None:
    """Tell the tallies around a row that it came or went."""
    for cell in scope.cells:
        if cell.slot.tallied:
            cell.touch()


def _with_rows(scope: Scope) -> Iterator[Scope]:
    yield scope
    for rows in scope.rows.values():
        for row in rows:
            yield from _with_rows(row)
