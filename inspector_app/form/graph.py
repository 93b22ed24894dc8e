"""The order of computing: which task must follow which, cycles refused with their path, and for every key who listens."""

from collections.abc import Mapping, Sequence

from inspector_app.form.happenings import EVENTS, Happening, OfferTask
from inspector_app.form.names import Key
from inspector_app.form.schema import Schema
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
    loose: set[tuple[int, int]] = set()
    while True:
        try:
            return _sorted(tasks, makers, loose)
        except _CircleError as circle:
            # rows that look at their sisters, and values set by events, may lead around: they settle when they run
            edges = [edge for edge in circle.edges if edge not in loose and _is_loose(tasks, *edge)]
            # choices that go by what was chosen from them are offered as in ODK, when asked for; what was chosen stands
            offers = {number for edge in circle.edges for number in edge if isinstance(tasks[number], OfferTask)}
            if not edges and offers:
                return ordered([task for number, task in enumerate(tasks) if number not in offers])
            if not edges:
                raise CycleError(circle.keys) from None
            loose.update(edges)


# Who listens to a key: the task's rank, how many levels up from where the key changed, the repeats down from there.
Listener = tuple[int, int, tuple[str, ...]]


def listeners(tasks: Sequence[Task], schema: Schema) -> Mapping[Key, tuple[Listener, ...]]:
    """Return, for every key, who depends on it."""
    found: dict[Key, dict[Listener, None]] = {}
    for rank, task in enumerate(tasks):
        listening = schema.levels[task.scope]
        for source in task.sources:
            level = schema.level_of(source)
            reach = schema.levels[source[2]] if len(source) > 2 else schema.common(level, listening)
            downs = tuple(one.key for one in listening.chain() if one.depth > reach.depth)
            found.setdefault(source[:2], {})[rank, level.depth - reach.depth, downs] = None
    return {key: tuple(who) for key, who in found.items()}


class _CircleError(Exception):
    """A circle met while sorting: the edges around it, later to earlier task, and what they stand for."""

    def __init__(self, edges: list[tuple[int, int]], keys: list[Key]) -> None:
        super().__init__(keys)
        self.edges = edges
        self.keys = keys


def _is_loose(tasks: Sequence[Task], number: int, earlier: int) -> bool:
    """Tell whether one task may run before another that it depends on: an event's, or one in sister rows."""
    if isinstance(tasks[number], EVENTS):
        return True
    keys = [key for key in tasks[number].sources if key[:2] in tasks[earlier].makes]
    return all(len(key) > 2 for key in keys)


def _sorted(tasks: Sequence[Task], makers: Mapping[Key, list[int]], loose: set[tuple[int, int]]) -> list[Task]:
    done: list[Task] = []
    state = [0] * len(tasks)
    for number in range(len(tasks)):
        if state[number] == 0:
            _visit(number, tasks, makers, loose, state, done)
    return done


def _visit(
    start: int,
    tasks: Sequence[Task],
    makers: Mapping[Key, list[int]],
    loose: set[tuple[int, int]],
    state: list[int],
    done: list[Task],
) -> None:
    """Visit depth first without recursion, as chains of calculations may be longer than Python's stack."""
    way: list[tuple[int, list[tuple[Key, int]]]] = [(start, _before(start, tasks, makers, loose))]
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
            raise _around(way, earlier, key, tasks)
        if state[earlier] == 0:
            state[earlier] = 1
            way.append((earlier, _before(earlier, tasks, makers, loose)))


def _before(
    number: int, tasks: Sequence[Task], makers: Mapping[Key, list[int]], loose: set[tuple[int, int]]
) -> list[tuple[Key, int]]:
    task = tasks[number]
    keys = (*task.sources, *task.after) if isinstance(task, Happening) else task.sources
    found = [(key, maker) for key in keys for maker in makers.get(key[:2], ())]
    return [one for one in found if (number, one[1]) not in loose] if loose else found


def _around(way: list[tuple[int, list[tuple[Key, int]]]], start: int, key: Key, tasks: Sequence[Task]) -> _CircleError:
    numbers = [number for number, _ in way]
    around = numbers[numbers.index(start) :]
    circle = [tasks[number].makes[0] for number in around]
    keys = [*circle, circle[0]] if circle else [key, key]
    return _CircleError(list(zip(around, [*around[1:], start], strict=True)), keys)
