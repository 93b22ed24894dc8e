"""A repeat group as a table model: cells are questions, an edit is told as (path, value), nothing is stored here."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from inspector_app.gui.models.reading import FieldView, RowsView
from inspector_app.gui.models.typed import read_date, read_number, read_time

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole

YES = ("是", "有", "√", "✓", "y", "yes", "true", "1", "对", "合格")
NO = ("否", "无", "×", "✗", "x", "n", "no", "false", "0", "错", "不合格")


def read_cell(cell: FieldView, text: str, today: date) -> str | None:
    """Return the value that typed or pasted text means in this cell; None when it means nothing there."""
    plain = text.strip()
    if cell.kind in ("integer", "decimal"):
        return read_number(plain, cell.kind == "decimal")
    if cell.kind == "date":
        return read_date(plain, today)
    if cell.kind == "time":
        return read_time(plain)
    if cell.kind == "one":
        return read_choice(cell, plain)
    if cell.kind == "many":
        chosen = [read_choice(cell, part) for part in plain.replace("、", " ").replace(",", " ").split()]
        return None if None in chosen else " ".join(one or "" for one in chosen)
    return plain


def read_choice(cell: FieldView, text: str) -> str | None:
    """Return the option meant by a label, a name, its number, or one of the usual marks of yes and no."""
    if not text:
        return ""
    for choice in cell.choices:
        if text in (choice.name, choice.label):
            return choice.name
    names = [choice.name for choice in cell.choices]
    for word, marks in (("yes", YES), ("no", NO)):
        if word in names and text.lower() in marks:
            return word
    return names[int(text) - 1] if text.isdecimal() and 0 < int(text) <= len(names) else None


class RowTable(QAbstractTableModel):
    """The rows of one repeat as one item sees them.

    Signals: `cell_edited(path, value)`; `cell_refused(text)` when typed text means nothing in its cell.
    """

    cell_edited = Signal(str, str)
    cell_refused = Signal(str)

    def __init__(self, view: RowsView, today: date) -> None:
        super().__init__()
        self._view = view
        self._today = today
        self.read_only = False

    @property
    def rows(self) -> RowsView:
        """Return what is shown."""
        return self._view

    def show_rows(self, view: RowsView) -> None:
        """Show the rows anew; the same rows keep their place, so the current cell stays."""
        same = [row.row for row in view.rows] == [row.row for row in self._view.rows]
        if not same:
            self.beginResetModel()
        old, self._view = self._view, view
        if not same:
            self.endResetModel()
            return
        for number, (was, row) in enumerate(zip(old.rows, view.rows, strict=True)):
            if was != row:
                self.dataChanged.emit(self.index(number, 0), self.index(number, self.columnCount() - 1))

    def cell(self, index: Index) -> FieldView:
        """Return the question behind a cell."""
        return self._view.rows[index.row()].cells[index.column()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._view.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._view.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        """Return a column's label with its unit, or a row's number."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        column = self._view.columns[section]
        return f"{column.label}({column.unit})" if column.unit else column.label

    def data(self, index: Index, role: int = 0) -> object:
        """Return a cell's words (the option's label), its value for the editor, its problem as a tip."""
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole and not cell.relevant:
            return "—"
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.shown
        if role == Qt.ItemDataRole.EditRole:
            return cell.value
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.problem or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{cell.label} {index.row() + 1}: {self.data(index, Qt.ItemDataRole.DisplayRole)}"
        return cell if role == CELL else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what may be done with a cell: computed ones and a frozen visit's are only read."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self.read_only or self.cell(index).readonly or not self.cell(index).relevant:
            return base
        return base | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: object, role: int = 0) -> bool:
        """Tell an edit when the text means something else than what stands in the cell."""
        cell = self.cell(index)
        read = read_cell(cell, str(value), self._today)
        if read is None:
            self.cell_refused.emit(str(value))
            return False
        if read != cell.value:
            self.cell_edited.emit(cell.path, read)
        return True

    def pasted(self, top: int, left: int, lines: Sequence[Sequence[str]]) -> list[tuple[int, int, str]]:
        """Return (row, column, value) for each cell of a pasted block that means something; a heading line is skipped."""
        labels = {column.label for column in self._view.columns}
        body = lines[1:] if lines and {text.strip() for text in lines[0]} & labels else lines
        cells = []
        for down, line in enumerate(body):
            for right, text in enumerate(line):
                column = self._view.columns[left + right] if left + right < len(self._view.columns) else None
                value = read_cell(column, text, self._today) if column is not None and column.kind != "shown" else ""
                if value:
                    cells.append((top + down, left + right, value))
        return cells


def lines_of(text: str) -> list[list[str]]:
    """Return the cells of a block copied from a spreadsheet: tabs between columns, a line for each row."""
    return [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")] if text.strip() else []
