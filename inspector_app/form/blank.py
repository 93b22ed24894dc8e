"""Making a form ready for the next time: what its plan comes to and the state it begins with, computed once on the blank form."""

from datetime import UTC, datetime

from inspector_app.form.cells import Cell
from inspector_app.form.happenings import EVENTS
from inspector_app.form.live import Live
from inspector_app.form.plan import Plan
from inspector_app.form.ready import Blank, CellState, Ready
from inspector_app.form.xpath.tree import Text, walk
from inspector_app.form.xpath.values import Environment, to_number

_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def ready(plan: Plan) -> Ready | None:
    """Return what can be kept of a plan, None for forms whose blank state is not the same every time.

    Those are surveys (they begin with rows of their own), forms with events, and forms where a date stands written in an
    expression outside every function of dates: how many days it is depends on the time zone.
    """
    form = plan.form
    if plan.ready is not None or form.survey or form.actions or any(isinstance(task, EVENTS) for task in plan.tasks):
        return None
    if plan.expressions.unknown_paths or plan.expressions.unknown_instances or _dates_written(plan):
        return None
    blank = _blank(plan)
    if blank is None:
        return None
    return Ready(
        tuple(plan.order),
        {key: tuple(ranks) for key, ranks in plan.of_level.items()},
        tuple(plan.listeners.items()),
        {code: tuple(slot.number for slot in slots) for code, slots in plan.unknown.items()},
        {code: tuple(slot.number for slot in slots) for code, slots in plan.late.items()},
        blank,
    )


def _dates_written(plan: Plan) -> bool:
    environment = Environment(_BEGINNING)
    literals = (node.value for tree in plan.expressions.trees.values() for node in walk(tree) if isinstance(node, Text))
    return any("-" in text and to_number(text, environment) == to_number(text, environment) for text in literals)


def _blank(plan: Plan) -> Blank | None:
    """Return the blank state, None where an expression fails on it: every filling has to find that by itself."""
    live = Live(plan, _BEGINNING, "")
    plain = [_state(cell) for cell in live.fresh_cells()]
    live.compute_all()
    if live.faults.found:
        return None
    states = [_state(cell) for cell in live.root.cells]
    differing = tuple((index, state) for index, state in enumerate(states) if state != plain[index])
    return Blank(tuple(live.root.gates), differing, dict(live.environment.standings))


def _state(cell: Cell) -> CellState:
    offered = None if cell.offered is None else tuple(sorted(cell.offered))
    return CellState(cell.held, cell.relevant, cell.required, cell.readonly, cell.violation, offered)
