"""A visit filled with seeded random answers, each valid for its question, through the same Sitting as the window's."""

from datetime import timedelta
from itertools import count
from random import Random

from inspector_app.actions.answering import Sitting
from inspector_app.form import Item, Question
from inspector_app.gui.models import loose
from inspector_app.gui.models.asked import table

TRIES = 60
MOST_MORE = 2  # rows beyond those that are owed
NUMBERS = (0, 1, 2, 3, 4, 5, 8, 10, 12, 20, 30, 45, 60, 100, 300)
WORDS = ("二楼东侧", "韦老师", "张贴在公示栏", "第3周", "七年级2班", "无异常")


def fill_at_random(sitting: Sitting, chance: Random) -> None:
    """Answer every question that is asked: attributes first, then item by item, then the tables beside the items."""
    for item in sitting.form.items:
        _learn(sitting, item, chance)
    for item in sitting.form.items:
        _fill(sitting, item, chance)
    for name in loose.names(sitting.form):
        shared = [one for one in sitting.form.questions if one.repeat == name and not one.item]
        _fill_rows(sitting, name, shared, chance)


def _learn(sitting: Sitting, item: Item, chance: Random) -> None:
    for name in sitting.filling.item(item.code).unknown:
        if not sitting.filling.held(name):
            _answer(sitting, name, sitting.form.by_name[name], chance)


def _fill(sitting: Sitting, item: Item, chance: Random) -> None:
    form, filling = sitting.form, sitting.filling
    _learn(sitting, item, chance)
    if not filling.relevant(item.code):
        return
    if "own" in item.judged_by.split():
        verdict = chance.choice(("pass", "pass", "pass", "fail", "na"))
        sitting.verdict(item.code, verdict, "当日停用" if verdict == "na" else "")
        if verdict == "na":
            return
    own = [form.by_name[f"{item.name}_{one.name}"] for one in item.fields]
    if item.repeat:
        shared = [form.by_name[f"{item.repeat}_{one.name}"] for one in form.repeat(item.repeat).fields]
        _fill_rows(sitting, item.repeat, [*shared, *own], chance)
    else:
        _ask(sitting, "", own, chance)
    sitting.note(item.code, chance.choice(WORDS))


def _fill_rows(sitting: Sitting, repeat: str, questions: list[Question], chance: Random) -> None:
    owed = table(sitting, sitting.form.repeat(repeat)).minimum or 1
    wanted = owed + chance.randrange(MOST_MORE)
    while len(sitting.filling.rows(repeat)) < wanted:
        sitting.add_row(repeat)
    for row in sitting.filling.rows(repeat):
        _ask(sitting, f"/{sitting.form.form_id}/{repeat}[{row}]/", questions, chance)


def _ask(sitting: Sitting, place: str, questions: list[Question], chance: Random) -> None:
    """Answer what is relevant; a second time, for what the later answers made relevant."""
    for _ in range(2):
        for question in questions:
            path = f"{place}{question.name}" if place else question.path
            computed = bool(question.field.calculation) or sitting.filling.readonly(path)
            if not computed and sitting.filling.relevant(path) and not sitting.filling.value(path):
                _answer(sitting, path, question, chance)


def _answer(sitting: Sitting, path: str, question: Question, chance: Random) -> None:
    """Look for a valid value without a trace in the journal, then write it."""
    filling = sitting.filling
    before = filling.held(path)
    value = ""
    for number in count():
        value = _value(sitting, path, question, chance, number)
        filling.answer(path, value)
        if not filling.violation(path) or number > TRIES:
            break
    wrong = filling.violation(path)
    filling.answer(path, before)
    if not wrong:  # else earlier answers leave none that is valid: the question stays open, as on a real visit
        sitting.answer(path, value)


def _value(sitting: Sitting, path: str, question: Question, chance: Random, number: int) -> str:
    day = sitting.ws.now()
    if question.type in ("integer", "decimal"):
        return str(chance.choice(NUMBERS))
    if question.type == "date":
        return f"{day + timedelta(days=chance.choice((0, 1, 3, 7, 14, -7, -30, -60, -200))):%Y-%m-%d}"
    if question.type == "time":
        return f"{day + timedelta(minutes=chance.randrange(-60, 120)):%H:%M}"
    if question.type in ("select_one", "select_multiple"):
        options = [one.name for one in sitting.filling.choices(path)]
        return options[number % len(options)] if number > TRIES // 2 else chance.choice(options)
    return chance.choice(WORDS)
