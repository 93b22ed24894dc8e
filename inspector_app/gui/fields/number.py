"""Whole and decimal numbers without a mouse: a plain line with − and +, full-width digits welcome, no wheel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from inspector_app.gui.fields.finished import FinishedEdit
from inspector_app.gui.fields.pill import Pill
from inspector_app.gui.models.typed import read_number


class NumberField(QWidget):
    """One number with its unit.

    Signals: `edited(text)` when an edit is finished; `refused()` when what was left is no number.
    """

    edited = Signal(str)
    refused = Signal()

    def __init__(self, name: str, label: str, unit: str, decimal: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decimal = decimal
        self.editor = QLineEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(f"{label} {unit}".strip())
        self.editor.setProperty("role", "number" if decimal else "stepped")
        self.editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.editor.setFixedWidth(84)
        self.editor.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self._edit = FinishedEdit(self.editor, lambda text: read_number(text, decimal))
        self._edit.finished.connect(self.edited)
        self._edit.refused.connect(self.refused)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._less = self._step("minus", f"{name}.less", self.tr("{label} 减一").format(label=label), -1)
        self._more = self._step("plus", f"{name}.more", self.tr("{label} 加一").format(label=label), +1)
        if not decimal:
            row.addWidget(self._less)
        row.addWidget(self.editor)
        if not decimal:
            row.addWidget(self._more)
        if unit:
            words = QLabel(unit)
            words.setProperty("role", "muted")
            row.addSpacing(8)
            row.addWidget(words)
        row.addStretch(1)

    def show_value(self, value: str) -> None:
        """Show the saved value."""
        self._edit.show(value)
        self._less.setEnabled(self.editor.isEnabled() and value not in ("", "0"))

    def flush(self) -> None:
        """Finish an edit under way."""
        self._edit.flush()

    def forget(self) -> None:
        """The last value told was not kept."""
        self._edit.forget()

    def _step(self, icon: str, name: str, words: str, by: int) -> Pill:
        button = Pill("", f"step-{icon}", name, icon=icon, ink="text")
        button.setAccessibleName(words)
        button.setFixedWidth(40)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._add(by))
        return button

    def _add(self, by: int) -> None:
        number = int(read_number(self.editor.text(), decimal=False) or "0") + by
        if number >= 0:
            self.editor.setText(str(number))
            self._less.setEnabled(number > 0)
