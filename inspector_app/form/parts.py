"""The parts a form's definition is made of: fields, choices, repeats, items, sections. Frozen; they know no form."""

from typing import Literal

import msgspec

# One wording per language ("zh", "en", …), or the same text in all.
Wording = dict[str, str] | str

RectifyKind = Literal["immediate", "deadline", "suspend_listed", "refer", "none"]


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Base of all parts of a definition: unknown keys are refused. No part leads back to itself, so none is swept for."""


class Choice(Struct, frozen=True):
    """One choice of a list; `columns` are further columns that a choice_filter may name."""

    name: str
    label: Wording = ""
    columns: dict[str, str] = {}
    media: dict[str, Wording] = {}


class Itemset(Struct, frozen=True):
    """Choices that are the nodes of an expression: `value` and `label` are paths from such a node."""

    nodes: str
    value: str = "name"
    label: str = "label"


class StartRow(Struct, frozen=True):
    """A row that stands in a fresh form: texts by path below the row, rows of repeats inside by theirs."""

    values: dict[str, str] = {}
    rows: "dict[str, tuple[StartRow, ...]]" = {}


class Action(Struct, frozen=True):
    """A value set when something happens (ODK's setvalue).

    `events`: odk-instance-first-load, odk-instance-load (each time it is opened), odk-new-repeat, xforms-value-changed,
    xforms-revalidate (when it is finished); `source` is the path of the question or repeat they happen to (the form itself
    for the others), `target` that of the question set, `value` an expression.
    """

    events: tuple[str, ...]
    target: str
    value: str = ""
    source: str = ""


class Instance(Struct, frozen=True):
    """Data beside the answers (`instance('id')`): XML text, or rows of a file; `missing` while its file is not there."""

    xml: str = ""
    rows: tuple[dict[str, str], ...] = ()
    source: str = ""
    missing: bool = False


class Field(Struct, frozen=True):
    """A question as written, or (type "group" or "repeat") a part of the form with `fields` of its own.

    `required` and `readonly` are "true", "false" or an expression. `trigger` names questions (`${a}, ${b}`): the
    calculation then runs only when one of them changes. `start` are a repeat's rows in a fresh form, one if not said
    (none where `repeat_count` says how many). `columns` keeps what the engine has no use for.
    """

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
    fields: "tuple[Field, ...]" = ()
    repeat_count: str = ""
    start: tuple[StartRow, ...] | None = None
    trigger: str = ""
    itemset: Itemset | None = None
    guidance: Wording = ""
    media: dict[str, Wording] = {}
    columns: dict[str, str] = {}

    @property
    def is_part(self) -> bool:
        """Tell whether it holds fields rather than an answer."""
        return self.type in ("group", "repeat")

    @property
    def is_computed(self) -> bool:
        """Tell whether its value follows from others: a calculation that no trigger holds back."""
        return bool(self.calculation) and not self.trigger

    @property
    def is_remembered(self) -> bool:
        """Tell whether its value belongs to the answers: entered, or computed once and for all."""
        return not self.is_computed or "once(" in self.calculation


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


def wording(given: Wording, language: str) -> str:
    """Return the text in `language`, else in the first language there is."""
    if isinstance(given, str):
        return given
    return given.get(language) or next(iter(given.values()), "")
