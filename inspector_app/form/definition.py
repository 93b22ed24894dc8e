"""What a form says, as read from its file: sections, items, questions, repeats, choices. Frozen; knows no answers."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

import msgspec

from inspector_app.form.parts import (
    Action,
    Choice,
    Field,
    GradeRule,
    Instance,
    Item,
    Itemset,
    Rectify,
    RectifyKind,
    RectifyRule,
    Repeat,
    Section,
    StartRow,
    Stop,
    Struct,
    Wording,
    wording,
)
from inspector_app.form.types import VALUE_TYPES

__all__ = [
    "Action",
    "Choice",
    "Field",
    "Form",
    "GradeRule",
    "Instance",
    "Item",
    "Itemset",
    "Part",
    "Question",
    "Rectify",
    "RectifyKind",
    "RectifyRule",
    "Repeat",
    "Role",
    "Section",
    "StartRow",
    "Stop",
    "Struct",
    "Wording",
    "wording",
]

Role = Literal["context", "calculation", "field", "verdict", "na_reason", "note"]


class Part(NamedTuple):
    """A field of the survey in its place: `name` is its own where no other has it, else its path below the form."""

    field: Field
    path: str
    name: str
    repeat: str


class Question(msgspec.Struct, frozen=True, gc=False):
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
    def value_type(self) -> str:
        """The type of the values: the question's own, or the one a column `bind::type` names."""
        return VALUE_TYPES.get(self.field.columns.get("bind::type", ""), self.type)

    @property
    def list_name(self) -> str:
        """The choice list of a select, "" for others."""
        words = self.field.type.split()
        return words[1] if len(words) > 1 else ""

    @property
    def label(self) -> Wording:
        """The wording by language."""
        return self.field.label


class Form(Struct, frozen=True, rename={"form_id": "form", "edition": "version"}, dict=True, gc=True):
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
    choices: dict[str, tuple[Choice, ...]] = msgspec.field(default_factory=dict)
    repeats: tuple[Repeat, ...] = ()
    calculations: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    root: str = ""
    survey: tuple[Field, ...] = ()
    actions: tuple[Action, ...] = ()
    instances: dict[str, Instance] = msgspec.field(default_factory=dict)
    texts: dict[str, Wording] = msgspec.field(default_factory=dict)
    settings: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def top(self) -> str:
        """The path of the form itself."""
        return f"/{self.root or self.form_id}"

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @cached_property
    def version(self) -> str:
        """SHA-256 (hex) of the canonical definition: same meaning, same version, whatever the file's spelling."""
        return hashlib.sha256(self.definition()).hexdigest()

    def definition(self) -> bytes:
        """Return the canonical definition, JSON: what `version` is the hash of and `loading.defined` reads back equal."""
        return msgspec.json.encode(self, order="deterministic")

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in its place: context, calculations, the repeats' own fields, then item by item."""
        return tuple(self._questions())

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions by full name."""
        return {question.name: question for question in self.questions}

    @cached_property
    def by_path(self) -> Mapping[str, Question]:
        """The questions by path, without rows."""
        return {question.path: question for question in self.questions}

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
        return f"{self.top}/{self.section_of(code).name}/{self.item(code).name}"

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
        top = self.top
        for field in self.context:
            yield Question(field.name, f"{top}/{field.name}", field, "context")
        for field in self.calculations:
            yield Question(field.name, f"{top}/{field.name}", field, "calculation")
        for repeat in self.repeats:
            for field in repeat.fields:
                name = f"{repeat.name}_{field.name}"
                yield Question(name, f"{top}/{repeat.name}/{name}", field, "field", repeat=repeat.name)
        for part in self.parts:
            if not part.field.is_part:
                yield Question(part.name, part.path, part.field, "field", repeat=part.repeat)
        for section in self.sections:
            for item in section.items:
                yield from _item_questions(top, section, item)

    @cached_property
    def surveyed(self) -> frozenset[str]:
        """The names of the survey's questions, groups and repeats."""
        return frozenset(part.name for part in self.parts)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every field of the survey in its place, groups and repeats before what is in them."""
        names = Counter(field.name for field in _below(self.survey))
        names.update(field.name for field in (*self.context, *self.calculations))
        names.update(repeat.name for repeat in self.repeats)
        return tuple(_parts(self.survey, self.top, len(self.top) + 1, "", names))


def _below(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _below(field.fields)


def _parts(fields: Iterable[Field], above: str, start: int, repeat: str, names: Mapping[str, int]) -> Iterator[Part]:
    for field in fields:
        path = f"{above}/{field.name}"
        name = field.name if names[field.name] == 1 else path[start:]
        yield Part(field, path, name, repeat)
        yield from _parts(field.fields, path, start, name if field.type == "repeat" else repeat, names)


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
