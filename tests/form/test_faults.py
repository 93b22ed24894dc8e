"""An expression that cannot be evaluated is told with its question; nothing leaves the filling, everything else goes on."""

import json
import os
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.errors import Problem
from inspector_app.form import Filling, Form, load
from tests.form.brief import NAMES
from tests.form.play import NASTY, places, seen, shipped
from tests.form.small import NOW, filled, loaded

FORM = """
    form: f
    choices: {list: [{name: a, columns: {is: a}}, {name: b, columns: {is: b}}]}
    survey:
      - {name: pattern, type: text}
      - {name: other, type: integer}
      - {name: after, type: integer, calculation: "${other} * 2"}
      - {name: matched, type: text, calculation: "if(regex('x', ${pattern}), 'yes', 'no')"}
      - {name: told, type: text, calculation: "concat('<', ${matched}, '>')"}
      - {name: shown, type: text, relevant: "regex('x', ${pattern})"}
      - {name: wanted, type: text, required: "regex('x', ${pattern})"}
      - {name: closed, type: text, readonly: "regex('x', ${pattern})"}
      - {name: checked, type: text, constraint: "regex(., ${pattern})", default: "y"}
      - {name: offered, type: select_one list, choice_filter: "regex(is, ${pattern})"}
      - {name: quoted, type: note, label: "[${regex('x', /f/pattern)}]"}
      - {name: g, type: group, relevant: "regex('x', ${pattern})", fields: [{name: inside, type: text}]}
      - name: r
        type: repeat
        repeat_count: "if(regex('x', ${pattern}), 2, 1)"
        fields: [{name: q, type: text, calculation: "regex('x', ${pattern})"}]
      - {name: set, type: text, trigger: "${pattern}", calculation: "regex('x', ${pattern})"}
"""
ALL = {"matched", "shown", "wanted", "closed", "checked", "offered", "set", "r", "r[1]/q", "g"}


def ways(filling: Filling) -> set[str]:
    """Return where the faults are, rows by number."""
    places = {problem.where for problem in filling.faults()}
    for number, row in enumerate(filling.rows("r"), 1):
        places = {place.replace(row, str(number)) for place in places}
    return {place.removeprefix("/f/") for place in places}


def test_a_failing_expression_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    """A pattern that is none: no value, asked, not required, open, not held against anyone; other questions as ever."""
    filling = filled(tmp_path, FORM)
    filling.answer("pattern", "x")
    assert (set(), 2, "yes") == (ways(filling), len(filling.rows("r")), filling.value("matched"))
    changed = filling.answer("pattern", "[")
    assert ALL | {"r[2]/q"} == ways(filling)
    assert {"/f/matched", "/f/shown", "/f/wanted", "/f/checked"} <= changed
    assert ("", "<>", True, False, False, "") == (
        filling.value("matched"),
        filling.value("told"),
        filling.relevant("shown") and filling.relevant("inside"),
        filling.required("wanted"),
        filling.readonly("closed"),
        filling.violation("checked"),
    )
    assert ((), "[]", 2) == (filling.choices("offered"), filling.label("quoted"), len(filling.rows("r")))
    filling.answer("other", 4)
    assert "8" == filling.value("after")
    filling.answer("pattern", "x")
    assert (set(), "yes") == (ways(filling), filling.value("matched"))


def test_a_fault_says_what_and_what_to_do(tmp_path: Path) -> None:
    """Code, place, column, reason, in both languages."""
    filling = filled(tmp_path, FORM)
    filling.answer("pattern", "[")
    told = {problem.where: problem for problem in filling.faults()}
    assert ("form.failed_expression", "calculation") == (told["/f/matched"].code, told["/f/matched"].fields["part"])
    assert "calculation" in told["/f/matched"].what("en")
    assert told["/f/shown"].remedy("zh").endswith("公式。")


def test_defaults_and_judges_fail_like_calculations(tmp_path: Path) -> None:
    """A default that fails leaves its question empty, a judge its item unchecked."""
    form = loaded(
        tmp_path,
        """
        form: f
        sections:
          - code: A
            items:
              - {code: A-1, points: 4, judge: "regex('x', concat(${a_1_p}, '['))", fields: [{name: p, type: text}]}
              - {code: A-2, judge: "true()", fields: [{name: d, type: text, default: "regex('x', concat(${a_1_p}, '['))"}]}
        """,
    )
    filling = Filling(form, now=NOW)
    assert ["/f/a/a_2_d"] == [problem.where for problem in filling.faults()]
    filling.answer("a_1_p", "x")
    assert ("unchecked", {"/f/a/a_2_d", "A-1"}) == (filling.state("A-1"), {one.where for one in filling.faults()})


def test_a_fault_goes_with_its_row(tmp_path: Path) -> None:
    """What failed in a row that was removed is not told any more."""
    text = """
        form: f
        survey:
          - {name: r, type: repeat, fields: [{name: p, type: text}, {name: m, type: text, calculation: "regex('', ${p})"}]}
    """
    filling = filled(tmp_path, text)
    filling.answer("r[1]/p", "[")
    assert 1 == len(filling.faults())
    filling.remove_row(f"r[{filling.rows('r')[0]}]")
    assert () == filling.faults()


nasty = st.one_of(st.sampled_from([text for row in NASTY for text in row]), st.text(max_size=8))
CORPUS = Path(os.environ.get("INSPECTOR_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))


@cache
def of_the_corpus() -> list[Form]:
    """Return the forms of the scenarios that load."""
    found = []
    with (CORPUS / "scenarios.jsonl").open(encoding="utf-8") as lines, tempfile.TemporaryDirectory() as folder:
        for line in lines:
            file = Path(folder) / "form.xml"
            file.write_text(json.loads(line)["xform"], "utf-8")
            try:
                found.append(load(file))
            except Problem:
                continue
    return found


def played(form: Form, data: st.DataObject) -> None:
    """Answer questions of a form with what nobody should enter, add and remove rows, and look at everything."""
    filling = Filling(form, now=NOW)
    levels = [
        part for part in form.parts if part.field.type == "repeat" and not part.repeat and not part.field.repeat_count
    ]
    asked = [question for question in form.questions if not question.field.is_computed]
    for _ in range(data.draw(st.integers(1, 12))):
        if data.draw(st.booleans()) and levels:
            filling.add_row(data.draw(st.sampled_from(levels)).path)
        if asked:
            question = data.draw(st.sampled_from(asked))
            value = data.draw(nasty)
            for path in [question.path] if not question.repeat else []:
                filling.answer(path, value)
            for row in filling.rows(question.repeat) if question.repeat in {part.name for part in levels} else ():
                filling.answer(f"{question.repeat}[{row}]/{question.path.rpartition('/')[2]}", value)
    for question in form.questions:
        if not question.repeat:
            filling.label(question.path), filling.hint(question.path), filling.choices(question.path)
    filling.problems(), filling.faults(), filling.answers()


@pytest.mark.skipif(
    not CORPUS.exists(), reason="the shared corpora are not here (INSPECTOR_CORPORA): forms of the scenarios"
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_leaves_a_filling_of_other_peoples_forms(data: st.DataObject) -> None:
    """Whatever is entered into the forms of ODK's own test suites."""
    played(data.draw(st.sampled_from(of_the_corpus())), data)


@pytest.mark.parametrize("name", NAMES)
def test_no_shipped_form_has_a_fault_whatever_is_entered(name: str) -> None:
    """Every nasty text in every question at once, one after the other: no expression of ours fails."""
    filling = Filling(shipped(name), now=NOW)
    for repeat in filling.form.repeats:
        filling.add_row(repeat.name)
    for text in [text for row in NASTY for text in row]:
        for question in filling.form.questions:
            if not question.field.is_computed:
                for path in places(filling, question):
                    filling.answer(path, text)
        assert (text, ()) == (text, filling.faults())
    seen(filling)
