"""Sections with their counts, and below them the items that a filter or a search lets through."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inspector_app.gui.models.reading import ItemLine, SectionView

Index = QModelIndex | QPersistentModelIndex

CODE = Qt.ItemDataRole.UserRole
SECTION = Qt.ItemDataRole.UserRole + 1
COUNTS = Qt.ItemDataRole.UserRole + 2
LINE = Qt.ItemDataRole.UserRole + 3

FILTERS: Mapping[str, tuple[str, ...]] = {"all": (), "unchecked": ("unchecked",), "failed": ("fail", "partial")}
DONE = ("pass", "checked", "fail", "partial", "na")


class Counts(NamedTuple):
    """How far a section has come, in items."""

    unchecked: int
    failed: int
    done: int
    total: int


def counts(lines: Sequence[ItemLine]) -> Counts:
    """Count states of what is asked; a partly met item counts as failed, since it raises a finding too."""
    lines = [line for line in lines if line.asked]
    done = sum(1 for line in lines if line.state in DONE)
    failed = sum(1 for line in lines if line.state in FILTERS["failed"])
    return Counts(len(lines) - done, failed, done, len(lines))


def matches(line: ItemLine, wanted: str, search: str) -> bool:
    """True when the item passes the filter and every word of the search is in its code or text."""
    states = FILTERS[wanted]
    text = _plain(f"{line.code} {line.title}")
    owed = wanted != "unchecked" or line.asked  # what may stay empty is not owed
    return owed and (not states or line.state in states) and all(word in text for word in _plain(search).split())


def _plain(text: str) -> str:
    """Return a text as a search compares it: small letters, full-width marks and digits as half-width."""
    return unicodedata.normalize("NFKC", text).lower()


class SectionTree(QAbstractItemModel):
    """Two levels: sections, and the items let through while a filter or search is on.

    Which items are let through is decided when the filter is set: one that is answered stays under the person's hand.
    """

    def __init__(
        self, sections: Sequence[SectionView], lines: Sequence[ItemLine], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._sections = list(sections)
        self._lines: dict[str, list[ItemLine]] = {section.code: [] for section in sections}
        for line in lines:
            self._lines[line.section].append(line)
        self._wanted, self._search = "all", ""
        self._shown: list[tuple[SectionView, list[str]]] = []
        self._narrow()

    # -- what the page asks ----------------------------------------------------------------------------------------

    def narrow(self, wanted: str, search: str) -> None:
        """Set the filter ("all", "unchecked", "failed") and the search."""
        self.beginResetModel()
        self._wanted, self._search = wanted, search.strip()
        self._narrow()
        self.endResetModel()

    @property
    def narrowed(self) -> bool:
        """True while a filter or search hides something."""
        return self._wanted != "all" or bool(self._search)

    def take(self, lines: Mapping[str, ItemLine]) -> None:
        """Take some items anew; only the rows they touch are drawn again."""
        for number, (section, _codes) in enumerate(self._shown):
            fresh = [lines.get(line.code, line) for line in self._lines[section.code]]
            if fresh != self._lines[section.code]:
                self._lines[section.code] = fresh
                top = self.index(number, 0)
                self.dataChanged.emit(top, top)
                if self.rowCount(top):
                    self.dataChanged.emit(self.index(0, 0, top), self.index(self.rowCount(top) - 1, 0, top))
        hidden = {section.code for section in self._sections} - {section.code for section, _codes in self._shown}
        for code in hidden:
            self._lines[code] = [lines.get(line.code, line) for line in self._lines[code]]

    def sections(self) -> list[str]:
        """Return the sections that show, in order."""
        return [section.code for section, _codes in self._shown]

    def codes(self, section: str) -> list[str]:
        """Return the items of a section that show."""
        return next((codes for one, codes in self._shown if one.code == section), [])

    def total(self) -> Counts:
        """Return the counts of the whole form."""
        return counts([line for lines in self._lines.values() for line in lines])

    def of_section(self, section: str) -> Counts:
        """Return the counts of one section."""
        return counts(self._lines[section])

    def place(self, code: str) -> QModelIndex:
        """Return the index of a section or item, invalid when it does not show."""
        for number, (section, codes) in enumerate(self._shown):
            top = self.index(number, 0)
            if section.code == code:
                return top
            if self.narrowed and code in codes:
                return self.index(codes.index(code), 0, top)
        return QModelIndex()

    # -- Qt's side -------------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's signature
        """Return the index of a section (number 0) or of an item (its section's number + 1)."""
        if column or row < 0:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, 0, 0) if row < len(self._shown) else QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override] # noqa: B008
        """Return the section of an item."""
        number = int(index.internalId()) if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return sections, or a section's items while narrowed."""
        if not parent.isValid():
            return len(self._shown)
        return len(self._shown[parent.row()][1]) if self.narrowed and not parent.internalId() else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return one."""
        return 1

    def data(self, index: Index, role: int = 0) -> object:
        """Return texts, codes, counts and states."""
        if not index.isValid():
            return None
        number = int(index.internalId())
        section, codes = self._shown[number - 1 if number else index.row()]
        if number:
            return self._item_data(self._line(section.code, codes[index.row()]), role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return section.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = self.of_section(section.code)
            return self.tr("{letter} {title}，未查 {unchecked}，不合格 {failed}").format(
                letter=section.letter, title=section.title, unchecked=count.unchecked, failed=count.failed
            )
        return {CODE: section.code, SECTION: section, COUNTS: self.of_section(section.code)}.get(Qt.ItemDataRole(role))

    def _item_data(self, line: ItemLine, role: int) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{line.number or line.code} {line.title}"
        return line.code if role == CODE else line if role == LINE else None

    def _line(self, section: str, code: str) -> ItemLine:
        return next(line for line in self._lines[section] if line.code == code)

    def _narrow(self) -> None:
        shown = []
        for section in self._sections:
            codes = [line.code for line in self._lines[section.code] if matches(line, self._wanted, self._search)]
            if codes or not self.narrowed:
                shown.append((section, codes))
        self._shown = shown
