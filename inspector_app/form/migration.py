"""A draft under another version of its form: what keeps its place, what has none any more, what is newly asked, what changed.

Pure: two definitions and the answers in, a plan out. Nothing answered disappears: what has no place is listed with its text.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from inspector_app.form.canonical import Entered
from inspector_app.form.conversion import Asked, asked, converted
from inspector_app.form.definition import Form, Item, Question
from inspector_app.form.filling import Filling

Why = Literal["item", "question", "place", "type", "choice", "row"]
"""Why an answer has no place: its item, question or choice is gone, it is asked elsewhere, otherwise, its repeat is gone."""

Aspect = Literal["wording", "points", "grade", "rectify", "judging", "evidence", "asked", "questions"]

_ASPECTS: Mapping[Aspect, tuple[str, ...]] = {
    "wording": ("title",),
    "points": ("points", "key"),
    "grade": ("grade", "grade_when", "determination_clause"),
    "rectify": ("rectify", "rectify_when"),
    "judging": ("judge", "score", "na_when"),
    "evidence": ("evidence",),
    "asked": ("applies", "relevant", "retired"),
    "questions": ("fields", "repeat"),
}
_ROW = re.compile(r"\[([^\]]+)\]")


class Answer(NamedTuple):
    """One answer of the draft: its item's code ("" for none), its question, the row it stands in ("" for none), its text.

    A row itself is an answer too: question "", the repeat's name as text.
    """

    item: str
    question: str
    row: str
    text: str


class Carried(NamedTuple):
    """An answer that is written otherwise in the new version, and how."""

    answer: Answer
    text: str


class Left(NamedTuple):
    """An answer, or the part of it in `text`, that has no place in the new version."""

    answer: Answer
    text: str
    why: Why


class Due(NamedTuple):
    """What the new version wants and the old one did not: an item to check ("item"), an answer that is missing or unfit.

    `why`: item, or the kind of `Trouble`: required, type, constraint.
    """

    item: str
    path: str
    why: str


class Change(NamedTuple):
    """An item (or, with item "", a question) that both versions have and that is not the same in them."""

    item: str
    question: str
    aspects: tuple[Aspect, ...]


class Placed(NamedTuple):
    """The answers as the new version holds them (the shape of `Filling.answers`), and what became of each."""

    answers: dict[str, Any]
    kept: tuple[Answer, ...]
    carried: tuple[Carried, ...]
    no_place: tuple[Left, ...]


class Migration(NamedTuple):
    """What moving a draft to another version comes to, before it is done."""

    placed: Placed
    due: tuple[Due, ...]
    changed: tuple[Change, ...]


def plan(
    old: Form,
    new: Form,
    answers: Mapping[str, Any],
    context: Mapping[str, Entered] | None = None,
    now: datetime | None = None,
) -> Migration:
    """Return what moving `answers` (as `Filling.answers` gives them) from one version to another comes to."""
    placed = place(old, new, answers)
    before = Filling(old, answers, context, now=now)
    after = Filling(new, placed.answers, context, now=now)
    return Migration(placed, tuple(_due(before, after)), tuple(_changes(old, new)))


def place(old: Form, new: Form, answers: Mapping[str, Any]) -> Placed:
    """Return the answers as the new version holds them, each with its place or among those that have none."""
    return _Placing(old, new).placed(answers)


class _Placing:
    """The answers of one draft on their way from one version to another."""

    def __init__(self, old: Form, new: Form) -> None:
        self.old, self.new = old, new
        self.same = old.version == new.version
        self.kept: list[Answer] = []
        self.carried: list[Carried] = []
        self.left: list[Left] = []

    def placed(self, answers: Mapping[str, Any]) -> Placed:
        questions = self._moved(answers.get("questions", {}), "", "")
        rows: list[dict[str, Any]] = []
        standing: set[str] = set()
        for row in answers.get("rows", ()):
            name, row_id, values = str(row["repeat"]), str(row["id"]), row.get("values", {})
            itself = Answer("", "", row_id, name)
            if self._has_row(name, str(row.get("parent", "")), standing):
                standing.add(row_id)
                self.kept.append(itself)
                rows.append({**row, "values": self._moved(values, name, row_id)})
            else:
                self.left.append(Left(itself, name, "row"))
                for question, text in values.items():
                    self._leave(self._answer(question, row_id, str(text)), str(text), "row")
        return Placed({"questions": questions, "rows": rows}, tuple(self.kept), tuple(self.carried), tuple(self.left))

    def _moved(self, values: Mapping[str, Any], repeat: str, row: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in values.items():
            text = str(value)
            answer = self._answer(name, row, text)
            target = self.new.by_name.get(name)
            if target is None:
                gone = answer.item and answer.item not in {item.code for item in self.new.items}
                self._leave(answer, text, "item" if gone else "question")
            elif target.repeat != repeat or target.field.is_computed or target.role == "context":
                self._leave(answer, text, "place")
            else:
                moved, left = (
                    (text, "") if self.same else converted(self._asked(self.old, name), self._to(target), text)
                )
                if left:
                    self._leave(answer, left, "choice" if moved or self._is_choice(target) else "type")
                if moved or not left:
                    found[name] = moved
                    if moved == text:
                        self.kept.append(answer)
                    else:
                        self.carried.append(Carried(answer, moved))
        return found

    def _leave(self, answer: Answer, text: str, why: Why) -> None:
        if text:  # an emptied default that is asked no more leaves nothing behind
            self.left.append(Left(answer, text, why))

    def _has_row(self, repeat: str, parent: str, standing: set[str]) -> bool:
        around, before = _around(self.new, repeat), _around(self.old, repeat)
        stays = around is not None and before in (
            None,
            around,
        )  # what the old one never had came from this one, before it
        return self.same or (stays and (not parent or parent in standing))

    def _answer(self, name: str, row: str, text: str) -> Answer:
        question = self.old.by_name.get(name) or self.new.by_name.get(name)
        return Answer("" if question is None else question.item, name, row, text)

    def _asked(self, form: Form, name: str) -> Asked | None:
        question = form.by_name.get(name)
        return None if question is None else asked(form, question)

    def _to(self, question: Question) -> Asked:
        return asked(self.new, question)

    def _is_choice(self, target: Question) -> bool:
        before = self.old.by_name.get(target.name)
        return before is not None and asked(self.new, target).is_select and asked(self.old, before).is_select


def _around(form: Form, repeat: str) -> str | None:
    """Return the repeat that a repeat stands in ("" for none), None where the form has no such repeat."""
    if any(one.name == repeat for one in form.repeats):
        return ""
    return next((part.repeat for part in form.parts if part.field.type == "repeat" and part.name == repeat), None)


def _due(before: Filling, after: Filling) -> Iterator[Due]:
    codes = {item.code for item in before.form.items}
    for item in after.form.items:
        open_before = item.code in codes and before.state(item.code) == "unchecked"
        if after.state(item.code) == "unchecked" and not open_before:
            yield Due(item.code, after.form.item_path(item.code), "item")
    known = {(_place_of(one.path), one.kind) for one in before.problems()}
    for trouble in after.problems():
        if (_place_of(trouble.path), trouble.kind) not in known:
            question = after.form.by_name.get(trouble.path.rpartition("/")[2])
            yield Due("" if question is None else question.item, trouble.path, trouble.kind)


def _place_of(path: str) -> tuple[str, ...]:
    """Return the question and the rows of a path: a group that it moved to does not make it another question."""
    return (path.rpartition("/")[2], *_ROW.findall(path))


def _changes(old: Form, new: Form) -> Iterator[Change]:
    if old.version == new.version:
        return
    before = {item.code: item for item in old.items}
    for item in new.items:
        if item.code in before:
            aspects = tuple(_aspects(old, before[item.code], new, item))
            if aspects:
                yield Change(item.code, "", aspects)
    for question in new.questions:
        twin = old.by_name.get(question.name)
        if twin is not None and not question.item and question.role == "field":
            aspects = tuple(_question_aspects(old, twin, new, question))
            if aspects:
                yield Change("", question.name, aspects)


def _aspects(old: Form, before: Item, new: Form, after: Item) -> Iterator[Aspect]:
    for aspect, names in _ASPECTS.items():
        if any(getattr(before, name) != getattr(after, name) for name in names):
            yield aspect
        elif aspect == "questions":
            lists = {question.list_name for question in new.questions if question.item == after.code}
            if any(old.choices.get(name) != new.choices.get(name) for name in lists):
                yield aspect


def _question_aspects(old: Form, before: Question, new: Form, after: Question) -> Iterator[Aspect]:
    if before.label != after.label:
        yield "wording"
    if before.field.relevant != after.field.relevant:
        yield "asked"
    listed = old.choices.get(before.list_name) != new.choices.get(after.list_name)
    if listed or before.field.type != after.field.type or before.repeat != after.repeat:
        yield "questions"
