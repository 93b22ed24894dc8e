"""A group read as text (`${group}`): all texts inside it, computed anew when any of them changes, the same when reopened."""

from pathlib import Path

from inspector_app.form import Filling
from tests.form.small import NOW, filled

FORM = """
    form: f
    survey:
      - {name: told, type: text, calculation: "concat('<', ${g}, '>')"}
      - {name: plain, type: text, calculation: "${g}"}
      - {name: by_path, type: text, calculation: "string(/f/g)"}
      - {name: filled, type: text, relevant: "${g} != ''"}
      - name: g
        type: group
        fields:
          - {name: a, type: text}
          - {name: b, type: text, calculation: "if(${a} = '', '', concat(${a}, position(..)))"}
          - {name: hidden, type: text, relevant: "${a} = '1'"}
          - {name: r, type: repeat, fields: [{name: q, type: text}]}
"""
TOLD = ("told", "plain", "by_path")


def test_a_group_is_the_text_of_all_that_is_asked_inside_it(tmp_path: Path) -> None:
    filling = filled(tmp_path, FORM)
    changed = filling.answer("a", "1")
    assert {"/f/told", "/f/plain", "/f/by_path", "/f/filled"} <= changed
    assert ["<111>", "111", "111"] == [filling.value(name) for name in TOLD]
    filling.answer("hidden", "x")
    (row,) = filling.rows("r")
    filling.answer(f"r[{row}]/q", "y")
    assert "111xy" == filling.value("plain")
    again = Filling(filling.form, answers=filling.answers(), now=NOW)
    assert [filling.value(name) for name in TOLD] == [again.value(name) for name in TOLD]
    filling.answer("a", "2")
    assert "221y" == filling.value("plain")
    filling.remove_row(row)
    assert "221" == filling.value("plain")


def test_a_question_may_ask_for_the_group_around_it_and_for_parts_of_one_that_asks_for_it(tmp_path: Path) -> None:
    """Neither is a circle."""
    filling = filled(
        tmp_path,
        """
        form: f
        survey:
          - {name: outer, type: text, calculation: "${g}/a"}
          - name: g
            type: group
            fields:
              - {name: a, type: text}
              - {name: b, type: text, calculation: "concat(${outer}, count(${g}))"}
        """,
    )
    filling.answer("a", "1")
    assert "11" == filling.value("b")
