"""Laws of filling that hold of every shipped form, whatever is answered and whichever rows come and go."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.form import Filling, load
from inspector_app.supervision.scoring import score
from tests.form.brief import FORMS, NAMES
from tests.form.play import answers, asked, begun, made, moves, places, schools, seen, shipped, unmade
from tests.form.small import NOW
from tests.form.test_form_totals import in_order

every_form = pytest.mark.parametrize("name", NAMES)
few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@every_form
@few
@given(data=st.data())
def test_the_order_of_answering_means_nothing(name: str, data: st.DataObject) -> None:
    """The same answers in another order end in the same state."""
    form = shipped(name)
    school, said = data.draw(schools(form)), data.draw(answers(form))
    one, other = begun(form, school, rows=2), begun(form, school, rows=2)
    for path, value in said:
        one.answer(path, value)
    Random(data.draw(st.integers())).shuffle(said)
    for path, value in said:
        other.answer(path, value)
    assert seen(one) == seen(other)


@every_form
@few
@given(data=st.data())
def test_what_is_taken_back_leaves_no_trace(name: str, data: st.DataObject) -> None:
    """Answers, rows added and rows removed, then all of it undone: the state is the one before."""
    form = shipped(name)
    filling = begun(form, data.draw(schools(form)), rows=2)
    before = seen(filling)
    back = [made(filling, move, serial) for serial, move in enumerate(data.draw(moves(form)), 10)]
    for step in reversed(back):
        unmade(filling, step)
    assert before == seen(filling)


@every_form
@few
@given(data=st.data())
def test_step_by_step_equals_all_at_once(name: str, data: st.DataObject) -> None:
    """What each move computes again is what a filling begun from the answers computes from nothing."""
    form = shipped(name)
    filling = begun(form, data.draw(schools(form)), rows=1)
    for serial, move in enumerate(data.draw(moves(form)), 10):
        made(filling, move, serial)
    assert seen(filling) == seen(Filling(form, filling.answers(), context_of(filling), now=NOW))


def context_of(filling: Filling) -> dict[str, str]:
    """Return what the filling knows of its school."""
    return {field.name: filling.held(field.name) for field in filling.form.context}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where every shipped form has been opened before."""
    folder = tmp_path_factory.mktemp("kept")
    for name in NAMES:
        load(FORMS / f"{name}.yaml", folder)
    return folder


@every_form
@few
@given(data=st.data())
def test_a_form_opened_before_is_filled_the_same(name: str, data: st.DataObject, kept: Path) -> None:
    """With what was kept of it, a filling begins and goes on exactly as with the form read afresh."""
    form, again = shipped(name), load(FORMS / f"{name}.yaml", kept)
    school, said = data.draw(schools(form)), data.draw(moves(form))
    one, other = begun(form, school), begun(again, school)
    assert seen(one) == seen(other)
    for serial, move in enumerate(said, 10):
        made(one, move, serial)
        made(other, move, serial)
        assert one.last_change == other.last_change
    assert seen(one) == seen(other)
    draft = (one.answers(), context_of(one))
    assert seen(one) == seen(Filling(load(FORMS / f"{name}.yaml", kept), *draft, now=NOW))


@every_form
@few
@given(data=st.data())
def test_changed_paths_are_all_that_changed(name: str, data: st.DataObject) -> None:
    """A screen that refreshes only what an answer names shows the truth."""
    form = shipped(name)
    filling = begun(form, data.draw(schools(form)), rows=2)
    outside = [question for question in form.questions if not question.repeat]
    for path, value in data.draw(answers(form)):
        before = {question.path: filling.value(question.name) for question in outside}
        items = {item.code: filling.item(item.code)[:6] for item in form.items}
        changed = filling.answer(path, value)
        assert {one.path for one in outside if before[one.path] != filling.value(one.name)} <= changed
        assert {form.item_path(code) for code, was in items.items() if was != filling.item(code)[:6]} <= changed


@every_form
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_entered_breaks_a_form(name: str, data: st.DataObject) -> None:
    """Nasty answers to any question, rows coming and going: no exception, and a score between 0 and 100."""
    form = shipped(name)
    filling = begun(form, data.draw(schools(form)))
    for serial, move in enumerate(data.draw(moves(form, wild=True))):
        made(filling, move, serial)
    seen(filling)
    for question in asked(form):
        for path in places(filling, question):
            filling.label(path), filling.hint(path), filling.choices(path)
    assert 0 <= (score(filling.results()).value or 0) <= 100


@every_form
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_points_and_score_stay_in_bounds(name: str, data: st.DataObject) -> None:
    """From a form in order or from nothing, after any moves: full points where passed, none where failed, less where partly.

    The score is counted again in whole numbers and fractions, and rounded half up by hand.
    """
    form = shipped(name)
    filling = in_order(name) if data.draw(st.booleans()) else begun(form, data.draw(schools(form)), rows=1)
    for serial, move in enumerate(data.draw(moves(form)), 10):
        made(filling, move, serial)
    earned = applicable = Fraction(0)
    for item in form.items:
        points, state = filling.points(item.code), filling.state(item.code)
        if item.points == "i" or state in ("na", "unchecked"):
            assert points is None
            continue
        assert points is not None
        full = Decimal(item.points)
        assert {"pass": points == full, "fail": points == 0, "partial": 0 <= points <= full}[state]
        earned += Fraction(points)
        applicable += Fraction(full)
    expected = Decimal(int(earned / applicable * 1000 + Fraction(1, 2))) / 10 if applicable else None
    assert expected == score(filling.results()).value
