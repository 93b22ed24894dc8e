"""Playing with a form: random schools, answers, rows coming and going, for the laws that hold of every form."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from hypothesis import strategies as st

from inspector_app.form import Filling, Form, Question, load
from inspector_app.form.canonical import Entered
from tests.form.brief import FORMS
from tests.form.small import NOW

Answer = tuple[str, str]
NASTY = (
    ("", " ", "0", "-0", "-1", "1.5", "007", "1e3", "1e400", "NaN", "Infinity", "-Infinity", "9" * 40, "9" * 400, "."),
    ("2026-02-30", "2026-11-23", "0000-00-00", "9999-12-31", "2026-11-23T25:61", "24:00", "07:00:00.000+08:00"),
    (
        "pass",
        "fail",
        "na",
        "yes",
        "no",
        "yes no",
        "'",
        '"',
        "${x}",
        "../..",
        "[1]",
        "(",
        "\\",
        "*",
        "a b",
        "%s",
        "<x/>",
    ),
    ("甲", "１２", "\u0000", "\ud7ff", "\U0010ffff", "\u202e", "e\u0301", "a" * 5000, "91 181", "1 2 3 4 5", "1 2;3 4"),
)


class Coming(NamedTuple):
    """A row to add to a repeat."""

    repeat: str


class Going(NamedTuple):
    """The last row of a repeat to remove."""

    repeat: str


class Said(NamedTuple):
    """An answer: to which question, in which row (counted round), what."""

    question: Question
    row: int
    value: str


Move = Coming | Going | Said


@cache
def shipped(name: str) -> Form:
    """Return a shipped form, read from its YAML once."""
    return load(FORMS / f"{name}.yaml")


def asked(form: Form) -> list[Question]:
    """Return the questions that can be answered."""
    return [question for question in form.questions if not question.field.is_computed]


def fitting(form: Form, question: Question) -> st.SearchStrategy[str]:
    """Return answers of a question's kind, now and then none."""
    if question.role == "verdict":
        return st.sampled_from(["pass", "pass", "fail", "na", ""])
    names = [choice.name for choice in form.choices.get(question.list_name, ())]
    if names:
        if question.type == "select_multiple":
            return st.lists(st.sampled_from(names), unique=True, max_size=4).map(" ".join)
        return st.sampled_from([*names, ""])
    match question.type:
        case "integer":
            return st.one_of(st.integers(-1, 12), st.integers(0, 1200)).map(str)
        case "decimal":
            return st.decimals(-1, 100, places=2).map(str)
        case "date":
            return st.dates().map(lambda day: day.isoformat())
        case "time":
            return st.times().map(lambda time: time.isoformat("seconds"))
    return st.text(max_size=5)


def nasty(form: Form, question: Question) -> st.SearchStrategy[str]:
    """Return what nobody should enter and somebody will, beside what fits."""
    wild = st.text(st.characters(exclude_categories=()), max_size=12)
    return st.one_of(st.sampled_from([text for row in NASTY for text in row]), wild, fitting(form, question))


@st.composite
def schools(draw: st.DrawFn, form: Form) -> dict[str, Entered]:
    """Draw what a visit knows of the school: some attributes known, some not."""
    known = draw(st.lists(st.sampled_from(form.context), unique_by=lambda field: field.name)) if form.context else []
    questions = form.by_name
    return {field.name: draw(fitting(form, questions[field.name])) for field in known}


@st.composite
def answers(draw: st.DrawFn, form: Form, least: int = 1) -> list[Answer]:
    """Draw answers to different questions, in one of two rows each, as path and value."""
    questions = draw(st.lists(st.sampled_from(asked(form)), min_size=least, max_size=40, unique_by=lambda q: q.name))
    drawn = []
    for question in questions:
        row = f"{question.repeat}[{draw(st.integers(1, 2))}]/" if question.repeat else ""
        drawn.append((f"{row}{question.name}", draw(fitting(form, question))))
    return drawn


@st.composite
def moves(draw: st.DrawFn, form: Form, *, wild: bool = False) -> list[Move]:
    """Draw answers with rows coming and going between them."""
    of_rows = [question for question in asked(form) if question.repeat]
    questions = st.one_of([st.sampled_from(some) for some in (asked(form), of_rows) if some])
    found: list[Move] = []
    for question in draw(st.lists(questions, min_size=1, max_size=40)):
        if question.repeat and draw(st.booleans()):
            found.append(Coming(question.repeat) if draw(st.integers(0, 2)) else Going(question.repeat))
        value = draw(nasty(form, question) if wild else fitting(form, question))
        found.append(Said(question, draw(st.integers(0, 5)), value))
    return found


def made(filling: Filling, move: Move, serial: int) -> list[Any]:
    """Make a move where there is a row for it; return what takes it back, to be given to `unmade`."""
    match move:
        case Coming(repeat=repeat):
            return ["remove", repeat, filling.add_row(repeat, f"{repeat}-{serial}")]
        case Going(repeat=repeat):
            rows = filling.rows(repeat)
            if not rows:
                return []
            held = next(row["values"] for row in filling.answers()["rows"] if row["id"] == rows[-1])
            filling.remove_row(rows[-1])
            return ["add", repeat, rows[-1], held]
        case Said(question=question, row=row, value=value):
            paths = places(filling, question)
            if not paths:
                return []
            path = paths[row % len(paths)]
            before = filling.held(path)
            filling.answer(path, value)
            return ["answer", path, before]


def unmade(filling: Filling, back: Sequence[Any]) -> None:
    """Take a move back."""
    match back:
        case ["remove", repeat, row]:
            filling.remove_row(f"{repeat}[{row}]")
        case ["add", repeat, row, held]:
            filling.add_row(repeat, row)
            for name, value in held.items():
                filling.answer(f"{repeat}[{row}]/{name}", value)
        case ["answer", path, before]:
            filling.answer(path, before)


def places(filling: Filling, question: Question) -> list[str]:
    """Return the paths of a question, one for each row it stands in."""
    if not question.repeat:
        return [question.name]
    return [f"{question.repeat}[{row}]/{question.name}" for row in filling.rows(question.repeat)]


def begun(form: Form, school: dict[str, Entered] | None = None, rows: int = 0) -> Filling:
    """Return a new filling, with some rows in each repeat."""
    filling = Filling(form, context=school or {}, now=NOW)
    for repeat in form.repeats:
        for number in range(1, rows + 1):
            filling.add_row(repeat.name, f"{repeat.name}-{number}")
    return filling


def seen(filling: Filling) -> object:
    """Return everything that can be seen of a filling."""
    form, cells = filling.form, []
    for question in form.questions:
        for path in places(filling, question):
            state = (filling.relevant(path), filling.required(path), filling.readonly(path), filling.violation(path))
            cells.append((path, filling.value(path), *state))
    items = [(filling.relevant(item.code), filling.item(item.code)) for item in form.items]
    return cells, items, filling.problems(), filling.results(), filling.progress()
