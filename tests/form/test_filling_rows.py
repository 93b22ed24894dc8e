"""Rows of a repeat: identity, paths, sums from outside, the own row from inside, removing and adding again."""

from pathlib import Path

import pytest

from inspector_app.form import Filling
from tests.form.small import filled

ROWS = """
    form: f
    repeats:
      - {name: g_room, minimum: "2", label: {zh: 宿舍}, fields: [{name: name, type: text, required: true}]}
    calculations:
      - {name: beds, type: integer, calculation: "sum(${a_1_beds})"}
      - {name: rooms, type: integer, calculation: "count(${g_room})"}
      - {name: limit, type: integer, calculation: "if(${rooms} > 2, 5, 8)"}
    sections:
      - code: A
        items:
          - code: A-1
            repeat: g_room
            points: 4
            judge: "sum(${a_1_over}) = 0"
            fields:
              - {name: beds, type: integer, required: true}
              - {name: over, type: integer, calculation: "if(${a_1_beds} > ${limit}, 1, 0)"}
              - {name: place, type: integer, calculation: "position(..)"}
              - {name: why, type: text, relevant: "${a_1_over} = 1", required: true, label: {zh: "${g_room_name} 为何超员"}}
"""


@pytest.fixture
def filling(tmp_path: Path) -> Filling:
    """The form above, no rows."""
    return filled(tmp_path, ROWS)


def row(filling: Filling, name: str, beds: int | None) -> str:
    """Add a room and return its row id."""
    added = filling.add_row("g_room")
    filling.answer(f"g_room[{added}]/g_room_name", name)
    filling.answer(f"g_room[{added}]/a_1_beds", beds)
    return added


def test_rows_are_summed_from_outside(filling: Filling) -> None:
    """Seen from the form, a row's question is all rows; inside a row it is that row's."""
    first, second = row(filling, "101", 6), row(filling, "102", 9)
    assert ("15", "2") == (filling.value("beds"), filling.value("rooms"))
    assert ("0", "1") == tuple(filling.value(f"/f/g_room[{one}]/a_1_over") for one in (first, second))


def test_a_path_names_a_row_by_id_or_number(filling: Filling) -> None:
    """Id, number from 1, whole or short path: one cell. A bare name will do while there is one row only."""
    first = row(filling, "101", 6)
    assert "6" == filling.value("a_1_beds")
    second = row(filling, "102", 7)
    for path in (f"/f/g_room[{second}]/a_1_beds", "/f/g_room[2]/a_1_beds", "g_room[2]/a_1_beds"):
        assert "7" == filling.value(path)
    assert (first, second) == filling.rows("g_room")
    for path in ("a_1_beds", "g_room[3]/a_1_beds", "g_room[0]/a_1_beds", "g_room[x]/a_1_beds"):
        with pytest.raises(KeyError):
            filling.value(path)


def test_a_change_of_the_form_reaches_every_row(filling: Filling) -> None:
    """A third room lowers the limit, and the rooms that were in order no longer are."""
    first = row(filling, "101", 6)
    row(filling, "102", 4)
    assert "pass" == filling.state("A-1")
    filling.add_row("g_room")
    assert f"/f/g_room[{first}]/a_1_over" in filling.last_change
    assert "1" == filling.value(f"g_room[{first}]/a_1_over")
    assert "101 为何超员" == filling.label(f"g_room[{first}]/a_1_why")


def test_removing_a_row_takes_its_answers_along(filling: Filling) -> None:
    """What was computed from the row follows; adding the same id again begins with nothing."""
    first, second = row(filling, "101", 6), row(filling, "102", 9)
    changed = filling.remove_row(f"/f/g_room[{first}]")
    assert {f"/f/g_room[{first}]", "/f/g_room", "/f/beds", "/f/rooms"} <= changed
    assert ("9", "1") == (filling.value("beds"), filling.value(f"g_room[{second}]/a_1_place"))
    assert first == filling.add_row("g_room", first)
    assert ("", "2") == (filling.value(f"g_room[{first}]/a_1_beds"), filling.value(f"g_room[{first}]/a_1_place"))
    with pytest.raises(KeyError):
        filling.remove_row("nobody")


def test_adding_a_row_that_is_there_changes_nothing(filling: Filling) -> None:
    """Replaying a record twice is harmless."""
    first = row(filling, "101", 6)
    assert first == filling.add_row("/f/g_room", first)
    assert ("6", frozenset()) == (filling.value("beds"), filling.last_change)


def test_an_item_wants_enough_complete_rows(filling: Filling) -> None:
    """Below the minimum, or with a row that lacks something required, the item is unchecked."""
    first = row(filling, "101", 6)
    assert "unchecked" == filling.state("A-1")
    second = row(filling, "102", None)
    assert "unchecked" == filling.state("A-1")
    changed = filling.answer(f"g_room[{second}]/a_1_beds", 5)
    assert "/f/a/a_1" in changed
    assert "pass" == filling.state("A-1")
    filling.answer(f"g_room[{first}]/a_1_beds", 9)
    assert "unchecked" == filling.state("A-1")
    filling.answer(f"g_room[{first}]/a_1_why", "加床")
    assert "fail" == filling.state("A-1")
