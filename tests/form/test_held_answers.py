"""Relevance that asks for an answer it hides itself: what is held decides, whatever the order; true circles are refused."""

from itertools import permutations
from pathlib import Path

import pytest

from inspector_app.errors import Problem
from inspector_app.form import Filling
from tests.form.small import filled, loaded

GROUP = """
    form: f
    survey:
      - {name: outer, type: text}
      - name: g
        type: group
        relevant: "${inner} = 'x' or ${outer} = 'y'"
        fields:
          - {name: inner, type: text}
          - {name: twice, type: text, calculation: "concat(${inner}, ${inner})"}
      - {name: told, type: text, calculation: "${twice}"}
"""


def test_a_group_may_ask_for_an_answer_inside_it(tmp_path: Path) -> None:
    """Open while the answer inside holds it open; closed, nothing inside is seen, yet what is held opens it again."""
    filling = filled(tmp_path, GROUP)
    assert (False, False) == (filling.relevant("/f/g"), filling.relevant("inner"))
    assert {"/f/g/inner", "/f/g/twice", "/f/told"} <= filling.answer("inner", "x")
    assert (True, "xx") == (filling.relevant("/f/g"), filling.value("told"))
    filling.answer("inner", "z")
    assert (False, "", "z") == (filling.relevant("inner"), filling.value("told"), filling.held("inner"))
    filling.answer("outer", "y")
    assert (True, "zz") == (filling.relevant("inner"), filling.value("told"))


def test_the_order_of_the_answers_that_hold_a_group_open_means_nothing(tmp_path: Path) -> None:
    """An answer that comes while its group is closed (a journal replayed) counts like any other."""
    form = loaded(tmp_path, GROUP)
    answers = [("inner", "x"), ("outer", "y"), ("outer", "n")]
    ends = set()
    for order in permutations(answers):
        if order.index(answers[1]) < order.index(answers[2]):
            filling = Filling(form)
            for path, value in order:
                filling.answer(path, value)
            ends.add((filling.relevant("/f/g"), filling.value("told")))
    assert {(True, "xx")} == ends


CHECKLIST = """
    form: f
    choices: {yes_no: [{name: yes}, {name: no}]}
    sections:
      - code: A
        relevant: "${a_1_has} != 'no'"
        items:
          - code: A-1
            points: 4
            judge: "coalesce(${a_1_n}, 0) = 0"
            fields:
              - {name: has, type: select_one yes_no, required: true}
              - {name: n, type: integer, relevant: "${a_1_has} = 'yes'"}
          - {code: A-2, relevant: "${a_2_seen} != 'gone'", judge: "true()", fields: [{name: seen, type: text}]}
"""


def test_a_judge_does_not_see_what_is_hidden(tmp_path: Path) -> None:
    """What an item is judged by is what is seen: a number entered and then hidden by another answer fails nothing."""
    filling = filled(tmp_path, CHECKLIST.replace("""relevant: "${a_1_has} != 'no'"\n""", "note: ''\n"))
    filling.answer("a_1_has", "yes")
    filling.answer("a_1_n", 5)
    assert "fail" == filling.state("A-1")
    filling.answer("a_1_has", "no")
    assert "pass" == filling.state("A-1")


def test_a_section_and_an_item_may_ask_for_an_answer_inside_them(tmp_path: Path) -> None:
    """As groups do."""
    filling = filled(tmp_path, CHECKLIST)
    filling.answer("a_1_has", "no")
    assert ("na", "na") == (filling.state("A-1"), filling.state("A-2"))
    filling.answer("a_1_has", "yes")
    filling.answer("a_2_seen", "gone")
    assert ("pass", "na") == (filling.state("A-1"), filling.state("A-2"))
    filling.answer("a_2_seen", "back")
    assert "pass" == filling.state("A-2")


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        (
            "[{name: a, type: integer, calculation: '${b} + 1'}, {name: b, type: integer, calculation: '${a}'}]",
            "a → b → a",
        ),
        ("[{name: a, type: integer, calculation: '${a} + 1'}]", "a → a"),
        ("[{name: a, type: text, relevant: '${b} = 1'}, {name: b, type: text, relevant: '${a} = 1'}]", "a → b → a"),
        (
            "[{name: c, type: integer, calculation: '${b}'}, {name: g, type: group, relevant: '${c} = 1',"
            " fields: [{name: b, type: integer}]}]",
            "c → b → /f/g → c",
        ),
    ],
)
def test_true_circles_are_refused_with_their_path(tmp_path: Path, fields: str, path: str) -> None:
    """A calculation by way of itself, two questions that hide each other, a group hidden by what is computed from inside it."""
    with pytest.raises(Problem, match="form.cycle") as caught:
        loaded(tmp_path, f"form: f\nsurvey: {fields}")
    around = [*str(caught.value.fields["path"]).split(" → ")]
    wanted = path.split(" → ")
    turns = [[*wanted[:-1][n:], *wanted[:-1][:n], wanted[:-1][n]] for n in range(len(wanted) - 1)]
    assert around in turns
