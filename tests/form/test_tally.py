"""Sums kept up to date are the sums that a walk over the rows gives, whatever was added, removed, hidden or emptied."""

import math
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.form import Filling, Form
from tests.form.small import NOW, loaded

# [true()] makes the engine walk
TEXT = """
    form: f
    survey:
      - name: r
        type: repeat
        fields:
          - {name: x, type: decimal}
          - {name: y, type: integer, calculation: "coalesce(${x}, 1) * 2"}
          - {name: z, type: integer, calculation: "7", relevant: "${x} > 3"}
      - {name: kept_x, type: text, calculation: "concat(sum(${x}), ' ', count(${x}), ' ', min(${x}), ' ', max(${x}))"}
      - {name: walk_x, type: text, calculation: "concat(sum(/f/r/x[true()]), ' ', count(/f/r/x[true()]), ' ', min(/f/r/x[true()]), ' ', max(/f/r/x[true()]))"}
      - {name: kept_y, type: text, calculation: "concat(sum(${y}), ' ', count(${y}), ' ', min(${y}), ' ', max(${y}))"}
      - {name: walk_y, type: text, calculation: "concat(sum(/f/r/y[true()]), ' ', count(/f/r/y[true()]), ' ', min(/f/r/y[true()]), ' ', max(/f/r/y[true()]))"}
      - {name: kept_z, type: text, calculation: "concat(sum(${z}), ' ', count(${z}), ' ', min(${z}), ' ', max(${z}))"}
      - {name: walk_z, type: text, calculation: "concat(sum(/f/r/z[true()]), ' ', count(/f/r/z[true()]), ' ', min(/f/r/z[true()]), ' ', max(/f/r/z[true()]))"}
"""  # noqa: E501 - expressions side by side


@cache
def form() -> Form:
    """Load the form once."""
    with TemporaryDirectory() as folder:
        return loaded(Path(folder), TEXT)


acts = st.lists(
    st.tuples(
        st.sampled_from(("add", "drop", "set", "set")), st.integers(0, 5), st.sampled_from((None, 0, 1, 2.5, 4, 9, -3))
    )
)


@given(acts)
def test_a_tally_is_a_walk(steps: list[tuple[str, int, float | None]]) -> None:
    """After every step, for plain, computed and hidden numbers."""
    filling = Filling(form(), now=NOW)
    for act, place, value in steps:
        rows = filling.rows("r")
        if act == "add":
            filling.add_row("r")
        elif rows and act == "drop":
            filling.remove_row(rows[place % len(rows)])
        elif rows:
            filling.answer(f"r[{rows[place % len(rows)]}]/x", value)
        for name in "xyz":
            assert filling.value(f"walk_{name}") == filling.value(f"kept_{name}")


def test_halves_add_up_as_they_should() -> None:
    """Numbers that are no integers are summed anew, not drifting."""
    filling = Filling(form(), now=NOW)
    filling.answer("r[1]/x", 0.1)
    for _ in range(9):
        row = filling.add_row("r")
        filling.answer(f"r[{row}]/x", 0.1)
    assert math.fsum([0.1] * 10) == float(filling.value("kept_x").split()[0])
