"""An edit computes what it can reach and nothing else, in an order that follows the dependencies."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.form import Filling
from inspector_app.form.definition import Field, Form
from inspector_app.form.graph import CycleError, listeners, ordered
from inspector_app.form.names import Key
from inspector_app.form.schema import Schema
from inspector_app.form.scope import Scope
from inspector_app.form.tasks import Task
from tests.form.small import filled


class Link:
    """A task that makes one key from others."""

    def __init__(self, number: int, sources: list[int]) -> None:
        self.scope = ""
        self.sources: tuple[Key, ...] = tuple(("value", source) for source in sources)
        self.makes: tuple[Key, ...] = (("value", number),)

    def run(self, scope: Scope) -> tuple[Key, ...]:
        return ()

    def failed(self, scope: Scope) -> tuple[Key, ...]:
        return ()


@given(st.lists(st.lists(st.integers(0, 30), max_size=3), max_size=30), st.randoms(use_true_random=False))
def test_every_task_follows_what_it_depends_on(sources: list[list[int]], random: object) -> None:
    """Tasks that depend on earlier numbers only can always be ordered, however they are given."""
    tasks: list[Task] = [Link(number, [one for one in given_ if one < number]) for number, given_ in enumerate(sources)]
    random.shuffle(tasks)  # type: ignore[attr-defined]
    places = {task.makes[0]: place for place, task in enumerate(ordered(tasks))}
    for task in tasks:
        assert all(places[key] < places[task.makes[0]] for key in task.sources)


def test_a_circle_is_refused_with_its_path() -> None:
    """The path leads around, each depending on the next."""
    with pytest.raises(CycleError) as caught:
        ordered([Link(0, [2]), Link(1, [0]), Link(2, [1]), Link(3, [0])])
    assert [("value", 0), ("value", 2), ("value", 1), ("value", 0)] == caught.value.path


def test_long_chains_do_not_exhaust_the_stack() -> None:
    """Five thousand calculations in a row are ordered."""
    assert 5000 == len(ordered([Link(number, [number + 1]) for number in range(5000)]))


def test_listeners_are_known_by_key() -> None:
    """Each key leads to the places of those who depend on it."""
    schema = Schema(Form("f", context=tuple(Field(f"q{number}", "text") for number in range(8))))
    assert {("value", 7): ((0, 0, ()), (1, 0, ()))} == listeners([Link(0, [7]), Link(1, [7, 7])], schema)


def items(count: int) -> str:
    """Return a form of `count` items, each with a field, a calculation and a rule."""
    lines = [
        f"  - {{code: A-{n}, points: 1, judge: '${{a_{n}_b}} = 0', fields: [{{name: a, type: integer, required: true}},"
        f" {{name: b, type: integer, calculation: '${{a_{n}_a}} mod 2'}}]}}"
        for n in range(count)
    ]
    return "\n".join(["form: f", "sections:", "- code: A", "  items:", *lines, ""])


def calls(filling: Filling, value: int) -> int:
    """Return how many Python functions one answer calls."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        filling.answer("a_7_a", value)
    finally:
        sys.setprofile(None)
    return counted


def test_an_edit_costs_the_same_in_a_form_a_hundred_times_as_large(tmp_path: Path) -> None:
    """The work of an answer does not grow with the form."""
    small, large = filled(tmp_path, items(10)), filled(tmp_path, items(1000))
    for filling in (small, large):
        filling.answer("a_7_a", 1)
    assert calls(small, 2) == calls(large, 2)
    assert "/f/a/a_7" in large.last_change
