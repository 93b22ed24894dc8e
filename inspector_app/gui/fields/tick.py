"""A statement to be confirmed: one press says it was."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.gui import blocks
from inspector_app.gui.fields.pill import Pill

CONFIRMED = "OK"  # ODK's value of an acknowledge question


class TickField(QWidget):
    """An acknowledge question. Signals: `edited(text)`: "OK", or "" when it is taken back."""

    edited = Signal(str)

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = Pill(self.tr("确认"), "choice", name, checkable=True, icon="check", on_ink="accent")
        self.editor.setAccessibleName(self.tr("{label}：确认").format(label=label))
        self.editor.clicked.connect(lambda on: self.edited.emit(CONFIRMED if on else ""))
        self.setLayout(blocks.row(self.editor, None))
        self.setFocusProxy(self.editor)

    def show_value(self, value: str) -> None:
        """Show whether it was confirmed."""
        self.editor.setChecked(bool(value))
        self.editor.setText(self.tr("已确认") if value else self.tr("确认"))

    def flush(self) -> None:
        """Do nothing: a press is finished at once."""

    def forget(self) -> None:
        """Do nothing: the next press tells again."""
