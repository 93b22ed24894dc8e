"""Words: one line, or a paragraph that grows with what is written."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from inspector_app.gui.fields.finished import FinishedEdit


class TextField(QWidget):
    """One line of text.

    Signals: `edited(text)` when an edit is finished.
    """

    edited = Signal(str)

    def __init__(self, name: str, label: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = QLineEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(label)
        self.editor.setPlaceholderText(placeholder)
        self._edit = FinishedEdit(self.editor)
        self._edit.finished.connect(self.edited)
        _alone(self, self.editor)

    def show_value(self, value: str) -> None:
        """Show the saved text."""
        self._edit.show(value)

    def flush(self) -> None:
        """Finish an edit under way."""
        self._edit.flush()

    def forget(self) -> None:
        """The last text told was not kept."""
        self._edit.forget()


class ParagraphField(QWidget):
    """Several lines of text; Tab leaves it, its height follows the text.

    Signals: `edited(text)` when an edit is finished.
    """

    edited = Signal(str)

    def __init__(
        self, name: str, label: str, placeholder: str = "", lines: int = 2, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self.editor = QPlainTextEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(label)
        self.editor.setPlaceholderText(placeholder)
        self.editor.setTabChangesFocus(True)
        self.editor.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._edit = FinishedEdit(self.editor)
        self._edit.finished.connect(self.edited)
        _alone(self, self.editor)
        self._grow()

    def show_value(self, value: str) -> None:
        """Show the saved text."""
        self._edit.show(value)

    def flush(self) -> None:
        """Finish an edit under way."""
        self._edit.flush()

    def forget(self) -> None:
        """The last text told was not kept."""
        self._edit.forget()

    def _grow(self) -> None:
        lines = min(max(int(self.editor.document().size().height()), self._lines), 8)
        self.editor.setFixedHeight(lines * self.editor.fontMetrics().lineSpacing() + 24)


def _alone(field: QWidget, editor: QWidget) -> None:
    column = QVBoxLayout(field)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(editor)
    field.setFocusProxy(editor)
