"""A form filled through a sitting, as a person would: answers found on a filling of its own, then given one by one."""

import re

from inspector_app.actions.answering import Sitting
from inspector_app.form import Filling
from inspector_app.form.types import MEDIA
from tests.form import answerer
from tests.form.answerer import Asked

SEEDS = 4
ROUNDS = 5
PICTURE = bytes.fromhex(  # a PNG of one point
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc00000030101004a6fd7020000000049454e44ae426082"
)
_ROW = re.compile(r"\[([^\]]*)\]")


def fill(sitting: Sitting, sample: Filling) -> list[str]:
    """Give the visit what stands in a filled sample of its form; return what keeps the form from being done."""
    for _ in range(ROUNDS):
        _grow(sitting, sample)
        wanted = {numbered(sample, one): one for one in answerer.asked(sample)}
        given = 0
        for one in answerer.asked(sitting.filling):
            found = wanted.get(numbered(sitting.filling, one))
            if found is not None and answers(sitting.filling, one):
                given += _give(sitting, one, sample.held(found.path))
        if not given:
            break
    return answerer.unanswered(sitting.filling)


def answers(filling: Filling, one: Asked) -> bool:
    """Tell whether a person may answer a question now."""
    return filling.relevant(one.path) and not filling.readonly(one.path) and not answerer.is_noted(one)


def numbered(filling: Filling, one: Asked) -> str:
    """Return a question's path with its rows by number."""
    return _ROW.sub(lambda match: f"[{filling.row_place(match[1]).number}]", one.path)


def _grow(sitting: Sitting, sample: Filling) -> None:
    there = {_ROW.sub(lambda m: f"[{sample.row_place(m[1]).number}]", path): path for path in answerer.repeats(sample)}
    for path in list(answerer.repeats(sitting.filling)):
        filling = sitting.filling
        same = _ROW.sub(lambda m: f"[{sitting.filling.row_place(m[1]).number}]", path)
        wanted = len(sample.rows(there[same])) if same in there else 0
        while len(filling.rows(path)) < wanted:
            try:
                sitting.add_row(path)
            except ValueError:  # its rows are counted
                break


def _give(sitting: Sitting, one: Asked, text: str) -> bool:
    held = sitting.filling.held(one.path)
    if one.field.type in MEDIA:
        if text and not held:
            sitting.attach_file(one.path, PICTURE, text)
        return bool(text) and not held
    if held == text:
        return False
    sitting.answer(one.path, text)
    return True
