"""The plain rows the Visit page's widgets take: sections, items, cards, fields, tables. They know no form and no journal."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True)
class Choice:
    """One option of a select question."""

    name: str
    label: str


@dataclass(frozen=True)
class FieldView:
    """One question as a card shows it; `kind`: integer decimal one many date time text shown.

    `optional`: it is never required.
    """

    path: str
    name: str
    kind: str
    label: str
    unit: str = ""
    hint: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    optional: bool = False
    readonly: bool = False
    relevant: bool = True
    problem: str = ""

    @property
    def shown(self) -> str:
        """The value as a person reads it: an option's label, a time without its seconds."""
        labels = {choice.name: choice.label for choice in self.choices}
        if labels:
            joint = QCoreApplication.translate("reading", "、")
            return joint.join(labels.get(one, one) for one in self.value.split())
        return self.value.removesuffix(":00") if self.kind == "time" and self.value.count(":") > 1 else self.value


@dataclass(frozen=True)
class RowView:
    """One row of a repeat group: its identity and its cells in the order of the columns."""

    row: str
    cells: tuple[FieldView, ...]


@dataclass(frozen=True)
class RowsView:
    """A repeat group as one item sees it: the group's columns, then the item's; `minimum` 0 for an expression."""

    repeat: str
    label: str
    minimum: int
    sampling: str
    columns: tuple[FieldView, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class CardView:
    """One checklist item with everything its card shows."""

    code: str
    title: str
    methods: tuple[str, ...]
    key: bool
    points: Decimal | None
    earned: Decimal | None
    evidence: str
    guidance: str
    basis: tuple[str, ...]
    confidence: str
    state: str
    reason: str
    grade: str
    own: bool
    asks: bool
    verdict: str
    na_reason: str
    note: str
    fields: tuple[FieldView, ...]
    rows: RowsView | None
    unknown: tuple[FieldView, ...]
    skipped: bool
    skipped_by: tuple[FieldView, ...]
    locked: bool


@dataclass(frozen=True)
class SectionView:
    """One section: letter, title, points, note, and its items' codes in reading order."""

    code: str
    letter: str
    title: str
    points: str
    note: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class ItemLine:
    """One item as lists show it: enough to search, filter and count; `asked`: the form does not skip it."""

    code: str
    section: str
    title: str
    state: str
    asked: bool = True


@dataclass(frozen=True)
class RouteStep:
    """One step of the walk: minutes, what to do, the letters of its sections, the first section to open."""

    minutes: str
    what: str
    letters: str
    section: str
    until: int
