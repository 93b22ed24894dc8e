"""When a typed edit is finished: the focus left, Enter was pressed, or 500 ms passed without a key.

Every typed field of the window uses this one rule, so one edit becomes one journal entry.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

QUIET_MS = 500

Editor = QLineEdit | QPlainTextEdit


class FinishedEdit(QObject):
    """Watches one editor; `read` turns its text into the value to keep, or None while it is not yet a value.

    Signals: `finished(value)` once for an edit, and only when the value differs from the one that stands;
    `refused()` when the person leaves text that is no value.
    """

    finished = Signal(str)
    refused = Signal()

    def __init__(self, editor: Editor, read: Callable[[str], str | None] = str.strip) -> None:
        super().__init__(editor)
        self._editor = editor
        self._read = read
        self._standing = ""
        self._showing = False
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._settle)
        editor.textChanged.connect(self._typed)
        if isinstance(editor, QLineEdit):
            editor.returnPressed.connect(self.flush)
        editor.installEventFilter(self)

    @property
    def standing(self) -> str:
        """Return the value last told or shown."""
        return self._standing

    @property
    def pending(self) -> bool:
        """True while the person is in the middle of an edit."""
        return self._quiet.isActive()

    def show(self, value: str, text: str | None = None) -> None:
        """Show a saved value as `text`; an edit under way is not overwritten, nor is a text that already means the value."""
        self._standing = value
        if self.pending or (self._editor.hasFocus() and self._read(self._text()) == value):
            return
        self._showing = True
        shown = value if text is None else text
        if shown != self._text():
            if isinstance(self._editor, QLineEdit):
                self._editor.setText(shown)
            else:
                self._editor.setPlainText(shown)
        self._showing = False

    def flush(self) -> None:
        """Finish the edit now; text that is no value is refused and stays on the screen."""
        self._quiet.stop()
        if self._read(self._text()) is None:
            self.refused.emit()
        self._settle()

    def forget(self) -> None:
        """Take the value last told as not kept (its commit failed), so that finishing the same text tells it again."""
        self._standing = "\0"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Finish the edit when the focus leaves for another control (a popup of the same field does not count)."""
        if (
            isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason().name != "PopupFocusReason"
        ):
            self.flush()
        return False

    def _typed(self) -> None:
        if not self._showing:
            self._quiet.start()

    def _settle(self) -> None:
        value = self._read(self._text())
        if value is not None and value != self._standing:
            self._standing = value
            self.finished.emit(value)

    def _text(self) -> str:
        return self._editor.text() if isinstance(self._editor, QLineEdit) else self._editor.toPlainText()
