"""What a plan comes to, so that a form that was opened before need not be thought through again: order, listeners, blank state.

Kept beside the definition (msgpack, `cache`). With it a plan compiles an expression only when it is first asked for, and a
filling begins from the state of the blank form: only what the school, the moment and the answers reach is computed.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from inspector_app.form.graph import Listener
from inspector_app.form.results import Standing
from inspector_app.form.schema import Slot

ListenerKey = tuple[str, int | str]


class CellState(NamedTuple):
    """What a cell holds, whether it is relevant, required and read-only, what is wrong with it and which choices are on offer."""

    held: str
    relevant: bool
    required: bool
    readonly: bool
    violation: str
    offered: tuple[str, ...] | None


class Blank(msgspec.Struct, frozen=True, array_like=True):
    """The state of a form with no answer, no context and no row: gates, items, and by index the cells that differ from new."""

    gates: tuple[bool, ...]
    cells: tuple[tuple[int, CellState], ...]
    standings: dict[str, Standing]


class Ready(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a plan.

    `order` says for each task in its rank whose it is (the place among the plan's owners) and which of its owner's; `levels`
    the tasks' ranks by level, `listeners` who listens to each key, `unknown` and `late` the slot numbers of the attributes to
    ask for, always and once an item failed.
    """

    order: tuple[tuple[int, int], ...]
    levels: dict[str, tuple[int, ...]]
    listeners: tuple[tuple[ListenerKey, tuple[Listener, ...]], ...]
    unknown: dict[str, tuple[int, ...]]
    late: dict[str, tuple[int, ...]]
    blank: Blank


def slots_by_item(numbers: Mapping[str, tuple[int, ...]], numbered: Sequence[Slot]) -> dict[str, tuple[Slot, ...]]:
    """Return the attributes to ask for by item, as slots."""
    return {code: tuple(numbered[number] for number in some) for code, some in numbers.items()}
