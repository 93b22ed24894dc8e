"""The histories that the witness is asked about reach every case of the fold; a generator that did not would prove nothing."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, settings

from tests.witness.histories import histories, wild
from tests.witness.model import Line, Model, forks, gaps, standing

ONCE = settings(max_examples=1000, deadline=None, database=None, phases=(Phase.generate,), derandomize=True)


def _of_all(lines: list[Line]) -> list[list[Line]]:
    """Return the registers of all records, every entry of each."""
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.path:
            found.setdefault((line.record, line.path), []).append(line)
    return list(found.values())


def _differs_without(lines: list[Line], left_out: Callable[[Line], bool]) -> bool:
    kept = [line for line in lines if not left_out(line)]
    return any(Model(lines).digest(record) != Model(kept).digest(record) for record in Model(kept).records())


REACHED: dict[str, Callable[[list[Line]], bool]] = {
    "a conflict": lambda lines: bool(Model(lines).conflicts()),
    "a conflict of three": lambda lines: any(len(ids) > 2 for _, _, ids in Model(lines).conflicts()),
    "a settled register": lambda lines: any(
        len(register) > 2 and [line.kind for line in standing(register)] == ["settlement"]
        for register in _of_all(lines)
    ),
    "settlements in conflict": lambda lines: any(
        sum(line.kind == "settlement" for line in standing(register)) > 1 for register in _of_all(lines)
    ),
    "a settlement that was replaced": lambda lines: any(
        any(line.kind == "settlement" and line not in standing(register) for line in register)
        for register in _of_all(lines)
    ),
    "equal values of two": lambda lines: any(
        len(standing(register)) > 1 and len({line.says() for line in standing(register)}) == 1
        for register in _of_all(lines)
    ),
    "a gap": lambda lines: bool(gaps(lines)),
    "a fork": lambda lines: bool(forks(lines)),
    "a late entry": lambda lines: any(Model(lines).late(record) for record in Model(lines).records()),
    "two freezes": lambda lines: sum(line.kind == "freeze" for line in lines) > 1,
    "a freeze that hides entries": lambda lines: _differs_without(lines, lambda line: line.kind == "freeze"),
}


@pytest.mark.parametrize("case", REACHED)
def test_a_drawn_history_reaches(case: str) -> None:
    find(histories(), REACHED[case], settings=ONCE)


def test_a_wild_history_reaches_a_register_in_which_all_replace_one_another() -> None:
    def circle(lines: list[Line]) -> bool:
        return any(
            len(register) > 1
            and len({line.dot for line in register}) == len(register)
            and all(any(line.dot in other.replaces for other in register if other is not line) for line in register)
            for register in _of_all(lines)
        )

    find(wild(), circle, settings=ONCE)
