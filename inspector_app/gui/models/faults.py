"""Expressions of a form that cannot be evaluated now, said where they are: at their question or item, with the way out."""

from inspector_app.actions.answering import Sitting
from inspector_app.actions.registers import question_at, row_of
from inspector_app.errors import Problem
from inspector_app.form import Item, Question
from inspector_app.gui.language import current


def at_question(sitting: Sitting, question: Question, path: str) -> str:
    """Return what is said at a question (in its row), "" while all its expressions can be evaluated."""
    row = row_of(path)
    for fault in sitting.filling.faults():
        if fault.where.startswith("/") and row_of(fault.where) == row and _bare(sitting, fault.where) == question.path:
            return _said(fault)
    return ""


def at_item(sitting: Sitting, item: Item) -> str:
    """Return what is said at an item: of its judging, or of the first of its questions."""
    for fault in sitting.filling.faults():
        if fault.where == item.code:
            return _said(fault)
        if fault.where.startswith("/"):
            question = sitting.form.by_path.get(_bare(sitting, fault.where))
            if question is not None and question.item == item.code:
                return _said(fault)
    return ""


def _bare(sitting: Sitting, where: str) -> str:
    try:
        return question_at(sitting.form, where).path
    except KeyError:  # a group, a repeat
        return ""


def _said(fault: Problem) -> str:
    speech = current()
    return f"{fault.what(speech)} {fault.remedy(speech)}"
