"""Laws of filling, on the shipped campus safety form and random answers."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.form import Filling, Form, Question, load
from inspector_app.packaged import data_folder
from inspector_app.supervision.scoring import score
from tests.form.small import NOW

Edit = tuple[str, str]


@cache
def campus() -> Form:
    """Return the shipped form."""
    return load(data_folder("forms") / "campus_safety.yaml")


def _answerable() -> list[Question]:
    return [question for question in campus().questions if not question.field.calculation]


def _values(question: Question) -> st.SearchStrategy[str]:
    if question.role == "verdict":
        return st.sampled_from(["pass", "fail", "na", ""])
    if question.list_name:
        return st.sampled_from([choice.name for choice in campus().choices[question.list_name]] + [""])
    match question.type:
        case "integer":
            return st.integers(-1, 1200).map(str)
        case "decimal":
            return st.decimals(-1, 100, places=2).map(str)
        case "date":
            return st.dates().map(lambda day: day.isoformat())
        case "time":
            return st.times().map(lambda time: time.isoformat("seconds"))
    return st.text(max_size=5)


@st.composite
def _edits(draw: st.DrawFn, least: int = 1) -> list[Edit]:
    questions = draw(st.lists(st.sampled_from(_answerable()), min_size=least, max_size=40, unique_by=lambda q: q.name))
    return [(_path(question, draw(st.integers(1, 2))), draw(_values(question))) for question in questions]


def _path(question: Question, row: int) -> str:
    return f"{question.repeat}[{row}]/{question.name}" if question.repeat else question.name


def _new() -> Filling:
    filling = Filling(campus(), context={"visit_date": "2026-11-23", "stages": "P"}, now=NOW)
    for repeat in campus().repeats:
        for number in (1, 2):
            filling.add_row(repeat.name, f"{repeat.name}-{number}")
    return filling


def _all(filling: Filling) -> object:
    """Return everything that can be seen of a filling."""
    cells = []
    for question in campus().questions:
        for row in filling.rows(question.repeat) if question.repeat else ("",):
            path = f"{question.repeat}[{row}]/{question.name}" if row else question.name
            cells.append(
                (path, filling.value(path), filling.relevant(path), filling.required(path), filling.violation(path))
            )
    return cells, [filling.item(item.code) for item in campus().items], filling.problems()


@settings(max_examples=25, deadline=None)
@given(_edits(), st.randoms(use_true_random=False))
def test_the_order_of_answering_means_nothing(edits: list[Edit], random: object) -> None:
    """The same answers in another order end in the same state."""
    one, other = _new(), _new()
    for path, value in edits:
        one.answer(path, value)
    random.shuffle(edits)  # type: ignore[attr-defined]
    for path, value in edits:
        other.answer(path, value)
    assert _all(one) == _all(other)


@settings(max_examples=25, deadline=None)
@given(_edits())
def test_taking_answers_back_restores_the_state(edits: list[Edit]) -> None:
    """Answering and undoing leaves no trace."""
    filling = _new()
    before = _all(filling)
    held = [(path, filling.held(path)) for path, _ in edits]
    for path, value in edits:
        filling.answer(path, value)
    for path, value in reversed(held):
        filling.answer(path, value)
    assert before == _all(filling)


@settings(max_examples=25, deadline=None)
@given(_edits())
def test_step_by_step_equals_all_at_once(edits: list[Edit]) -> None:
    """What an edit computes again is what a filling begun from the answers computes from nothing."""
    filling = _new()
    for path, value in edits:
        filling.answer(path, value)
    context = {field.name: filling.held(field.name) for field in campus().context}
    assert _all(filling) == _all(Filling(campus(), filling.answers(), context, now=NOW))


@settings(max_examples=25, deadline=None)
@given(_edits())
def test_changed_paths_are_all_that_changed(edits: list[Edit]) -> None:
    """A screen that refreshes only what an answer names shows the truth."""
    filling = _new()
    for path, value in edits:
        before = {question.name: filling.value(question.name) for question in campus().questions if not question.repeat}
        states = {item.code: filling.item(item.code)[:6] for item in campus().items}
        changed = filling.answer(path, value)
        for name, old in before.items():
            assert old == filling.value(name) or campus().by_name[name].path in changed
        for code, was in states.items():
            assert was == filling.item(code)[:6] or campus().item_path(code) in changed


@settings(max_examples=50, deadline=None)
@given(_edits(least=20))
def test_points_and_score_stay_in_bounds(edits: list[Edit]) -> None:
    """No answer earns more than an item's points; the score equals one computed in another way."""
    filling = _new()
    for path, value in edits:
        filling.answer(path, value)
    earned, applicable = Decimal(0), Decimal(0)
    for item in campus().items:
        points = filling.points(item.code)
        if points is not None:
            assert 0 <= points <= Decimal(item.points)
            earned += points
            applicable += Decimal(item.points)
    found = score(filling.results()).value
    expected = (earned / applicable * 100).quantize(Decimal("0.1"), ROUND_HALF_UP) if applicable else None
    assert expected == found
