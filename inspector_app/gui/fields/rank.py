"""Putting options in order: drag them, or move the chosen one with Alt and the arrow keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector_app.gui import blocks, theme
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.views import Choice

ROW = 40


class RankList(QListWidget):
    """The options. Signals: `moved()` the person changed the order, `accepted()` Enter."""

    moved = Signal()
    accepted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt or Ctrl with up and down moves the current option; Enter takes the order as it stands."""
        strong = event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier)
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if strong and by:
            self.shift(by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif by and not 0 <= self.currentRow() + by < self.count():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def shift(self, by: int) -> None:
        """Move the current option up (-1) or down (+1)."""
        here = self.currentRow()
        if here < 0 or not 0 <= here + by < self.count():
            return
        item = self.takeItem(here)
        self.insertItem(here + by, item)
        self.setCurrentRow(here + by)
        self.moved.emit()


class RankField(QWidget):
    """A rank question. Signals: `edited(text)`: all names, the first first; nothing is ranked before the first move."""

    edited = Signal(str)

    def __init__(self, name: str, label: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = {choice.name: choice.label for choice in choices}
        self._value = ""
        self.editor = RankList()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(label)
        self.editor.setProperty("role", "rank")
        self.editor.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.editor.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.editor.setFixedHeight(theme.scaled(ROW) * len(self._choices) + 6)
        self.editor.moved.connect(self._tell)
        self.editor.accepted.connect(self._tell)
        self.editor.model().rowsMoved.connect(lambda *_all: self._tell())
        self._up = Pill(self.tr("上移"), "tool-quiet", f"{name}.up")
        self._down = Pill(self.tr("下移"), "tool-quiet", f"{name}.down")
        self._take = Pill(self.tr("就按这个顺序"), "tool", f"{name}.take")
        self._up.clicked.connect(lambda: self.editor.shift(-1))
        self._down.clicked.connect(lambda: self.editor.shift(1))
        self._take.clicked.connect(self._tell)
        self._hint = blocks.label(self.tr("拖动，或按 Alt+↑ ↓ 移动"), "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self.editor)
        column.addLayout(blocks.row(self._take, self._up, self._down, self._hint, None))
        self.setFocusProxy(self.editor)
        self._fill("")

    def show_value(self, value: str) -> None:
        """Show the saved order; before there is one, the form's own."""
        if value != self._value or not value:
            self._value = value
            self._fill(value)
        self._take.setVisible(not value)

    def flush(self) -> None:
        """Do nothing: a move is finished at once."""

    def forget(self) -> None:
        """Tell the order again at the next move."""
        self._value = "\0"

    def _names(self) -> list[str]:
        return [str(self.editor.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.editor.count())]

    def _fill(self, value: str) -> None:
        ranked = [name for name in value.split() if name in self._choices]
        names = [*ranked, *(name for name in self._choices if name not in ranked)]
        if names == self._names() and self.editor.count():
            self._number(bool(value))
            return
        current = max(self.editor.currentRow(), 0)
        self.editor.blockSignals(True)
        self.editor.clear()
        for name in names:
            item = QListWidgetItem(self._choices[name])
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.editor.addItem(item)
        self.editor.setCurrentRow(min(current, len(names) - 1))
        self.editor.blockSignals(False)
        self._number(bool(value))

    def _number(self, ranked: bool) -> None:
        for row in range(self.editor.count()):
            item = self.editor.item(row)
            label = self._choices[str(item.data(Qt.ItemDataRole.UserRole))]
            item.setText(f"{row + 1}.  {label}" if ranked else f"–  {label}")

    def _tell(self) -> None:
        names = " ".join(self._names())
        if names != self._value:
            self._value = names
            self._number(ranked=True)
            self._take.hide()
            self.edited.emit(names)
