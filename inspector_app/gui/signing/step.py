"""One step on the way to a signed record: number, name, what has been done; opens and closes."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from inspector_app.gui import blocks, icons, theme
from inspector_app.gui.theme import Tone


class Step(QFrame):
    """A step with a head that is always seen and a body that is seen while it is open.

    Signals: `opened()` the person opened it.
    """

    opened = Signal()

    def __init__(self, name: str, number: int, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"step_{name}")
        self.setProperty("role", "card")
        self._number = number
        self._head = _Head()
        self._head.setObjectName(f"step_{name}_head")
        self._head.setAccessibleName(title)
        self._head.setProperty("kind", "row")
        self._head.setCursor(Qt.CursorShape.PointingHandCursor)
        self._head.clicked.connect(self._toggle)
        self._badge = blocks.label(str(number), "badge")
        self._title = blocks.label(title, "strong")
        self._summary = blocks.label("", "caption", name=f"step_{name}_summary")
        self._arrow = blocks.picture("chevron-right", theme.colours().muted, 20)
        line = self._head.line
        line.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        line.setSpacing(theme.M)
        for part in (self._badge, self._title):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self._summary)
        line.addWidget(self._arrow)
        for part in (self._badge, self._title, self._summary, self._arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.body = body
        body.setProperty("role", "clear")
        holder = QVBoxLayout()
        holder.setContentsMargins(theme.L, theme.XS, theme.L, theme.L)
        holder.addWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addLayout(holder)
        self._holder = holder
        self.set_open(False)

    def set_open(self, open_now: bool) -> None:
        """Show or hide the body."""
        self.body.setVisible(open_now)
        self._holder.setContentsMargins(*((theme.L, theme.XS, theme.L, theme.L) if open_now else (0, 0, 0, 0)))
        arrow = "chevron-down" if open_now else "chevron-right"
        self._arrow.setPixmap(icons.pixmap(arrow, theme.colours().muted, theme.scaled(20), 2))
        self.is_open = open_now

    def show_state(self, done: bool, current: bool, summary: str = "") -> None:
        """Show a tick, the present step, or a step to come."""
        tone: Tone = "pass" if done else "accent" if current else ""
        theme.set_tone(self._badge, tone)
        if done:
            self._badge.setPixmap(icons.pixmap("check", theme.colours().passed, theme.scaled(18), 2))
        else:
            self._badge.setText(str(self._number))
        self._summary.setText(summary)
        theme.set_tone(self, "accent" if current and not done else "")

    def _toggle(self) -> None:
        if self.is_open:
            self.set_open(False)
        else:
            self.opened.emit()


class _Head(QPushButton):
    def __init__(self) -> None:
        super().__init__()
        self.line = self._inside = QHBoxLayout(self)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._inside.minimumSize()
