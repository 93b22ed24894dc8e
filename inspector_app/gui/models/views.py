"""The plain rows the Visit page's widgets take: sections, items, cards, fields, tables. They know no form and no journal."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from inspector_app.actions import attachments
from inspector_app.actions.wording import moment, size


@dataclass(frozen=True)
class Choice:
    """One option of a select question."""

    name: str
    label: str


@dataclass(frozen=True)
class FieldView:
    """One question as a card shows it.

    `kind`: integer decimal range one many rank date time moment text paragraph digits tick file place places note shown.
    `optional`: it is never required. `look` is its appearance (minimal likert …) or, of a file, what it is a file of;
    `scale` the first, last and step of a range; `wanted` what to say while an answer is owed; `fault` what is said of an
    expression that cannot be evaluated now.
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
    guidance: str = ""
    look: str = ""
    scale: tuple[str, str, str] = ("", "", "")
    wanted: str = ""
    fault: str = ""

    @property
    def shown(self) -> str:
        """The value as a person reads it: an option's label, a time without its seconds."""
        labels = {choice.name: choice.label for choice in self.choices}
        if labels:
            joint = QCoreApplication.translate("reading", "、")
            return joint.join(labels.get(one, one) for one in self.value.split())
        if self.kind == "tick":
            return QCoreApplication.translate("reading", "已确认") if self.value else ""
        if self.kind == "moment":
            return moment(self.value)
        if self.kind == "file":
            named = attachments.read(self.value)
            return f"{named.name} ({size(named.size)})" if named is not None else self.value
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
    fault: str = ""


@dataclass(frozen=True)
class AskedView:
    """A question that belongs to no item, or a repeat of such: one row of the page. `heading`: the groups around it.

    One of `field` and `repeat` is there.
    """

    code: str
    title: str
    heading: str
    state: str
    relevant: bool
    locked: bool
    field: FieldView | None = None
    repeat: "RepeatView | None" = None
    skipped: bool = False


@dataclass(frozen=True)
class RepeatRow:
    """One row of a repeat: its identity, what it is called, what is asked in it."""

    row: str
    title: str
    parts: tuple[AskedView, ...]


@dataclass(frozen=True)
class RepeatView:
    """A repeat with its rows; `path` is where a row is added, `counted`: the form decides how many there are."""

    path: str
    counted: bool
    rows: tuple[RepeatRow, ...]


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
    number: str = ""


@dataclass(frozen=True)
class RouteStep:
    """One step of the walk: minutes, what to do, the letters of its sections, the first section to open."""

    minutes: str
    what: str
    letters: str
    section: str
    until: int
