"""The order of computing: which task must follow which, cycles refused with their path, and for every key who listens."""

from collections.abc import Mapping, Sequence

from inspector_app.form.names import Key
from inspector_app.form.tasks import Task


class CycleError(Exception):
    """Things that depend on themselves; `path` leads around, first and last the same."""

    def __init__(self, path: Sequence[Key]) -> None:
        super().__init__(path)
        self.path = path


def ordered(tasks: Sequence[Task]) -> list[Task]:
    """Return the tasks so that each comes after those that make what it depends on; CycleError when that cannot be."""
    makers: dict[Key, list[int]] = {}
    for number, task in enumerate(tasks):
        for key in task.makes:
            makers.setdefault(key, []).append(number)
    done: list[Task] = []
    state = [0] * len(tasks)
    for number in range(len(tasks)):
        if state[number] == 0:
            _visit(number, tasks, makers, state, done)
    return done


def listeners(tasks: Sequence[Task]) -> Mapping[Key, tuple[tuple[int, str], ...]]:
    """Return, for every key, the ranks and scopes of the tasks that depend on it."""
    found: dict[Key, dict[int, str]] = {}
    for rank, task in enumerate(tasks):
        for key in task.sources:
            found.setdefault(key, {})[rank] = task.scope
    return {key: tuple(ranks.items()) for key, ranks in found.items()}


def _visit(
    start: int, tasks: Sequence[Task], makers: Mapping[Key, list[int]], state: list[int], done: list[Task]
) -> None:
    """Visit depth first without recursion, as chains of calculations may be longer than Python's stack."""
    way: list[tuple[int, list[tuple[Key, int]]]] = [(start, _before(tasks[start], makers))]
    state[start] = 1
    while way:
        number, waiting = way[-1]
        if not waiting:
            state[number] = 2
            done.append(tasks[number])
            way.pop()
            continue
        key, earlier = waiting.pop()
        if state[earlier] == 1:
            raise CycleError(_around(way, earlier, key, tasks))
        if state[earlier] == 0:
            state[earlier] = 1
            way.append((earlier, _before(tasks[earlier], makers)))


def _before(task: Task, makers: Mapping[Key, list[int]]) -> list[tuple[Key, int]]:
    return [(key, maker) for key in task.sources for maker in makers.get(key, ())]


def _around(way: list[tuple[int, list[tuple[Key, int]]]], start: int, key: Key, tasks: Sequence[Task]) -> list[Key]:
    numbers = [number for number, _ in way]
    circle = [tasks[number].makes[0] for number in numbers[numbers.index(start) :]]
    return [*circle, circle[0]] if circle else [key, key]
