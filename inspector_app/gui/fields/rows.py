"""A repeat group as a table: add, duplicate, delete rows; type into cells, choose by digit or Space; paste from a spreadsheet."""

from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.gui.fields.choice import ChoiceField
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.reading import RowsView
from inspector_app.gui.models.row_table import RowTable, lines_of
from inspector_app.gui.theme import colours

ROW_HEIGHT = 42
MOST_ROWS = 24
SURE_MS = 4000
NARROWEST = 64
SHARES = {
    "text": 2.0,
    "many": 2.0,
    "date": 1.35,
    "time": 1.1,
    "one": 1.2,
    "integer": 1.0,
    "decimal": 1.0,
    "shown": 0.85,
}

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Editors and hints of the cells: options in a list, everything else in a line; what is still owed is said in grey."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor for one cell."""
        table = index.model()
        assert isinstance(table, RowTable)
        cell = table.cell(index)
        if cell.kind == "one":
            choices = QComboBox(parent)
            choices.addItem("", "")
            for choice in cell.choices:
                choices.addItem(choice.label, choice.name)
            choices.activated.connect(lambda: self._done(choices))
            QTimer.singleShot(0, choices, choices.showPopup)
            editor: QWidget = choices
        else:
            editor = QLineEdit(parent)
        editor.setProperty("role", "cell")
        editor.setObjectName(cell.path)
        editor.setAccessibleName(cell.label)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the cell's value into its editor."""
        value = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(value), 0))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.DisplayRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Tell the model what was typed or chosen."""
        assert isinstance(model, RowTable)
        text = (
            editor.currentData()
            if isinstance(editor, QComboBox)
            else editor.text()
            if isinstance(editor, QLineEdit)
            else ""
        )
        model.setData(index, text, Qt.ItemDataRole.EditRole)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell; an empty cell that is needed says so, a refused value is underlined."""
        super().paint(painter, option, index)
        table = index.model()
        assert isinstance(table, RowTable)
        cell = table.cell(index)
        rect = option.rect.adjusted(9, 0, -6, 0)
        tokens = colours()
        if not cell.value and cell.required and not cell.readonly:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self.tr("待填"))
        if cell.problem:
            painter.fillRect(rect.left(), rect.bottom() - 4, rect.width(), 2, QColor(tokens.failed))

    def _done(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.SubmitModelCache)


class RowView(QTableView):
    """The table itself; Enter finishes a cell and goes to the next one, arrows at its edges are left to the card.

    Signals: `paste_wanted()`, `add_wanted()`, `duplicate_wanted()`, `remove_wanted()`.
    """

    paste_wanted = Signal()
    add_wanted = Signal()
    duplicate_wanted = Signal()
    remove_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the table's own keys; give up and down at the edges, and Escape, to the card."""
        index = self.currentIndex()
        table = self.model()
        assert isinstance(table, RowTable)
        last = table.rowCount() - 1
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_Insert or (control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            self.add_wanted.emit()
        elif control and event.key() == Qt.Key.Key_D:
            self.duplicate_wanted.emit()
        elif control and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_wanted.emit()
        elif self._leaves(event, index, last):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(index)
        elif not self._quick(event, table, index):
            super().keyPressEvent(event)

    def edit(self, index: QModelIndex, *how: object) -> object:  # type: ignore[override] # two overloads in one
        """Open a cell's editor; a cell that takes several options gets them as pills in a popup."""
        table = self.model()
        assert isinstance(table, RowTable)
        editable = index.isValid() and bool(table.flags(index) & Qt.ItemFlag.ItemIsEditable)
        if editable and table.cell(index).kind == "many":
            opens = not how or how[0] != QAbstractItemView.EditTrigger.NoEditTriggers
            if opens:
                self._open_pills(table, index)
            return opens
        return super().edit(index, *how)

    def _open_pills(self, table: RowTable, index: QModelIndex) -> None:
        cell = table.cell(index)
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("many_popup")
        popup.setProperty("role", "popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pills = ChoiceField(cell.path, cell.label, cell.choices, True)
        pills.show_value(cell.value)
        pills.edited.connect(lambda value: table.setData(index, value, Qt.ItemDataRole.EditRole))
        pills.setMinimumWidth(360)
        column = QVBoxLayout(popup)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(pills)
        popup.move(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))
        popup.show()
        pills.setFocus(Qt.FocusReason.PopupFocusReason)

    def _leaves(self, event: QKeyEvent, index: QModelIndex, last: int) -> bool:
        upwards = event.key() == Qt.Key.Key_Up and index.row() <= 0
        downwards = event.key() == Qt.Key.Key_Down and index.row() >= last
        return event.key() == Qt.Key.Key_Escape or last < 0 or upwards or downwards

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter go to the next cell, the first of the next row after the last."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.step()

    def step(self) -> None:
        """Make the next cell current."""
        index, table = self.currentIndex(), self.model()
        if index.column() + 1 < table.columnCount():
            self.setCurrentIndex(table.index(index.row(), index.column() + 1))
        elif index.row() + 1 < table.rowCount():
            self.setCurrentIndex(table.index(index.row() + 1, 0))

    def _quick(self, event: QKeyEvent, table: RowTable, index: QModelIndex) -> bool:
        cell = table.cell(index)
        if not table.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            table.setData(index, "", Qt.ItemDataRole.EditRole)
            return True
        if cell.kind != "one":
            return False
        names = [choice.name for choice in cell.choices]
        if event.key() == Qt.Key.Key_Space:
            following = names[(names.index(cell.value) + 1) % len(names)] if cell.value in names else names[0]
            table.setData(index, following, Qt.ItemDataRole.EditRole)
            return True
        if event.text().isdecimal() and 0 < int(event.text()) <= len(names):
            table.setData(index, names[int(event.text()) - 1], Qt.ItemDataRole.EditRole)
            self.step()
            return True
        return False


class RowsField(QWidget):
    """The table with its row actions.

    Signals: `cell_edited(path, value)`, `add_wanted()`, `duplicate_wanted(row)`, `remove_wanted(row)`,
    `block_pasted(first row number, list of (row, column, value))`, `said(text)` for the card's hint line.
    """

    cell_edited = Signal(str, str)
    add_wanted = Signal()
    duplicate_wanted = Signal(str)
    remove_wanted = Signal(str)
    block_pasted = Signal(object)
    said = Signal(str)

    def __init__(self, code: str, view: RowsView, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RowTable(view, today)
        self.table.cell_edited.connect(self.cell_edited)
        self.table.cell_refused.connect(lambda text: self.said.emit(self.tr("“{text}”填不进这一格").format(text=text)))
        self.view = self._make_view(code, view)
        self._sure = QTimer(self, singleShot=True, interval=SURE_MS)
        self._sure.timeout.connect(self._calm)
        bar = QHBoxLayout()
        bar.setSpacing(6)
        self._add = Pill(self.tr("增加一行"), "tool", f"{code}.add_row", icon="plus", ink="accent")
        self._copy = Pill(self.tr("复制本行"), "tool-quiet", f"{code}.duplicate_row", icon="copy")
        self._delete = Pill(self.tr("删除本行"), "tool-quiet", f"{code}.remove_row", icon="trash")
        self._paste = Pill(self.tr("从表格粘贴"), "tool-quiet", f"{code}.paste_rows", icon="paste")
        self._add.clicked.connect(self.add_wanted)
        self._copy.clicked.connect(self._duplicate)
        self._delete.clicked.connect(self._remove)
        self._paste.clicked.connect(self._take_paste)
        self._count = QLabel()
        self._count.setProperty("role", "caption")
        for button in (self._add, self._copy, self._delete, self._paste):
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.view)
        column.addLayout(bar)
        self.setFocusProxy(self.view)
        self._fit()

    def show_rows(self, view: RowsView) -> None:
        """Show the rows anew, keeping the current cell where it was."""
        current = self.view.currentIndex()
        row, place = current.row(), max(current.column(), 0)
        grown = len(view.rows) > len(self.table.rows.rows)
        self.table.show_rows(view)
        last = len(view.rows) - 1
        if last >= 0 and (not self.view.currentIndex().isValid() or grown):
            wanted = last if grown else min(max(row, 0), last)
            self.view.setCurrentIndex(self.table.index(wanted, 0 if grown else place))
        self._fit()

    def set_read_only(self, read_only: bool) -> None:
        """Allow or refuse every change."""
        self.table.read_only = read_only
        for button in (self._add, self._copy, self._delete, self._paste):
            button.setVisible(not read_only)

    def flush(self) -> None:
        """Finish the cell under edit."""
        editor = QApplication.focusWidget()
        if editor is not None and self.view.isAncestorOf(editor) and editor.property("role") == "cell":
            self.view.commitData(editor)

    def changeEvent(self, event: QEvent) -> None:
        """Measure the header again after a change of the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower columns need taller headings."""
        super().resizeEvent(event)
        self._fit()

    def _make_view(self, code: str, rows: RowsView) -> RowView:
        view = RowView()
        view.setObjectName(f"{code}.{rows.repeat}")
        view.setAccessibleName(rows.label)
        view.setProperty("role", "rows")
        view.setModel(self.table)
        view.setItemDelegate(CellDelegate(view))
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        view.clicked.connect(view.edit)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        view.setTabKeyNavigation(False)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = view.horizontalHeader()
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        )
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(NARROWEST)
        header.setHighlightSections(False)
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        view.verticalHeader().setMinimumWidth(34)
        view.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.paste_wanted.connect(self._take_paste)
        view.add_wanted.connect(self.add_wanted)
        view.duplicate_wanted.connect(self._duplicate)
        view.remove_wanted.connect(self._remove)
        return view

    def _fit(self) -> None:
        rows = self.table.rowCount()
        self._share_width()
        header = self._header_height()
        self.view.horizontalHeader().setFixedHeight(header)
        self.view.setFixedHeight(header + max(min(rows, MOST_ROWS), 0) * ROW_HEIGHT + 4)
        many = rows > MOST_ROWS
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.view.setVerticalScrollBarPolicy(policy)
        self.view.setVisible(rows > 0)
        for button in (self._copy, self._delete):
            button.setEnabled(rows > 0)
        self._calm()
        shown = self.table.rows
        owed = self.tr("至少 {minimum} 行").format(minimum=shown.minimum) if rows < shown.minimum else ""
        parts = [self.tr("{label}:{rows} 行").format(label=shown.label, rows=rows), shown.sampling, owed]
        self._count.setText(" · ".join(part for part in parts if part))

    def _share_width(self) -> None:
        """Give each column its share of the width by what it holds; text needs more than a number."""
        header = self.view.horizontalHeader()
        shares = [SHARES.get(column.kind, 1.0) for column in self.table.rows.columns]
        width = self.view.width() - self.view.verticalHeader().width() - 4
        sizes = [max(int(width * share / sum(shares)), NARROWEST) for share in shares]
        sizes[-1] = max(width - sum(sizes[:-1]), NARROWEST)
        for number, size in enumerate(sizes):
            header.resizeSection(number, size)

    def _header_height(self) -> int:
        """Return the height of the tallest label, wrapped to its column."""
        header = self.view.horizontalHeader()
        tallest = 0
        for number in range(self.table.columnCount()):
            words = str(self.table.headerData(number, Qt.Orientation.Horizontal))
            space = QRect(0, 0, header.sectionSize(number) - 18, 400)
            box = header.fontMetrics().boundingRect(space, Qt.TextFlag.TextWordWrap, words)
            tallest = max(tallest, box.height())
        return max(tallest + 14, 38)

    def _current_row(self) -> str:
        index = self.view.currentIndex()
        rows = self.table.rows.rows
        return rows[index.row() if index.isValid() else -1].row if rows else ""

    def _duplicate(self) -> None:
        if self._current_row():
            self.duplicate_wanted.emit(self._current_row())

    def _remove(self) -> None:
        index = self.view.currentIndex()
        number = index.row() if index.isValid() else self.table.rowCount() - 1
        if number < 0:
            return
        filled = any(cell.value for cell in self.table.rows.rows[number].cells)
        if filled and not self._sure.isActive():
            self._sure.start()
            self._delete.setText(self.tr("再按一次,删除第 {number} 行").format(number=number + 1))
            self._delete.setProperty("kind", "danger")
            self._polish()
            return
        self._calm()
        self.remove_wanted.emit(self._current_row())

    def _calm(self) -> None:
        self._sure.stop()
        if self._delete.property("kind") != "tool-quiet":
            self._delete.setText(self.tr("删除本行"))
            self._delete.setProperty("kind", "tool-quiet")
            self._polish()

    def _polish(self) -> None:
        self._delete.style().unpolish(self._delete)
        self._delete.style().polish(self._delete)

    def _take_paste(self) -> None:
        lines = lines_of(QGuiApplication.clipboard().text())
        index = self.view.currentIndex()
        top, left = (index.row(), index.column()) if index.isValid() else (0, 0)
        cells = self.table.pasted(top, left, lines)
        if cells:
            self.block_pasted.emit(cells)
        else:
            self.said.emit(self.tr("剪贴板里没有能填进这张表的内容"))
