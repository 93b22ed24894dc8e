"""A repeat group as a table: add, duplicate, delete rows, paste from a spreadsheet; the cells' keys are row_view's."""

from datetime import date

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QHeaderView, QLabel, QVBoxLayout, QWidget

from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.fields.row_view import CellDelegate, RowView
from inspector_app.gui.models.reading import FieldView, RowsView
from inspector_app.gui.models.row_table import RowTable, lines_of
from inspector_app.gui.theme import set_property

ROW_HEIGHT = 42
MOST_ROWS = 24
SURE_MS = 4000
NARROWEST = 64
CHARACTER = 16  # px of one character at the ordinary text size, at which these widths are meant
MOST = 150
LEAST = {"text": 118, "many": 132, "date": 112, "time": 76, "one": 76, "integer": 68, "decimal": 76}
PER_CHARACTER = 0.13  # of a share, for each character of a column's heading
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
        self._wider = False
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
        self.view.horizontalScrollBar().ensurePolished()
        bar = self.view.horizontalScrollBar().sizeHint().height() if self._wider else 0
        self.view.setFixedHeight(header + max(min(rows, MOST_ROWS), 0) * ROW_HEIGHT + 4 + bar)
        many = rows > MOST_ROWS
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if many else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.view.setVerticalScrollBarPolicy(policy)
        self.view.setVisible(rows > 0)
        for button in (self._copy, self._delete):
            button.setEnabled(rows > 0)
        self._calm()
        shown = self.table.rows
        owed = self.tr("至少 {minimum} 行").format(minimum=shown.minimum) if rows < shown.minimum else ""
        parts = [self.tr("{label}：{rows} 行").format(label=shown.label, rows=rows), shown.sampling, owed]
        self._count.setText(" · ".join(part for part in parts if part))

    def _share_width(self) -> None:
        """Give each column its share of the width by what it holds; too many columns for it scroll sideways."""
        header = self.view.horizontalHeader()
        columns = self.table.rows.columns
        shares = [max(SHARES.get(one.kind, 1.0), min(len(one.label) * PER_CHARACTER, 1.6)) for one in columns]
        width = self.view.width() - self.view.verticalHeader().width() - 4
        least = [self._least(one) for one in columns]
        spare = max(width - sum(least), 0)
        self._wider = sum(least) > width
        sizes = [low + int(spare * share / sum(shares)) for share, low in zip(shares, least, strict=True)]
        sizes[-1] += max(width - sum(sizes), 0)
        for number, size in enumerate(sizes):
            header.resizeSection(number, size)

    def _least(self, column: FieldView) -> int:
        """Return the width below which a column's cells cannot be read: an option's label counts up to a few characters."""
        scale = self.fontMetrics().horizontalAdvance("国") / CHARACTER
        low = LEAST.get(column.kind, NARROWEST) * scale
        if column.kind in ("one", "shown"):
            longest = max((self.fontMetrics().horizontalAdvance(one.label) for one in column.choices), default=0)
            low = max(low, min(longest + 26, MOST * scale))
        return max(int(low), NARROWEST)

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
            self._delete.setText(self.tr("再按一次，删除第 {number} 行").format(number=number + 1))
            set_property(self._delete, "kind", "danger")
            return
        self._calm()
        self.remove_wanted.emit(self._current_row())

    def _calm(self) -> None:
        self._sure.stop()
        if self._delete.property("kind") != "tool-quiet":
            self._delete.setText(self.tr("删除本行"))
            set_property(self._delete, "kind", "tool-quiet")

    def _take_paste(self) -> None:
        lines = lines_of(QGuiApplication.clipboard().text())
        index = self.view.currentIndex()
        top, left = (index.row(), index.column()) if index.isValid() else (0, 0)
        cells = self.table.pasted(top, left, lines)
        if cells:
            self.block_pasted.emit(cells)
        else:
            self.said.emit(self.tr("剪贴板里没有能填进这张表的内容"))
