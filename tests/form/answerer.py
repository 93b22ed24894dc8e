"""Fills any survey form: every relevant question gets an answer of its type, tried until it is valid.

Constraints are solved from what they say: the constants in them and their neighbours, the patterns they match, the answers
they compare with. Nothing of the form's own logic is looked at: only `Filling` says what is relevant and what is valid.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import NamedTuple

from hypothesis import find
from hypothesis.errors import HypothesisException
from hypothesis.strategies import from_regex

from inspector_app.form import Filling
from inspector_app.form.canonical import MANY, NUMERIC, ONE
from inspector_app.form.definition import Field
from inspector_app.form.types import METADATA
from tests.form.files_beside import pairs
from tests.form.small import NOW

ROUNDS = 6
MOST_TRIES = 400
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_PATTERN = re.compile(r"regex\(.*?,\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)", re.DOTALL)
_REFERENCE = re.compile(r"\$\{\s*([^}]+?)\s*\}")
_WORDS = ("二楼东侧", "Anna", "A1", "7", "12345678", "0551234567", "+251911234567", "a@example.org", "")
_POINTS = ("23.1 113.2 0 0", "23.1 113.3 0 0", "23.2 113.3 0 0", "23.1 113.2 0 0")
_UPLOADS = {"image": "photo.jpg", "audio": "voice.m4a", "video": "film.mp4", "file": "paper.pdf"}


class Asked(NamedTuple):
    """A question in its place: the path with its rows by id, and its field."""

    path: str
    field: Field


def asked(filling: Filling, fields: Iterable[Field] | None = None, above: str = "") -> Iterator[Asked]:
    """Yield every question of a survey form, those in rows once for each row there is."""
    for field in filling.form.survey if fields is None else fields:
        path = f"{above or filling.form.top}/{field.name}"
        if field.type == "repeat":
            for row in filling.rows(path):
                yield from asked(filling, field.fields, f"{path}[{row}]")
        elif field.type == "group":
            yield from asked(filling, field.fields, path)
        else:
            yield Asked(path, field)


def repeats(filling: Filling, fields: Iterable[Field] | None = None, above: str = "") -> Iterator[str]:
    """Yield the path of every repeat there is to add rows to, those inside rows once for each."""
    for field in filling.form.survey if fields is None else fields:
        path = f"{above or filling.form.top}/{field.name}"
        if field.type == "repeat":
            yield path
            for row in filling.rows(path):
                yield from repeats(filling, field.fields, f"{path}[{row}]")
        elif field.type == "group":
            yield from repeats(filling, field.fields, path)


def fill(filling: Filling, seed: int = 0) -> None:
    """Answer every relevant question that a person may answer; rounds, for what later answers ask for or rule out."""
    chance = Random(seed)
    for repeat in list(repeats(filling)):
        _grow(filling, repeat, chance)
    for _ in range(ROUNDS):
        open_ = [one for one in asked(filling) if is_open(filling, one)]
        if not open_:
            return
        for one in open_:
            if is_open(filling, one):  # an earlier answer of this round may have closed it
                _answer(filling, one, chance)


def unanswered(filling: Filling) -> list[str]:
    """Return what keeps the form from being done: required and empty, or wrong; with the reason."""
    return [f"{path} {kind}" for path, kind, _ in filling.problems()]


def is_noted(one: Asked) -> bool:
    """Tell whether a question is none that anybody answers: the device notes it, or it only says something."""
    return one.field.type == "note" or one.field.type in METADATA or not one.field.type


def is_open(filling: Filling, one: Asked) -> bool:
    """Tell whether a question waits for an answer: relevant, a person's to answer, and empty or wrong."""
    if is_noted(one):
        return False
    if not filling.relevant(one.path) or filling.readonly(one.path):
        return False
    return filling.violation(one.path) != "" or not filling.value(one.path)


def _grow(filling: Filling, repeat: str, chance: Random) -> None:
    if filling.rows(repeat) and chance.random() < 0.5:
        return
    try:
        filling.add_row(repeat)
    except ValueError:  # its rows are counted
        return


def _answer(filling: Filling, one: Asked, chance: Random) -> None:
    before = filling.held(one.path)
    if one.field.choice_filter and not filling.choices(one.path):
        _open_cascade(filling, one, chance)
    for number, value in enumerate(candidates(filling, one, chance)):
        if number > MOST_TRIES:
            break
        filling.answer(one.path, value)
        if filling.relevant(one.path) and filling.value(one.path) and not filling.violation(one.path):
            return
    filling.answer(one.path, before if not filling.violation(one.path) else "")


def _open_cascade(filling: Filling, one: Asked, chance: Random) -> None:
    """Answer the questions that a choice filter goes by so that something is on offer, from the first of them down."""
    listed = filling.form.choices.get(one.field.type.partition(" ")[2], ())
    for choice in chance.sample(listed, min(len(listed), 20)):
        _wish(filling, one, choice.name)
        if filling.choices(one.path):
            return


def _wish(filling: Filling, one: Asked, name: str) -> None:
    listed = filling.form.choices.get(one.field.type.partition(" ")[2], ())
    choice = next((choice for choice in listed if choice.name == name), None)
    here = {other.field.name: other for other in asked(filling)}
    for column, question in pairs(one.field.choice_filter):
        if choice is not None and question in here and column in choice.columns:
            _wish(filling, here[question], choice.columns[column])
    if not filling.form.by_name.get(one.field.name) or not filling.readonly(one.path):
        filling.answer(one.path, name)


def candidates(filling: Filling, one: Asked, chance: Random) -> Iterator[str]:
    """Yield values of the question's type, the likeliest first; some more than once."""
    kind = one.field.type.partition(" ")[0]
    if kind in ONE:
        names = [choice.name for choice in filling.choices(one.path)]
        yield from chance.sample(names, len(names))
    elif kind in MANY:
        yield from _several(filling, one, kind, chance)
    elif kind in NUMERIC:
        yield from _numbers(filling, one, chance)
    elif kind in ("date", "dateTime", "time"):
        yield from _moments(filling, one, kind)
    elif kind == "geopoint":
        yield _POINTS[0]
    elif kind in ("geotrace", "geoshape"):
        yield ";".join(_POINTS if kind == "geoshape" else _POINTS[:2])
    elif kind == "acknowledge":
        yield "OK"
    elif kind in _UPLOADS:
        yield _UPLOADS[kind]
    else:
        yield from _texts(filling, one)


def _several(filling: Filling, one: Asked, kind: str, chance: Random) -> Iterator[str]:
    names = [choice.name for choice in filling.choices(one.path)]
    if kind == "rank":
        yield " ".join(names)
        return
    names = chance.sample(names, len(names))
    yield from names
    for count in (2, 3, len(names)):
        for number, some in enumerate(combinations(names, count)):
            if number > 60:
                break
            yield " ".join(some)


def _numbers(filling: Filling, one: Asked, chance: Random) -> Iterator[str]:
    whole = not one.field.type.startswith("decimal")
    found = [Decimal(text) for text in _constants(filling, one) if _NUMBER.fullmatch(text)]
    if one.field.type.startswith("range"):
        given = dict(part.split("=", 1) for part in one.field.parameters.split() if "=" in part)
        found = [Decimal(given.get("start") or 1), Decimal(given.get("end") or 10), *found]
    near = [number + step for number in found for step in (0, 1, -1)]
    near += [(low + high) / 2 for low, high in combinations(found, 2)]
    usual = [Decimal(number) for number in (1, 2, 3, 10, 0, 25, 40, 60, 100, 1000, 120, 2020, -1)]
    tried = [*chance.sample(usual[:4], 4), *near, *usual[4:], *(Decimal(chance.randrange(10**6)) for _ in range(20))]
    for number in dict.fromkeys(tried):
        if not whole or number == int(number):
            yield f"{number:f}" if not whole else str(int(number))


def _moments(filling: Filling, one: Asked, kind: str) -> Iterator[str]:
    if kind == "time":
        yield from ("10:00:00", "08:30:00", "16:45:00", "23:59:00", "00:00:00")
        return
    bases = [NOW.date()]
    for text in _constants(filling, one):
        try:
            bases.append(date.fromisoformat(text[:10]))
        except ValueError:
            continue
    tail = "" if kind == "date" else "T10:00:00.000+08:00"
    for days in (0, -1, 1, -7, 7, -30, 30, -100, -400, 400, -2000, -8000, -20000):
        for base in bases:
            yield (base + timedelta(days=days)).isoformat() + tail


def _texts(filling: Filling, one: Asked) -> Iterator[str]:
    constraint = one.field.constraint
    for first, second in _PATTERN.findall(constraint):
        yield from _matching(first or second)
    plain = [word for word in _WORDS if word]
    if not constraint:
        yield plain[0]
    yield from plain
    yield from _constants(filling, one)
    for text in _NUMBER.findall(constraint):
        count = abs(int(float(text)))
        if count < 1000:
            yield from (letter * size for size in (count, count + 1, max(count - 1, 1)) for letter in ("1", "a"))


def _matching(pattern: str) -> Iterator[str]:
    try:
        yield find(from_regex(re.compile(pattern, re.ASCII), fullmatch=True), lambda text: bool(text.strip()))
    except (re.error, HypothesisException):
        return


def _constants(filling: Filling, one: Asked) -> Iterator[str]:
    """Yield what the constraint compares with: its numbers, its texts, the answers it names."""
    constraint = one.field.constraint
    yield from _NUMBER.findall(constraint)
    for first, second in _QUOTED.findall(constraint):
        yield from filter(None, (first, second))
    here = one.path.rpartition("/")[0]
    for name in _REFERENCE.findall(constraint):
        for path in (f"{here}/{name}", name):
            try:
                text = filling.value(path)
            except KeyError:
                continue
            if text:
                yield text
            break
