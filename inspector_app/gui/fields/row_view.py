"""The table of a repeat group: editors of its cells, and the keys that fill it without a mouse."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QFrame,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inspector_app.gui.fields.choice import ChoiceField
from inspector_app.gui.models.row_table import RowTable
from inspector_app.gui.theme import colours

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
