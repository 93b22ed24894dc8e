"""One or several of a few options as pills; many options of one choice as a list with type-ahead."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from inspector_app.gui import blocks
from inspector_app.gui.fields.flow import FlowLayout
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.reading import Choice

MOST_PILLS = 7
NONE = "none"


class ChoiceField(QWidget):
    """A select_one or select_multiple question as pills; a digit takes the n-th option, left and right move.

    The option named `none` excludes the others. Signals: `edited(text)`: the option's name, or names separated by spaces.
    """

    edited = Signal(str)

    def __init__(
        self, name: str, label: str, choices: Sequence[Choice], many: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._many = many
        self._value: list[str] = []
        self.setAccessibleName(label)
        flow = FlowLayout(self, 6)
        self.pills: dict[str, Pill] = {}
        for choice in choices:
            pill = Pill(choice.label, "choice-many" if many else "choice", f"{name}.{choice.name}", checkable=True)
            pill.setAccessibleName(f"{label}:{choice.label}")
            pill.clicked.connect(lambda _on, option=choice.name: self._take(option))
            self.pills[choice.name] = pill
            flow.addWidget(pill)
        if self.pills:
            self.setFocusProxy(next(iter(self.pills.values())))
        else:  # a list that hangs on another answer
            flow.addWidget(blocks.label(self.tr("还没有可选的：请先答它所依据的问题。"), "caption"))

    def show_value(self, value: str) -> None:
        """Show the saved value."""
        self._value = value.split()
        for option, pill in self.pills.items():
            pill.setChecked(option in self._value)

    def flush(self) -> None:
        """Do nothing: a press is finished at once."""

    def forget(self) -> None:
        """Do nothing: the next press tells again."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit as the n-th option; move the focus with left and right."""
        options = list(self.pills)
        digit = event.text() if event.text().isdecimal() and event.text().isascii() else ""
        if digit and 1 <= int(digit) <= len(options) and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._take(options[int(digit) - 1])
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            event.ignore()

    def _move(self, by: int) -> None:
        pills = list(self.pills.values())
        here = next((number for number, pill in enumerate(pills) if pill.hasFocus()), 0)
        pills[(here + by) % len(pills)].setFocus(Qt.FocusReason.TabFocusReason)

    def _take(self, option: str) -> None:
        if not self._many:
            chosen = [option]
        elif option in self._value:
            chosen = [one for one in self._value if one != option]
        else:
            others = [one for one in self._value if (one == NONE) == (option == NONE)] if option != NONE else []
            chosen = [one for one in self.pills if one in (*others, option)]
        changed = chosen != self._value
        self.show_value(" ".join(chosen))
        if changed:
            self.edited.emit(" ".join(chosen))


class LongChoiceField(QWidget):
    """A select_one question with many options: a list; typing the first characters finds one.

    Signals: `edited(text)`: the option's name.
    """

    edited = Signal(str)

    def __init__(self, name: str, label: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = QComboBox()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(label)
        self.editor.addItem("", "")
        for choice in choices:
            self.editor.addItem(choice.label, choice.name)
        self.editor.activated.connect(lambda: self.edited.emit(str(self.editor.currentData())))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.editor)
        self.setFocusProxy(self.editor)

    def show_value(self, value: str) -> None:
        """Show the saved value."""
        self.editor.setCurrentIndex(max(self.editor.findData(value), 0))

    def flush(self) -> None:
        """Do nothing: a choice is finished at once."""

    def forget(self) -> None:
        """Do nothing: the next choice tells again."""
