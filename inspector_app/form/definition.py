"""What a form says, as read from its file: sections, items, questions, repeats, choices. Frozen; knows no answers."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

import msgspec

# One wording per language ("zh", "en", …), or the same text in all.
Wording = dict[str, str] | str

RectifyKind = Literal["immediate", "deadline", "suspend_listed", "refer", "none"]
Role = Literal["context", "calculation", "field", "verdict", "na_reason", "note"]


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all parts of a definition: unknown keys are refused."""


class Choice(Struct, frozen=True):
    """One choice of a list; `columns` are further columns that a choice_filter may name."""

    name: str
    label: Wording = ""
    columns: dict[str, str] = {}


class Field(Struct, frozen=True):
    """A question as written. `required` and `readonly` are "true", "false" or an expression."""

    name: str
    type: str
    label: Wording = ""
    hint: Wording = ""
    unit: Wording = ""
    required: str = ""
    required_message: Wording = ""
    constraint: str = ""
    constraint_message: Wording = ""
    relevant: str = ""
    calculation: str = ""
    default: str = ""
    readonly: str = ""
    choice_filter: str = ""
    appearance: str = ""
    parameters: str = ""
    sensitive: str = ""
    source: str = ""
    formula: str = ""
    note: Wording = ""


class Repeat(Struct, frozen=True):
    """A group of fields entered once for each of several things; `minimum` rows (an expression) make an item complete."""

    name: str
    label: Wording = ""
    count: Wording = ""
    minimum: str = "1"
    relevant: str = ""
    note: Wording = ""
    fields: tuple[Field, ...] = ()


class Rectify(Struct, frozen=True):
    """How a failing is put right, and in how many working days where that is a deadline."""

    kind: RectifyKind
    days: int | None = None


class GradeRule(Struct, frozen=True):
    """Raises the grade when its expression holds; with `lowers`, replaces the item's own grade, even downwards."""

    when: str
    grade: str
    lowers: bool = False
    why: Wording = ""


class RectifyRule(Struct, frozen=True):
    """Replaces the way of rectification when its expression holds."""

    when: str
    rectify: Rectify
    why: Wording = ""


class Item(Struct, frozen=True):
    """A checklist line. `points` is a decimal, or "i" for what is recorded and not scored."""

    code: str
    title: Wording = ""
    method: tuple[str, ...] = ()
    type: str = ""
    applies: tuple[str, ...] = ()
    evidence: str = ""
    points: str = "i"
    key: bool = False
    tags: dict[str, str] = {}
    grade: str = "none"
    rectify: Rectify = Rectify("none")
    relevant: str = ""
    repeat: str = ""
    fields: tuple[Field, ...] = ()
    judge: str = ""
    score: str = ""
    grade_when: tuple[GradeRule, ...] = ()
    rectify_when: tuple[RectifyRule, ...] = ()
    na_when: str = ""
    na_reason: Wording = ""
    guidance: Wording = ""
    basis: tuple[Wording, ...] = ()
    confidence: str = ""
    determination_clause: bool = False
    retired: bool = False
    note: Wording = ""

    @property
    def judged_by(self) -> str:
        """The judging expression: `own`, the inspector's verdict, unless an expression or a score decides."""
        return self.judge or ("" if self.score else "own")

    @property
    def name(self) -> str:
        """The code as the stem of its questions' names: SAF-FIRE-01 → saf_fire_01."""
        return self.code.lower().replace("-", "_")


class Section(Struct, frozen=True):
    """A part of the checklist that is walked together."""

    code: str
    letter: str = ""
    title: Wording = ""
    points: str = ""
    note: Wording = ""
    relevant: str = ""
    items: tuple[Item, ...] = ()

    @property
    def name(self) -> str:
        """The code as a path step: SAF-FIRE → saf_fire."""
        return self.code.lower().replace("-", "_")


class Stop(Struct, frozen=True):
    """One stop of the route on site."""

    order: str = ""
    minutes: str = ""
    what: Wording = ""
    sections: tuple[str, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """A field in its place: full name, path, the item and repeat it belongs to ("" for none), and what it is for."""

    name: str
    path: str
    field: Field
    role: Role
    item: str = ""
    section: str = ""
    repeat: str = ""

    @property
    def type(self) -> str:
        """The type alone: select_one, integer …"""
        return self.field.type.split(maxsplit=1)[0] if self.field.type else ""

    @property
    def list_name(self) -> str:
        """The choice list of a select, "" for others."""
        words = self.field.type.split()
        return words[1] if len(words) > 1 else ""

    @property
    def label(self) -> Wording:
        """The wording by language."""
        return self.field.label


class Form(Struct, frozen=True, rename={"form_id": "form", "edition": "version"}, dict=True):
    """One form. `version` is the SHA-256 of the canonical definition; the file's own version text is `edition`.

    `graded` false: its result is never printed as a grade (R-48). `level` and `total` name calculations: the form's own word
    for its result, and its own total where that is not the plain score.
    """

    form_id: str
    prefix: str = ""
    edition: str = ""
    title: Wording = ""
    purpose: Wording = ""
    mode: Wording = ""
    applies: Wording | tuple[str, ...] = ""
    duration: Wording = ""
    basis: Wording = ""
    equipment: Wording = ""
    division: Wording = ""
    note: Wording = ""
    graded: bool = True
    level: str = ""
    total: str = ""
    route: tuple[Stop, ...] = ()
    context: tuple[Field, ...] = ()
    choices: dict[str, tuple[Choice, ...]] = {}
    repeats: tuple[Repeat, ...] = ()
    calculations: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def version(self) -> str:
        """SHA-256 (hex) of the canonical definition: same meaning, same version, whatever the file's spelling."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in its place: context, calculations, the repeats' own fields, then item by item."""
        return tuple(self._questions())

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions by full name."""
        return {question.name: question for question in self.questions}

    @cached_property
    def _items_by_code(self) -> Mapping[str, Item]:
        return {item.code: item for item in self.items}

    @cached_property
    def _items_by_path(self) -> Mapping[str, str]:
        return {self.item_path(item.code): item.code for item in self.items}

    @cached_property
    def _section_of(self) -> Mapping[str, Section]:
        return {item.code: section for section in self.sections for item in section.items}

    def item(self, code: str) -> Item:
        """Return an item; KeyError when there is none."""
        return self._items_by_code[code]

    def item_at(self, path: str) -> str | None:
        """Return the code of the item that a path (as among the changed paths) stands for, or None."""
        return self._items_by_path.get(path)

    def section_of(self, code: str) -> Section:
        """Return the section of an item."""
        return self._section_of[code]

    def section(self, code: str) -> Section:
        """Return a section; KeyError when there is none."""
        return next(section for section in self.sections if section.code == code)

    def repeat(self, name: str) -> Repeat:
        """Return a repeat; KeyError when there is none."""
        found = next((repeat for repeat in self.repeats if repeat.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def item_path(self, code: str) -> str:
        """Return the path that stands for an item among the changed paths."""
        return f"/{self.form_id}/{self.section_of(code).name}/{self.item(code).name}"

    def items_of(self, paths: Iterable[str]) -> frozenset[str]:
        """Return the codes of the items that the paths (of items, or of their questions) belong to."""
        found = set()
        for path in paths:
            question = self.by_name.get(path.rpartition("/")[2])
            code = self._items_by_path.get(path, "") if question is None else question.item
            if code:
                found.add(code)
        return frozenset(found)

    def _questions(self) -> Iterator[Question]:
        top = f"/{self.form_id}"
        for field in self.context:
            yield Question(field.name, f"{top}/{field.name}", field, "context")
        for field in self.calculations:
            yield Question(field.name, f"{top}/{field.name}", field, "calculation")
        for repeat in self.repeats:
            for field in repeat.fields:
                name = f"{repeat.name}_{field.name}"
                yield Question(name, f"{top}/{repeat.name}/{name}", field, "field", repeat=repeat.name)
        for section in self.sections:
            for item in section.items:
                yield from _item_questions(top, section, item)


# Every item has these besides its own fields.
_IMPLICIT: tuple[tuple[Role, Field], ...] = (
    ("verdict", Field("verdict", "select_one verdict", {"zh": "结论", "en": "Verdict"})),
    ("na_reason", Field("na_reason", "text", {"zh": "不适用的原因", "en": "Why it does not apply"})),
    ("note", Field("note", "text", {"zh": "备注", "en": "Note"})),
)


def _item_questions(top: str, section: Section, item: Item) -> Iterator[Question]:
    home = f"{top}/{section.name}"
    place = f"{top}/{item.repeat}" if item.repeat else home
    stem = item.name

    for role, field in _IMPLICIT:
        name = f"{stem}_{role}"
        yield Question(name, f"{home}/{name}", field, role, item.code, section.code)
    for field in item.fields:
        name = f"{stem}_{field.name}"
        yield Question(name, f"{place}/{name}", field, "field", item.code, section.code, item.repeat)


def wording(given: Wording, language: str) -> str:
    """Return the text in `language`, else in the first language there is."""
    if isinstance(given, str):
        return given
    return given.get(language) or next(iter(given.values()), "")
